#include "services/query/audit_service.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "jurimeter/v1/audit.grpc.pb.h"
#include "services/messages/audit_messages.h"
#include "services/runtime/rpc/rpc_status.h"
#include "services/runtime/rpc/unary_call.h"

namespace jurimeter::query {
namespace {

Checked<v1::AuditFiguresResponse> Audit(const v1::AuditFiguresRequest& request,
                                        const messages::InvalidTexts& invalid_texts) {
  Violations violations;
  for (const std::string& field : invalid_texts) {
    violations.push_back({field, "is not valid UTF-8; expected UTF-8 text"});
  }
  if (request.figures_size() > kMaxAuditedFigures) {
    violations.push_back({"figures", absl::StrCat("has ", request.figures_size(),
                                                  "; expected at most ", kMaxAuditedFigures)});
  }
  if (!violations.empty()) return violations;
  return messages::AuditFigures(request, kMaxGroupTries);
}

void AuditFigures(runtime::UnaryCall call) {
  v1::AuditFiguresRequest message;
  const auto invalid_texts = call.Read(&message);
  if (!invalid_texts.has_value()) return;
  const auto answer = Audit(message, *invalid_texts);
  if (answer.ok()) return call.End(*answer);
  call.End(runtime::WithViolations(grpc::StatusCode::INVALID_ARGUMENT, runtime::kQueryRefused,
                                   answer.faults()));
}

}  // namespace

AuditService::AuditService(runtime::CallMetrics* calls)
    : RpcService(v1::IndicatorAudit::service_full_name(), {{"AuditFigures", AuditFigures}}, calls) {
}

}  // namespace jurimeter::query
