// The audit of a file for programs: the JSON of jurimeter.v1.AuditFiguresResponse, with a line for
// each figure and each group.
//
// Threads: not safe; use each from one thread.
#ifndef JURIMETER_TOOLS_JURIMETER_AUDIT_AUDIT_JSON_H_
#define JURIMETER_TOOLS_JURIMETER_AUDIT_AUDIT_JSON_H_

#include <string>

#include "tools/jurimeter/audit/audit_file.h"
#include "tools/jurimeter/audit/audit_format.h"

namespace jurimeter::tools {

class AuditJson : public AuditFormat {
 public:
  // `file` must outlive this.
  explicit AuditJson(const AuditFile& file) : file_(file) {}

  void AddFigure(size_t place, const audit::FigureAudit& found, std::string* out) override;
  void AddGroup(const audit::ShareGroup& group, const audit::GroupAudit& found,
                std::string* out) override;
  void End(size_t impossible, std::string* out) override;

 private:
  const AuditFile& file_;
  // The text to put before the next figure and the next group.
  const char* before_figure_ = "{\"figures\": [\n";
  const char* before_group_ = "\n], \"groups\": [\n";
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_AUDIT_AUDIT_JSON_H_
