// Writes the rows that an import could not count to a file beside the imported one. Once that file
// is corrected, it can be imported.
//
// Threads: one at a time.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENTS_REJECTED_ROWS_H_
#define JURIMETER_TOOLS_JURIMETER_EVENTS_REJECTED_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "tools/jurimeter/events/csv_reader.h"

namespace jurimeter::tools {

inline constexpr std::string_view kLineColumn = "line";
inline constexpr std::string_view kReasonColumn = "reason";

// Whether a column only says why its row was rejected before.
inline bool IsNote(std::string_view column) {
  return column == kLineColumn || column == kReasonColumn;
}

class RejectedRows {
 public:
  // For rows of `imported`, a path or kStandardInput, with the columns `header`. The first row
  // makes the file FILE.rejected.csv. If there is one, somebody may have corrected it: then the
  // file is FILE.rejected.2.csv, and so on.
  RejectedRows(const std::string& imported, const std::vector<std::string>& header);

  // Writes the row's own fields, its line and `reason`.
  void Add(const CsvRow& row, const std::string& reason);

  // A code of the system's error if not everything could be written.
  absl::Status Close();

  int64_t count() const { return count_; }
  // The path of the file; empty before there is one.
  const std::string& path() const { return path_; }

 private:
  absl::Status Create();

  const std::string base_;
  size_t header_size_;
  std::vector<size_t> kept_;  // places of the columns that are written
  std::vector<std::string> header_;
  std::string path_;
  absl::Status status_;
  std::ofstream file_;
  int64_t count_ = 0;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENTS_REJECTED_ROWS_H_
