// An audit of published figures as text.
//
// Threads: pure functions.
#ifndef JURIMETER_TOOLS_JURIMETER_AUDIT_FORMATS_H_
#define JURIMETER_TOOLS_JURIMETER_AUDIT_FORMATS_H_

#include <string>

#include "jurimeter/v1/audit.pb.h"

namespace jurimeter::tools {

// A line for each figure: name, text as printed, verdict, and what each rounding allows; then the
// groups of shares; then how many figures are impossible.
std::string AuditAsTable(const v1::AuditFiguresRequest& request,
                         const v1::AuditFiguresResponse& response);

// Figures and groups that are impossible under every rounding.
int CountImpossible(const v1::AuditFiguresResponse& response);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_AUDIT_FORMATS_H_
