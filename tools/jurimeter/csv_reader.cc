#include "tools/jurimeter/csv_reader.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/text.h"

namespace jurimeter::tools {
namespace {

constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";
// States of libcsv, which its header does not name: between two rows, and within a field.
constexpr int kRowNotBegun = 0;
constexpr int kFieldBegun = 2;

// RFC 4180: spaces are part of a field.
int IsNeverSpace(unsigned char) { return 0; }

}  // namespace

CsvReader::CsvReader(const std::string& path)
    : path_(path), file_(path, std::ios::binary), line_buffer_(kMaxRowBytes + 2) {
  // Fails only on allocation, which it does not do.
  csv_init(&parser_, 0);
  csv_set_space_func(&parser_, IsNeverSpace);
}

CsvReader::~CsvReader() { csv_free(&parser_); }

absl::StatusOr<std::unique_ptr<CsvReader>> CsvReader::Open(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return absl::FailedPreconditionError(absl::StrCat(path, " is a directory"));
  }
  std::unique_ptr<CsvReader> reader(new CsvReader(path));
  if (!reader->file_) return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", path));
  const auto size = std::filesystem::file_size(path, error);
  if (!error) reader->bytes_total_ = static_cast<int64_t>(size);

  CsvRow header;
  const absl::StatusOr<bool> found = reader->Next(&header);
  if (!found.ok()) return found.status();
  if (!*found) return absl::InvalidArgumentError(absl::StrCat(path, " has no header line"));
  reader->header_ = std::move(header.fields);
  return reader;
}

absl::StatusOr<bool> CsvReader::Next(CsvRow* row) {
  while (ready_.empty() && !at_end_) {
    const absl::StatusOr<bool> more = ReadLine();
    if (!more.ok()) return more.status();
    at_end_ = !*more;
  }
  if (ready_.empty()) return false;
  *row = std::move(ready_.front());
  ready_.pop_front();
  return true;
}

absl::StatusOr<bool> CsvReader::ReadLine() {
  file_.getline(line_buffer_.data(), static_cast<std::streamsize>(line_buffer_.size()));
  if (file_.bad()) return absl::DataLossError(absl::StrCat("cannot read further in ", path_));
  size_t size = static_cast<size_t>(file_.gcount());
  if (file_.eof() && size == 0) {
    const absl::Status ended = ParseEnd();
    if (!ended.ok()) return ended;
    return false;
  }
  // It counts the line's end but does not keep it. A line that fills the buffer has none, and is
  // refused below.
  if (!file_.eof() && !file_.fail()) line_buffer_[size - 1] = '\n';
  file_.clear(file_.rdstate() & ~std::ios::failbit);
  std::string_view line(line_buffer_.data(), size);
  bytes_read_ += static_cast<int64_t>(line.size());
  ++lines_;
  if (lines_ == 1 && absl::StartsWith(ToAbsl(line), kByteOrderMark)) line.remove_prefix(3);
  const bool before_header = header_.empty() && ready_.empty() && parser_.pstate == kRowNotBegun;
  if (before_header && absl::StartsWith(ToAbsl(line), "#")) return true;
  const absl::Status parsed = Parse(line);
  if (!parsed.ok()) return parsed;
  return true;
}

absl::Status CsvReader::Parse(std::string_view line) {
  if (parser_.pstate == kRowNotBegun) {
    current_.line = lines_;
    current_bytes_ = 0;
  }
  current_bytes_ += line.size();
  if (current_bytes_ > kMaxRowBytes) {
    return Refuse(
        absl::StrCat("the row is over ", kMaxRowBytes, " bytes; does a quotation mark not end?"));
  }
  if (csv_parse(&parser_, line.data(), line.size(), OnField, OnRow, this) != line.size()) {
    return Refuse(csv_strerror(csv_error(&parser_)));
  }
  return absl::OkStatus();
}

absl::Status CsvReader::ParseEnd() {
  if (parser_.pstate == kFieldBegun && parser_.quoted) return Refuse("a quoted field does not end");
  csv_fini(&parser_, OnField, OnRow, this);
  return absl::OkStatus();
}

absl::Status CsvReader::Refuse(const std::string& why) const {
  return absl::InvalidArgumentError(absl::StrCat(path_, ":", current_.line, ": ", why));
}

void CsvReader::OnField(void* data, size_t size, void* self) {
  auto* reader = static_cast<CsvReader*>(self);
  reader->current_.fields.emplace_back(static_cast<const char*>(data), size);
}

void CsvReader::OnRow(int /*terminator*/, void* self) {
  auto* reader = static_cast<CsvReader*>(self);
  reader->ready_.push_back(std::move(reader->current_));
  reader->current_ = CsvRow{.line = reader->lines_, .fields = {}};
}

}  // namespace jurimeter::tools
