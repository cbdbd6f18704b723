// Reads published figures from a file of tab-separated values; deploy/samples/audit/README.md
// explains its columns.
//
// Threads: pure functions.
#ifndef JURIMETER_TOOLS_JURIMETER_AUDIT_FILE_H_
#define JURIMETER_TOOLS_JURIMETER_AUDIT_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/violation.h"
#include "jurimeter/v1/audit.pb.h"

namespace jurimeter::tools {

struct AuditFile {
  v1::AuditFiguresRequest request;
  std::vector<int64_t> lines;  // of each figure, from 1
};

// Reads `content`, the content of the file `path`.
//   INVALID_ARGUMENT  it is faulty; the message has a line "PATH:LINE: fault" for each
absl::StatusOr<AuditFile> ReadAuditFile(std::string_view path, std::string_view content);

// `violations` of the request as lines "PATH:LINE: field: fault".
std::string FaultsByLine(std::string_view path, const AuditFile& file,
                         const Violations& violations);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_AUDIT_FILE_H_
