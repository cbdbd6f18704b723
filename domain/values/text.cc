#include "domain/values/text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace jurimeter {
namespace {

constexpr size_t kMaxQuotedBytes = 64;

// As WithoutPadding says: U+00A0, U+3000, U+200B, U+FEFF and, last, ^Z.
constexpr std::string_view kPadding[] = {
    " ", "\t", "\n", "\r", "\xC2\xA0", "\xE3\x80\x80", "\xE2\x80\x8B", kByteOrderMark, "\x1A"};

constexpr bool IsContinuation(uint8_t byte) { return (byte & 0xC0) == 0x80; }

// The bytes of the well-formed character that `text` starts with (Unicode standard, table 3-7); 0
// if it starts with none. Requires a `text` that is not empty.
size_t CharacterBytes(std::string_view text) {
  const auto at = [text](size_t place) { return static_cast<uint8_t>(text[place]); };
  const uint8_t first = at(0);
  if (first < 0x80) return 1;
  const size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < bytes) return 0;
  for (size_t place = 1; place < bytes; ++place) {
    if (!IsContinuation(at(place))) return 0;
  }
  const uint8_t second = at(1);
  if (first == 0xE0 && second < 0xA0) return 0;  // overlong
  if (first == 0xED && second > 0x9F) return 0;  // surrogates
  if (first == 0xF0 && second < 0x90) return 0;  // overlong
  if (first == 0xF4 && second > 0x8F) return 0;  // beyond U+10FFFF
  return bytes;
}

// Whether `text` holds a character of U+0080 to U+009F, which terminals may obey.
bool HasC1Control(std::string_view text) {
  for (size_t place = 0; place + 1 < text.size(); ++place) {
    if (text[place] == '\xC2' && static_cast<uint8_t>(text[place + 1]) < 0xA0) return true;
  }
  return false;
}

std::string_view CutAtCharacter(std::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  size_t end = max_bytes;
  while (end > max_bytes - 4 && IsContinuation(static_cast<uint8_t>(text[end]))) --end;
  return text.substr(0, end);
}

}  // namespace

bool IsUtf8(std::string_view text) { return Utf8Prefix(text) == text.size(); }

size_t Utf8Prefix(std::string_view text) {
  size_t place = 0;
  while (place < text.size()) {
    const size_t bytes = CharacterBytes(text.substr(place));
    if (bytes == 0) break;
    place += bytes;
  }
  return place;
}

bool IsUtf8Beginning(std::string_view text) {
  if (text.empty()) return true;
  constexpr size_t kMaxBytes = 4;
  // The bytes that may follow the first are those of a range that ends with 80 or with BF.
  for (const char fill : {'\x80', '\xBF'}) {
    std::string filled(text);
    filled.resize(std::max(text.size(), kMaxBytes), fill);
    if (CharacterBytes(filled) > text.size()) return true;
  }
  return false;
}

std::string WithLineFeeds(std::string_view text) {
  std::string lines;
  lines.reserve(text.size());
  for (size_t place = 0; place < text.size(); ++place) {
    if (text[place] == '\r' && text.substr(place + 1).starts_with('\n')) continue;
    lines.push_back(text[place] == '\r' ? '\n' : text[place]);
  }
  return lines;
}

std::string_view WithoutPadding(std::string_view text) {
  bool found = true;
  while (found) {
    found = false;
    for (const std::string_view space : kPadding) {
      if (text.starts_with(space)) {
        text.remove_prefix(space.size());
        found = true;
      } else if (text.ends_with(space)) {
        text.remove_suffix(space.size());
        found = true;
      }
    }
  }
  return text;
}

std::string Quoted(std::string_view value) {
  const std::string_view shown = CutAtCharacter(value, kMaxQuotedBytes);
  const bool printable = IsUtf8(shown) && !HasC1Control(shown);
  const std::string escaped =
      printable ? absl::Utf8SafeCHexEscape(ToAbsl(shown)) : absl::CHexEscape(ToAbsl(shown));
  if (shown.size() == value.size()) return absl::StrCat("\"", escaped, "\"");
  return absl::StrCat("\"", escaped, "...\" (", value.size(), " bytes)");
}

Checked<std::string_view, std::string> CheckText(std::string_view text) {
  if (!IsUtf8(text)) return absl::StrCat(Quoted(text), " is not valid UTF-8");
  if (text.find('\0') != std::string_view::npos) {
    return absl::StrCat(Quoted(text), " contains NUL, which no text may");
  }
  return text;
}

}  // namespace jurimeter
