#include "tools/jurimeter/audit/audit_json.h"

#include "absl/strings/str_cat.h"
#include "services/messages/audit_messages.h"
#include "services/present/message_json.h"

namespace jurimeter::tools {
namespace {

constexpr const char* kNext = ",\n";

}  // namespace

void AuditJson::AddFigure(size_t place, const audit::FigureAudit& found, std::string* out) {
  absl::StrAppend(out, before_figure_,
                  present::AsJsonLine(messages::ToProto(file_.text(place).name, found)));
  before_figure_ = kNext;
}

void AuditJson::AddGroup(const audit::ShareGroup& group, const audit::GroupAudit& found,
                         std::string* out) {
  absl::StrAppend(out, before_group_, present::AsJsonLine(messages::ToProto(group, found)));
  before_group_ = kNext;
}

void AuditJson::End(size_t, std::string* out) {
  if (file_.size() == 0) absl::StrAppend(out, before_figure_);
  if (file_.groups().empty()) absl::StrAppend(out, before_group_);
  absl::StrAppend(out, "\n]}\n");
}

}  // namespace jurimeter::tools
