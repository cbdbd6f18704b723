#include "tools/jurimeter/events/encoding_guess.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "domain/values/text.h"

namespace jurimeter::tools {
namespace {

// Bytes of a line that are looked at. No row of our files is longer.
constexpr size_t kMaxLookedAt = 64 << 10;

// Whether UTF-8 text has a character of U+3000 to U+9FFF.
bool HasChinese(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '\xE3' && c <= '\xE9'; });
}

}  // namespace

void EncodingGuess::Candidate::Add(std::string_view bytes) {
  if (!possible) return;
  std::string text;
  possible = transcoder.Add(bytes, &text);
}

void EncodingGuess::Add(std::string_view bytes) {
  utf8_.Add(bytes);
  gb18030_.Add(bytes);
  LookAtLines(bytes);
}

void EncodingGuess::LookAtLines(std::string_view bytes) {
  while (!bytes.empty()) {
    if (std::exchange(after_cr_, false) && bytes.starts_with('\n')) bytes.remove_prefix(1);
    const size_t end = std::min(bytes.find_first_of("\r\n"), bytes.size());
    line_.append(bytes.substr(0, std::min(end, kMaxLookedAt - line_.size())));
    if (end == bytes.size()) return;
    EndLine();
    after_cr_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
  }
}

void EncodingGuess::EndLine() {
  if (nul_line_ == 0 && line_.find('\0') != std::string::npos) nul_line_ = lines_;
  if (chinese_utf8_line_ == 0 && HasChinese(line_) && IsUtf8(line_)) chinese_utf8_line_ = lines_;
  line_.clear();
  ++lines_;
}

absl::StatusOr<TextEncoding> EncodingGuess::Result(const std::string& name) {
  EndLine();
  if (nul_line_ != 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        name, ":", nul_line_,
        ": has a NUL, which no text has; if it is UTF-16 without a byte order mark, say so by "
        "--encoding utf-16"));
  }
  if (utf8_.possible && utf8_.transcoder.End()) return TextEncoding::kUtf8;
  const int64_t line = utf8_.transcoder.line();
  if (!gb18030_.possible || !gb18030_.transcoder.End()) {
    return absl::InvalidArgumentError(absl::StrCat(
        name, " is neither UTF-8 (up to line ", line, ") nor GB18030 (up to line ",
        gb18030_.transcoder.line(), "); expected one of these, or UTF-16 with a byte order mark"));
  }
  if (chinese_utf8_line_ != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, ":", line, ": is not UTF-8, but line ", chinese_utf8_line_,
                     " is; expected one encoding; if all of it is GB18030, say so by --encoding "
                     "gb18030"));
  }
  return TextEncoding::kGb18030;
}

}  // namespace jurimeter::tools
