#include "tools/jurimeter/events/rejected_rows.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "domain/values/text.h"
#include "services/present/csv_writer.h"

namespace jurimeter::tools {
namespace {

constexpr int kMaxFiles = 1'000;
constexpr mode_t kMode = 0666;  // as far as the user's umask allows

}  // namespace

RejectedRows::RejectedRows(const std::string& imported, const std::vector<std::string>& header)
    : base_(imported == kStandardInput ? "stdin" : imported), header_size_(header.size()) {
  for (size_t place = 0; place < header.size(); ++place) {
    if (header[place].empty() || IsNote(header[place])) continue;
    kept_.push_back(place);
    header_.push_back(header[place]);
  }
  header_.insert(header_.end(), {std::string(kLineColumn), std::string(kReasonColumn)});
}

absl::Status RejectedRows::Create() {
  for (int number = 1; number <= kMaxFiles; ++number) {
    path_ = absl::StrCat(base_, ".rejected.", number == 1 ? "" : absl::StrCat(number, "."), "csv");
    const int fd = open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
    if (fd >= 0) {
      close(fd);
      file_.open(path_, std::ios::binary | std::ios::trunc);
      file_ << kByteOrderMark << present::CsvLine(header_);
      return absl::OkStatus();
    }
    if (errno != EEXIST) break;
  }
  return absl::ErrnoToStatus(errno, absl::StrCat("cannot write ", path_));
}

void RejectedRows::Add(const CsvRow& row, const std::string& reason) {
  if (count_++ == 0) status_ = Create();
  if (!status_.ok()) return;
  std::vector<std::string> fields;
  if (!row.status.ok()) {
    fields = row.fields;
    fields.resize(kept_.size());
  } else {
    // A row with too few or too many fields keeps line and reason in their columns.
    for (const size_t place : kept_) {
      fields.push_back(place < row.fields.size() ? row.fields[place] : "");
    }
  }
  fields.insert(fields.end(), {absl::StrCat(row.line), reason});
  for (size_t place = header_size_; place < row.fields.size(); ++place) {
    if (!WithoutPadding(row.fields[place]).empty()) fields.push_back(row.fields[place]);
  }
  file_ << present::CsvLine(fields);
}

absl::Status RejectedRows::Close() {
  if (count_ == 0 || !status_.ok()) return status_;
  file_.close();
  if (file_) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("cannot write ", path_));
}

}  // namespace jurimeter::tools
