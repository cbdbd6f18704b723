// Reads CSV (RFC 4180) row by row, whatever the size of the file.
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
#ifndef JURIMETER_TOOLS_JURIMETER_CSV_READER_H_
#define JURIMETER_TOOLS_JURIMETER_CSV_READER_H_

#include <csv.h>

#include <cstdint>
#include <deque>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace jurimeter::tools {

// Most bytes of one row. A row that is longer is most likely a quotation mark that nobody closed.
inline constexpr size_t kMaxRowBytes = 64 << 10;

struct CsvRow {
  int64_t line = 0;  // where it starts, from 1
  std::vector<std::string> fields;
};

class CsvReader {
 public:
  // Opens `path` and reads its header: the first line that is neither empty nor begins with '#'.
  // UTF-8 with or without byte order mark, lines end with LF or CRLF.
  //   INVALID_ARGUMENT  there is no header
  //   others            of the system's error
  static absl::StatusOr<std::unique_ptr<CsvReader>> Open(const std::string& path);

  ~CsvReader();

  const std::vector<std::string>& header() const { return header_; }

  // Reads the next row that is not empty into `row`; false where there is none left.
  //   INVALID_ARGUMENT  a quoted field does not end; nothing can be read after it
  //   DATA_LOSS         the file cannot be read further
  absl::StatusOr<bool> Next(CsvRow* row);

  // Bytes read so far, and of the whole file; 0 where the system does not know.
  int64_t bytes_read() const { return bytes_read_; }
  int64_t bytes_total() const { return bytes_total_; }

 private:
  explicit CsvReader(const std::string& path);

  static void OnField(void* data, size_t size, void* self);
  static void OnRow(int terminator, void* self);

  absl::Status Refuse(const std::string& why) const;
  // Gives the parser the next line of the file; false at the end.
  absl::StatusOr<bool> ReadLine();
  absl::Status Parse(std::string_view line);
  absl::Status ParseEnd();

  std::string path_;
  std::ifstream file_;
  std::vector<char> line_buffer_;
  int64_t bytes_total_ = 0;
  int64_t bytes_read_ = 0;
  int64_t lines_ = 0;
  bool at_end_ = false;
  csv_parser parser_;
  CsvRow current_;  // the row that is being read
  size_t current_bytes_ = 0;
  std::deque<CsvRow> ready_;
  std::vector<std::string> header_;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_CSV_READER_H_
