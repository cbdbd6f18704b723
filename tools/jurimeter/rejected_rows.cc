#include "tools/jurimeter/rejected_rows.h"

#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tools/jurimeter/csv_writer.h"

namespace jurimeter::tools {

RejectedRows::RejectedRows(const std::string& imported, std::vector<std::string> header)
    : path_(imported + ".rejected.csv"), header_(std::move(header)) {
  std::error_code error;  // mostly there is none
  std::filesystem::remove(path_, error);
}

void RejectedRows::Add(const CsvRow& row, const std::string& reason) {
  if (count_++ == 0) {
    file_.open(path_, std::ios::binary | std::ios::trunc);
    std::vector<std::string> header = header_;
    header.insert(header.end(), {"line", "reason"});
    file_ << CsvLine(header);
  }
  // A row with too few or too many fields keeps line and reason in their columns.
  std::vector<std::string> fields = row.fields;
  fields.resize(header_.size());
  fields.insert(fields.end(), {absl::StrCat(row.line), reason});
  for (size_t i = header_.size(); i < row.fields.size(); ++i) fields.push_back(row.fields[i]);
  file_ << CsvLine(fields);
}

absl::Status RejectedRows::Close() {
  if (count_ == 0) return absl::OkStatus();
  file_.close();
  if (file_) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("cannot write ", path_));
}

}  // namespace jurimeter::tools
