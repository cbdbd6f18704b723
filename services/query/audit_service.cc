#include "services/query/audit_service.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/messages/audit_messages.h"
#include "services/runtime/request_decoder.h"
#include "services/runtime/rpc_status.h"
#include "services/runtime/unary_call.h"

namespace jurimeter::query {

AuditService::AuditService(runtime::CallMetrics* calls)
    : audit_figures_(calls->Method("jurimeter.v1.IndicatorAudit", "AuditFigures", "unary")) {}

grpc::ServerUnaryReactor* AuditService::AuditFigures(grpc::CallbackServerContext* context,
                                                     const grpc::ByteBuffer* request,
                                                     grpc::ByteBuffer* response) {
  runtime::UnaryCall call(audit_figures_, context, response);
  if (!call.Admit(*request)) return call.reactor();
  v1::AuditFiguresRequest message;
  messages::InvalidTexts invalid_texts;
  if (!runtime::DecodeRequest(*request, &message, &invalid_texts)) {
    call.End(runtime::NotAMessage(message));
    return call.reactor();
  }
  Violations violations;
  for (const std::string& field : invalid_texts) {
    violations.push_back({field, "is not valid UTF-8; expected UTF-8 text"});
  }
  if (message.figures_size() > kMaxAuditedFigures) {
    violations.push_back({"figures", absl::StrCat("has ", message.figures_size(),
                                                  "; expected at most ", kMaxAuditedFigures)});
  }
  v1::AuditFiguresResponse answer;
  if (violations.empty()) violations = messages::AuditFigures(message, kMaxGroupTries, &answer);
  if (violations.empty()) {
    call.End(answer);
  } else {
    call.End(runtime::WithViolations(grpc::StatusCode::INVALID_ARGUMENT, runtime::kQueryRefused,
                                     violations));
  }
  return call.reactor();
}

}  // namespace jurimeter::query
