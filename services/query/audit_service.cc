#include "services/query/audit_service.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/messages/audit_messages.h"
#include "services/runtime/rpc/request_decoder.h"
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

}  // namespace

AuditService::AuditService(runtime::CallMetrics* calls)
    : audit_figures_(calls->Method("jurimeter.v1.IndicatorAudit", "AuditFigures", "unary")) {}

grpc::ServerUnaryReactor* AuditService::AuditFigures(grpc::CallbackServerContext* context,
                                                     const grpc::ByteBuffer* request,
                                                     grpc::ByteBuffer* response) {
  runtime::UnaryCall call(audit_figures_, context, response);
  if (!call.Admit(*request)) return call.reactor();
  v1::AuditFiguresRequest message;
  const auto invalid_texts = runtime::DecodeRequest(*request, &message);
  if (!invalid_texts.has_value()) {
    call.End(runtime::NotAMessage(message));
    return call.reactor();
  }
  const auto answer = Audit(message, *invalid_texts);
  if (answer.ok()) {
    call.End(*answer);
  } else {
    call.End(runtime::WithViolations(grpc::StatusCode::INVALID_ARGUMENT, runtime::kQueryRefused,
                                     answer.faults()));
  }
  return call.reactor();
}

}  // namespace jurimeter::query
