// Between the audit of published figures and its messages.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_AUDIT_MESSAGES_H_
#define JURIMETER_SERVICES_MESSAGES_AUDIT_MESSAGES_H_

#include <cstdint>
#include <string_view>

#include "domain/audit/figure_audit.h"
#include "domain/audit/share_group.h"
#include "domain/audit/share_groups.h"
#include "domain/values/checked.h"
#include "jurimeter/v1/audit.pb.h"

namespace jurimeter::messages {

v1::FigureAudit ToProto(std::string_view name, const audit::FigureAudit& found);

v1::ShareGroupAudit ToProto(const audit::ShareGroup& group, const audit::GroupAudit& found);

// Audits `request`, or lists all its faults, each field as "figures[3].printed". `tries` limits the
// work on groups; see audit::AuditShareGroup.
Checked<v1::AuditFiguresResponse> AuditFigures(const v1::AuditFiguresRequest& request,
                                               int64_t tries);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_AUDIT_MESSAGES_H_
