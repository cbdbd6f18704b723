// Reads published figures from a file of tab-separated values; deploy/samples/audit/README.md
// explains its columns.
//
// Example:
//   const absl::StatusOr<AuditFile> file = AuditFile::Read(path, content);
//   for (size_t place = 0; place < file->size(); ++place) Use(file->claim(place));
//
// A figure is read again each time it is asked for. Only its place is kept in memory, as a file may
// have a million figures.
//
// Threads: constant once read.
#ifndef JURIMETER_TOOLS_JURIMETER_AUDIT_AUDIT_FILE_H_
#define JURIMETER_TOOLS_JURIMETER_AUDIT_AUDIT_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/audit/claim.h"
#include "domain/audit/share_groups.h"
#include "services/present/audit_format.h"

namespace jurimeter::tools {

// A figure as it stands in the file.
struct FigureText {
  std::string_view name;
  std::string_view kind;  // the word for claim.kind
  audit::ClaimText claim;
  std::string_view group;
};

struct AuditColumn;

class AuditFile : public present::PublishedFigures {
 public:
  // Reads `content`, the content of the file `path`. It must outlive the result.
  //   INVALID_ARGUMENT  it is faulty; the message has a line "PATH:LINE: field: fault" for each
  static absl::StatusOr<AuditFile> Read(std::string_view path, std::string_view content);

  size_t size() const override { return rows_.size(); }
  present::PublishedFigure figure(size_t place) const override;
  FigureText text(size_t place) const;
  audit::FigureClaim claim(size_t place) const;

  // The places of the figures in the content.
  const std::vector<audit::ShareGroup>& groups() const { return groups_.all(); }

 private:
  friend class AuditFileReader;

  std::vector<const AuditColumn*> columns_;
  std::vector<std::string_view> rows_;
  audit::ShareGroups groups_;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_AUDIT_AUDIT_FILE_H_
