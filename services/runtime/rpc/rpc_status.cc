#include "services/runtime/rpc/rpc_status.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/values/text.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/runtime/logging.h"

namespace jurimeter::runtime {
namespace {

constexpr std::string_view kErrorDomain = "jurimeter";
// Base64 makes 4 bytes of 3 in the trailer. With the message this stays below 8 KB.
constexpr size_t kMaxViolationBytes = 3000;
constexpr size_t kMaxMessageBytes = 500;
constexpr absl::Duration kRetryDelay = absl::Milliseconds(500);

google::rpc::Status NewStatus(grpc::StatusCode code, std::string_view reason, std::string message,
                              google::rpc::ErrorInfo info = {}) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(std::move(message));
  info.set_reason(std::string(reason));
  info.set_domain(std::string(kErrorDomain));
  status.add_details()->PackFrom(info);
  return status;
}

grpc::Status ToGrpc(const google::rpc::Status& status) {
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), status.message(),
                      status.SerializeAsString());
}

void AddFieldViolation(const std::string& field, const std::string& description,
                       google::rpc::BadRequest* bad_request) {
  auto* violation = bad_request->add_field_violations();
  violation->set_field(field);
  violation->set_description(description);
}

void AddReason(const Violation& violation, google::rpc::ErrorInfo* info) {
  if (violation.reason.empty()) return;
  std::string& reasons = (*info->mutable_metadata())[violation.field];
  absl::StrAppend(&reasons, reasons.empty() ? "" : ",", ToAbsl(violation.reason));
}

// Appends to `text` unless it is long enough already.
void AppendToMessage(const Violation& violation, std::string* text) {
  if (text->size() > kMaxMessageBytes) return;
  absl::StrAppend(text, text->empty() ? "" : "; ", violation.field, ": ", violation.description);
}

}  // namespace

grpc::Status WithViolations(grpc::StatusCode code, std::string_view reason,
                            const Violations& violations) {
  google::rpc::BadRequest bad_request;
  google::rpc::ErrorInfo info;
  std::string message;
  size_t bytes = 0;
  size_t shown = 0;
  for (const Violation& violation : violations) {
    bytes += violation.field.size() + violation.description.size();
    if (!violation.reason.empty()) bytes += violation.field.size() + violation.reason.size();
    if (bytes > kMaxViolationBytes && shown > 0) break;
    AddFieldViolation(violation.field, violation.description, &bad_request);
    AddReason(violation, &info);
    AppendToMessage(violation, &message);
    ++shown;
  }
  if (shown < violations.size()) {
    AddFieldViolation("", absl::StrCat("and ", violations.size() - shown, " more"), &bad_request);
  }
  google::rpc::Status status = NewStatus(code, reason, std::move(message), std::move(info));
  status.add_details()->PackFrom(bad_request);
  return ToGrpc(status);
}

grpc::Status Retryable(grpc::StatusCode code, std::string_view reason, std::string_view message,
                       absl::Duration delay) {
  google::rpc::Status status = NewStatus(code, reason, std::string(message));
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(delay / absl::Seconds(1));
  retry.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>((delay % absl::Seconds(1)) / absl::Nanoseconds(1)));
  status.add_details()->PackFrom(retry);
  return ToGrpc(status);
}

grpc::Status WithReason(grpc::StatusCode code, std::string_view reason, std::string_view message) {
  return ToGrpc(NewStatus(code, reason, std::string(message)));
}

grpc::Status NotAMessage(const google::protobuf::Message& expected) {
  return WithReason(grpc::StatusCode::INVALID_ARGUMENT, kMalformedRequest,
                    "the request is not a message of type " + expected.GetTypeName());
}

grpc::Status FromStorage(const absl::Status& status) {
  if (absl::IsUnavailable(status)) {
    return Retryable(grpc::StatusCode::UNAVAILABLE, kDatabaseUnavailable,
                     "the database is unavailable; what was sent may have been stored, and "
                     "sending it again is safe",
                     kRetryDelay);
  }
  Log(LogLevel::kError, "internal error", {{"status", std::string(status.ToString())}});
  return ToGrpc(NewStatus(grpc::StatusCode::INTERNAL, kInternal,
                          "internal error; the server's log says more"));
}

}  // namespace jurimeter::runtime
