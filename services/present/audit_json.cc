#include "services/present/audit_json.h"

#include "absl/strings/str_cat.h"
#include "services/messages/audit_messages.h"
#include "services/present/message_json.h"

namespace jurimeter::present {
namespace {

constexpr char kFigures[] = "{\"figures\": [\n";
constexpr char kGroups[] = "\n], \"groups\": [\n";
constexpr char kNext[] = ",\n";

}  // namespace

void AuditJson::AddFigure(size_t place, const audit::FigureAudit& found, std::string* out) {
  absl::StrAppend(out, has_figures_ ? kNext : kFigures,
                  AsJsonLine(messages::ToProto(figures_.figure(place).name, found)));
  has_figures_ = true;
}

void AuditJson::AddGroup(const audit::ShareGroup& group, const audit::GroupAudit& found,
                         std::string* out) {
  absl::StrAppend(out, has_groups_ ? kNext : kGroups, AsJsonLine(messages::ToProto(group, found)));
  has_groups_ = true;
}

void AuditJson::End(size_t, std::string* out) {
  if (!has_figures_) absl::StrAppend(out, kFigures);
  if (!has_groups_) absl::StrAppend(out, kGroups);
  absl::StrAppend(out, "\n]}\n");
}

}  // namespace jurimeter::present
