#include "tools/jurimeter/events/csv_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/values/text.h"

namespace jurimeter::tools {
namespace {

// States of libcsv that its header does not name: between two rows, and within a field.
constexpr int kRowNotBegun = 0;
constexpr int kFieldBegun = 2;

int IsSpace(unsigned char c) { return c == ' ' ? 1 : 0; }

bool IsComment(std::string_view line) { return line.starts_with("#") || line.starts_with("\"#"); }

bool IsEmpty(const CsvRow& row) {
  return row.status.ok() &&
         std::all_of(row.fields.begin(), row.fields.end(),
                     [](const std::string& field) { return WithoutPadding(field).empty(); });
}

char DelimiterOf(std::string_view header) {
  for (const char delimiter : {',', '\t', ';'}) {
    if (header.find(delimiter) != std::string_view::npos) return delimiter;
  }
  return ',';
}

}  // namespace

size_t BytesOf(const CsvRow& row) {
  size_t bytes = 0;
  for (const std::string& field : row.fields) bytes += field.size();
  return bytes;
}

CsvReader::CsvReader(std::unique_ptr<TextFile> file) : file_(std::move(file)) { BeginParsing(); }

CsvReader::~CsvReader() { csv_free(&parser_); }

void CsvReader::BeginParsing() {
  // Fails only if it allocates, and it does not.
  csv_init(&parser_, CSV_STRICT);
  csv_set_space_func(&parser_, IsSpace);
  if (delimiter_ != 0) csv_set_delim(&parser_, static_cast<unsigned char>(delimiter_));
}

absl::StatusOr<std::unique_ptr<CsvReader>> CsvReader::Open(const std::string& path,
                                                           EncodingChoice encoding) {
  absl::StatusOr<std::unique_ptr<TextFile>> file = TextFile::Open(path, encoding);
  if (!file.ok()) return file.status();
  std::unique_ptr<CsvReader> reader(new CsvReader(*std::move(file)));
  const absl::Status read = reader->ReadHeader();
  if (!read.ok()) return read;
  return reader;
}

absl::Status CsvReader::ReadHeader() {
  CsvRow header;
  const absl::StatusOr<bool> found = Next(&header);
  if (!found.ok()) return found.status();
  if (!*found)
    return absl::InvalidArgumentError(absl::StrCat(file_->name(), " has no header line"));
  if (!header.status.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(file_->name(), ":", header.line, ": ", header.status.message()));
  }
  for (const std::string& name : header.fields) header_.emplace_back(WithoutPadding(name));
  return absl::OkStatus();
}

absl::StatusOr<bool> CsvReader::Next(CsvRow* row) {
  do {
    while (ready_.empty() && !at_end_) {
      const absl::StatusOr<bool> more = ReadLine();
      if (!more.ok()) return more.status();
      at_end_ = !*more;
    }
    if (ready_.empty()) return false;
    *row = std::move(ready_.front());
    ready_.pop_front();
  } while (IsEmpty(*row));
  return true;
}

absl::StatusOr<bool> CsvReader::ReadLine() {
  const absl::StatusOr<bool> more = FillLine();
  if (!more.ok()) return more.status();
  if (!*more) {
    const absl::Status ended = ParseEnd();
    if (!ended.ok()) return ended;
    return false;
  }
  if (!(after_cr_ && line_ == "\n")) ++lines_;
  after_cr_ = line_.ends_with('\r');
  if (delimiter_ == 0) {
    const std::string_view text = WithoutPadding(line_);
    if (text.empty() || IsComment(text)) return true;
    delimiter_ = DelimiterOf(text);
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter_));
  }
  const absl::Status parsed = Parse();
  if (!parsed.ok()) return parsed;
  return true;
}

absl::StatusOr<bool> CsvReader::FillLine() {
  line_.clear();
  while (line_.size() <= kMaxRowBytes) {
    if (taken_ == block_.size()) {
      taken_ = 0;
      const absl::StatusOr<bool> more = file_->Read(&block_);
      if (!more.ok()) return more.status();
      if (!*more) return !line_.empty();
    }
    const std::string_view rest = std::string_view(block_).substr(taken_);
    const size_t end = rest.find_first_of("\r\n");
    const size_t size = end == std::string_view::npos ? rest.size() : end + 1;
    line_.append(rest.substr(0, size));
    taken_ += size;
    if (end != std::string_view::npos) break;
  }
  return true;
}

absl::Status CsvReader::Parse() {
  if (parser_.pstate == kRowNotBegun) {
    current_.line = lines_;
    current_text_.clear();
  }
  current_text_ += line_;
  if (current_text_.size() > kMaxRowBytes) {
    return Refuse(
        absl::StrCat("the row is over ", kMaxRowBytes, " bytes; does a quotation mark not end?"));
  }
  if (csv_parse(&parser_, line_.data(), line_.size(), OnField, OnRow, this) == line_.size()) {
    return absl::OkStatus();
  }
  // Only this row is lost: the next line begins another.
  csv_free(&parser_);
  BeginParsing();
  current_.fields = {std::string(WithoutPadding(current_text_))};
  current_.status = absl::InvalidArgumentError(absl::StrCat(
      "line ", lines_,
      " has a quotation mark within a field; expected the whole field in quotation marks and "
      "those within it doubled (RFC 4180)"));
  ready_.push_back(std::exchange(current_, {}));
  return absl::OkStatus();
}

absl::Status CsvReader::ParseEnd() {
  if (parser_.pstate == kFieldBegun && parser_.quoted) return Refuse("a quoted field does not end");
  csv_fini(&parser_, OnField, OnRow, this);
  return absl::OkStatus();
}

absl::Status CsvReader::Refuse(const std::string& why) const {
  return absl::InvalidArgumentError(absl::StrCat(file_->name(), ":", current_.line, ": ", why));
}

void CsvReader::OnField(void* data, size_t size, void* self) {
  auto* reader = static_cast<CsvReader*>(self);
  reader->current_.fields.emplace_back(static_cast<const char*>(data), size);
}

void CsvReader::OnRow(int /*terminator*/, void* self) {
  auto* reader = static_cast<CsvReader*>(self);
  reader->ready_.push_back(std::exchange(reader->current_, {}));
  reader->current_.line = reader->lines_;
}

}  // namespace jurimeter::tools
