// The rows that an import could not count, in a file beside the imported one.
//
// Threads: one at a time.
#ifndef JURIMETER_TOOLS_JURIMETER_REJECTED_ROWS_H_
#define JURIMETER_TOOLS_JURIMETER_REJECTED_ROWS_H_

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tools/jurimeter/csv_reader.h"

namespace jurimeter::tools {

class RejectedRows {
 public:
  // For rows of `imported`, which have the columns `header`. Removes the file of an import
  // before; makes a new one only with the first row.
  RejectedRows(const std::string& imported, std::vector<std::string> header);

  // Writes the row's own fields, its line and `reason`.
  void Add(const CsvRow& row, const std::string& reason);

  // INTERNAL where not everything could be written.
  absl::Status Close();

  int64_t count() const { return count_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  std::vector<std::string> header_;
  std::ofstream file_;
  int64_t count_ = 0;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_REJECTED_ROWS_H_
