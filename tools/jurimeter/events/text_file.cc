#include "tools/jurimeter/events/text_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/values/text.h"
#include "tools/jurimeter/events/encoding_guess.h"
#include "tools/jurimeter/events/spool.h"

namespace jurimeter::tools {
namespace {

constexpr size_t kBlockBytes = 64 << 10;

struct Mark {
  std::string_view bytes;
  std::optional<TextEncoding> encoding;  // nothing if it is an encoding that is not read
};
// A longer mark stands before a shorter one that it begins with.
constexpr Mark kMarks[] = {
    {std::string_view("\xFF\xFE\0\0", 4), std::nullopt},
    {std::string_view("\0\0\xFE\xFF", 4), std::nullopt},
    {kByteOrderMark, TextEncoding::kUtf8},
    {"\x84\x31\x95\x33", TextEncoding::kGb18030},
    {"\xFF\xFE", TextEncoding::kUtf16Le},
    {"\xFE\xFF", TextEncoding::kUtf16Be},
};

const Mark* FindMark(std::string_view text) {
  const auto* found = std::find_if(std::begin(kMarks), std::end(kMarks),
                                   [&](const Mark& mark) { return text.starts_with(mark.bytes); });
  return found == std::end(kMarks) ? nullptr : found;
}

// The encoding that was asked for. `text` is the beginning of the file, without a byte order mark.
TextEncoding Chosen(EncodingChoice choice, std::string_view text) {
  if (choice == EncodingChoice::kUtf8) return TextEncoding::kUtf8;
  if (choice == EncodingChoice::kGb18030) return TextEncoding::kGb18030;
  // Our files begin with an ASCII character.
  return text.starts_with('\0') ? TextEncoding::kUtf16Be : TextEncoding::kUtf16Le;
}

bool Fits(EncodingChoice choice, TextEncoding encoding) {
  return choice == EncodingChoice::kAuto || NameOf(encoding) == NameOf(Chosen(choice, ""));
}

absl::Status NotText(const std::string& name, int64_t line, TextEncoding encoding) {
  return absl::InvalidArgumentError(absl::StrCat(name, ":", line, ": is not ",
                                                 ToAbsl(NameOf(encoding)),
                                                 "; expected a file that is so throughout"));
}

}  // namespace

void AddEncodingOption(CLI::App& app, EncodingChoice* choice) {
  static const std::map<std::string, EncodingChoice> kChoices = {
      {"auto", EncodingChoice::kAuto},
      {"utf-8", EncodingChoice::kUtf8},
      {"gb18030", EncodingChoice::kGb18030},
      {"utf-16", EncodingChoice::kUtf16}};
  app.add_option_function<std::string>(
         "--encoding", [choice](const std::string& name) { *choice = kChoices.at(name); },
         "Encoding of the file: auto, utf-8, gb18030 (GBK and GB2312 too) or utf-16. auto goes by "
         "the byte order mark; else it is utf-8 if all of the file is that, else gb18030")
      ->check(CLI::IsMember({"auto", "utf-8", "gb18030", "utf-16"}))
      ->default_str("auto");
}

TextFile::TextFile(std::string name, int fd, int64_t start)
    : name_(std::move(name)), fd_(fd), start_(start) {}

TextFile::~TextFile() { close(fd_); }

absl::StatusOr<std::unique_ptr<TextFile>> TextFile::Open(const std::string& path,
                                                         EncodingChoice choice) {
  const bool standard_input = path == kStandardInput;
  const std::string name = standard_input ? "standard input" : path;
  int fd = standard_input ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                          : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", name));
  struct stat about;
  if (fstat(fd, &about) != 0 || S_ISDIR(about.st_mode)) {
    close(fd);
    return absl::FailedPreconditionError(absl::StrCat(name, " is a directory"));
  }
  if (!S_ISREG(about.st_mode)) {
    const absl::StatusOr<int> spooled = Spool(fd, name);
    close(fd);
    if (!spooled.ok()) return spooled.status();
    fd = *spooled;
  }
  // A shell may redirect from the middle of a file.
  const int64_t start = standard_input ? lseek(fd, 0, SEEK_CUR) : 0;
  std::unique_ptr<TextFile> file(new TextFile(name, fd, start));
  const absl::Status judged = file->Judge(choice);
  if (!judged.ok()) return judged;
  return file;
}

absl::StatusOr<bool> TextFile::ReadBytes(std::string* block) {
  const auto wanted = total_ < 0 ? static_cast<int64_t>(kBlockBytes)
                                 : std::min<int64_t>(kBlockBytes, total_ - read_);
  block->resize(static_cast<size_t>(wanted));
  ssize_t size = 0;
  do {
    size = pread(fd_, block->data(), block->size(), start_ + read_);
  } while (size < 0 && errno == EINTR);
  if (size < 0) {
    return absl::DataLossError(absl::StrCat("cannot read further in ", name_));
  }
  if (size == 0 && wanted > 0 && total_ >= 0) {
    return absl::DataLossError(absl::StrCat(name_, " became shorter while it was read"));
  }
  block->resize(static_cast<size_t>(size));
  read_ += size;
  return size > 0;
}

absl::Status TextFile::Judge(EncodingChoice choice) {
  std::string head;
  const absl::StatusOr<bool> any = ReadBytes(&head);
  if (!any.ok()) return any.status();
  read_ = 0;
  const Mark* mark = FindMark(head);
  if (mark != nullptr && !mark->encoding) {
    return absl::InvalidArgumentError(absl::StrCat(
        name_, " begins with the byte order mark of UTF-32; expected UTF-8, GB18030 or UTF-16"));
  }
  if (mark != nullptr && !Fits(choice, *mark->encoding)) {
    return absl::InvalidArgumentError(
        absl::StrCat(name_, " begins with the byte order mark of ", ToAbsl(NameOf(*mark->encoding)),
                     "; expected ", ToAbsl(NameOf(Chosen(choice, head))), ", as --encoding says"));
  }
  const bool guess = mark == nullptr && choice == EncodingChoice::kAuto;
  const absl::Status judged =
      guess ? GuessEncoding() : CheckAll(mark != nullptr ? *mark->encoding : Chosen(choice, head));
  if (!judged.ok()) return judged;
  total_ = read_;
  read_ = mark == nullptr ? 0 : static_cast<int64_t>(mark->bytes.size());
  transcoder_ = std::make_unique<Transcoder>(encoding_);
  return absl::OkStatus();
}

absl::Status TextFile::CheckAll(TextEncoding encoding) {
  encoding_ = encoding;
  Transcoder transcoder(encoding);
  std::string block;
  while (true) {
    const absl::StatusOr<bool> more = ReadBytes(&block);
    if (!more.ok()) return more.status();
    if (!*more) break;
    std::string text;
    if (!transcoder.Add(block, &text)) return NotText(name_, transcoder.line(), encoding);
  }
  return transcoder.End() ? absl::OkStatus() : NotText(name_, transcoder.line(), encoding);
}

absl::Status TextFile::GuessEncoding() {
  EncodingGuess guess;
  std::string block;
  while (true) {
    const absl::StatusOr<bool> more = ReadBytes(&block);
    if (!more.ok()) return more.status();
    if (!*more) break;
    guess.Add(block);
  }
  const absl::StatusOr<TextEncoding> encoding = guess.Result(name_);
  if (encoding.ok()) encoding_ = *encoding;
  return encoding.status();
}

absl::StatusOr<bool> TextFile::Read(std::string* text) {
  text->clear();
  std::string block;
  // A block may hold only a part of a character.
  while (text->empty()) {
    const absl::StatusOr<bool> more = ReadBytes(&block);
    if (!more.ok() || !*more) return more;
    if (!transcoder_->Add(block, text)) {
      return absl::DataLossError(absl::StrCat(name_, " changed while it was read"));
    }
  }
  return true;
}

absl::StatusOr<std::string> ReadText(const std::string& path, EncodingChoice choice) {
  const auto file = TextFile::Open(path, choice);
  if (!file.ok()) return file.status();
  std::string text;
  std::string block;
  while (true) {
    const absl::StatusOr<bool> more = (*file)->Read(&block);
    if (!more.ok()) return more.status();
    if (!*more) break;
    text += block;
  }
  return WithLineFeeds(text);
}

}  // namespace jurimeter::tools
