// Reads CSV (RFC 4180) row by row, whatever the size of the file.
//
// Beyond the standard it takes any encoding that TextFile reads, lines that end with LF or CR, and
// spaces around a field and its quotation marks. If the header has no comma, it takes tabs or
// semicolons in place of commas.
//
// Example:
//   auto reader = CsvReader::Open("events.csv");
//   CsvRow row;
//   while (true) {
//     absl::StatusOr<bool> more = (*reader)->Next(&row);
//     if (!more.ok() || !*more) break;
//   }
//
// Threads: one.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENTS_CSV_READER_H_
#define JURIMETER_TOOLS_JURIMETER_EVENTS_CSV_READER_H_

#include <csv.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/jurimeter/events/text_file.h"

namespace jurimeter::tools {

// Most bytes of one row. A longer row most likely has a quotation mark that nobody closed.
inline constexpr size_t kMaxRowBytes = 64 << 10;

struct CsvRow {
  int64_t line = 0;  // where it starts, from 1
  std::vector<std::string> fields;
  // OK if it is CSV. Else its message says why not, and the one field is the whole text of the row.
  absl::Status status;
};

// Bytes of the fields of a row.
size_t BytesOf(const CsvRow& row);

class CsvReader {
 public:
  // Opens `path`, or standard input, and reads its header: the first line that is not empty and
  // does not begin with '#'.
  //   INVALID_ARGUMENT  there is no header, or the file is no text of the encoding
  //   others            the code of the system's error
  static absl::StatusOr<std::unique_ptr<CsvReader>> Open(
      const std::string& path, EncodingChoice encoding = EncodingChoice::kAuto);

  ~CsvReader();

  // The names of the columns, without the spaces around them.
  const std::vector<std::string>& header() const { return header_; }

  // Reads the next row into `row`, except rows of spaces alone. Returns false if none is left.
  //   INVALID_ARGUMENT  a quoted field does not end; nothing can be read after it
  //   DATA_LOSS         the file cannot be read further
  absl::StatusOr<bool> Next(CsvRow* row);

  const TextFile& file() const { return *file_; }

 private:
  explicit CsvReader(std::unique_ptr<TextFile> file);

  static void OnField(void* data, size_t size, void* self);
  static void OnRow(int terminator, void* self);

  absl::Status Refuse(const std::string& why) const;
  absl::Status ReadHeader();
  void BeginParsing();
  // Gives the parser the next line of the file; false at the end.
  absl::StatusOr<bool> ReadLine();
  // Reads up to the next LF or CR into line_; false at the end.
  absl::StatusOr<bool> FillLine();
  absl::Status Parse();
  absl::Status ParseEnd();

  const std::unique_ptr<TextFile> file_;
  std::string block_;
  size_t taken_ = 0;  // bytes of block_
  std::string line_;
  int64_t lines_ = 0;
  bool after_cr_ = false;  // the line before ended with CR
  bool at_end_ = false;
  csv_parser parser_;
  char delimiter_ = 0;  // not known yet
  CsvRow current_;      // the row that is being read
  std::string current_text_;
  std::deque<CsvRow> ready_;
  std::vector<std::string> header_;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENTS_CSV_READER_H_
