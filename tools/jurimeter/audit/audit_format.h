// Prints the audit of a file of published figures while it is computed, figure by figure.
//
// Threads: not safe; use each from one thread.
#ifndef JURIMETER_TOOLS_JURIMETER_AUDIT_AUDIT_FORMAT_H_
#define JURIMETER_TOOLS_JURIMETER_AUDIT_AUDIT_FORMAT_H_

#include <string>
#include <string_view>

#include "domain/audit/figure_audit.h"
#include "domain/audit/share_group.h"
#include "domain/audit/share_groups.h"

namespace jurimeter::tools {

// Each call appends to `out` all that can be printed by then. Call it for the figures, in the order
// of the file, then for the groups, then for the end.
class AuditFormat {
 public:
  virtual ~AuditFormat() = default;

  virtual void AddFigure(size_t place, const audit::FigureAudit& found, std::string* out) = 0;
  virtual void AddGroup(const audit::ShareGroup& group, const audit::GroupAudit& found,
                        std::string* out) = 0;
  // `impossible` is how many figures and groups are impossible.
  virtual void End(size_t impossible, std::string* out) = 0;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_AUDIT_AUDIT_FORMAT_H_
