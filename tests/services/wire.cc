#include "tests/services/wire.h"

#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/slice.h>
#include <gtest/gtest.h>

#include <ostream>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {
namespace {

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string ToBytes(const grpc::ByteBuffer& buffer) {
  grpc::Slice slice;
  if (!buffer.DumpToSingleSlice(&slice).ok()) return "";
  return std::string(reinterpret_cast<const char*>(slice.begin()), slice.size());
}

void SetDeadline(grpc::ClientContext* context) {
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
}

void AddDetail(const google::protobuf::Any& any, RichError* error) {
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad_request;
  google::rpc::RetryInfo retry;
  if (any.UnpackTo(&info)) {
    error->domain = info.domain();
    error->reason = info.reason();
    error->reasons = {info.metadata().begin(), info.metadata().end()};
  } else if (any.UnpackTo(&bad_request)) {
    for (const auto& violation : bad_request.field_violations()) {
      error->violations.push_back({violation.field(), violation.description()});
    }
  } else if (any.UnpackTo(&retry)) {
    error->retry_delay = absl::Seconds(retry.retry_delay().seconds()) +
                         absl::Nanoseconds(retry.retry_delay().nanos());
  } else {
    ADD_FAILURE() << "unknown detail " << any.type_url();
  }
}

}  // namespace

bool RichError::Is(grpc::StatusCode expected_code, std::string_view expected_reason) const {
  return code == expected_code && reason == expected_reason && domain == "jurimeter";
}

std::string RichError::DescriptionOf(std::string_view field) const {
  for (const Violation& violation : violations) {
    if (violation.field == field) return violation.description;
  }
  return "";
}

RichError Decode(const grpc::Status& status) {
  RichError error;
  error.code = status.error_code();
  error.message = status.error_message();
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) {
    ADD_FAILURE() << "the details of \"" << status.error_message() << "\" are no google.rpc.Status";
  }
  for (const google::protobuf::Any& any : details.details()) AddDetail(any, &error);
  return error;
}

std::ostream& operator<<(std::ostream& out, const RichError& error) {
  out << "code " << error.code << " " << error.domain << "/" << error.reason << ": "
      << error.message;
  for (const Violation& violation : error.violations) {
    out << "\n  " << violation.field << ": " << violation.description;
  }
  return out;
}

v1::IndicatorEvent SoundEvent(int number) {
  v1::IndicatorEvent event;
  event.set_event_id(TestId(number));
  event.set_bureau("mediation");
  event.set_indicator("disputes.received");
  event.set_quantity(1);
  event.mutable_occurred_at()->set_seconds(absl::ToUnixSeconds(At("2023-06-01T02:00:00Z")));
  return event;
}

v1::IndicatorEvent Report(int number, const std::string& bureau, const std::string& indicator,
                          int64_t quantity, const std::string& moment) {
  v1::IndicatorEvent event = SoundEvent(number);
  event.set_bureau(bureau);
  event.set_indicator(indicator);
  event.set_quantity(quantity);
  event.mutable_occurred_at()->set_seconds(absl::ToUnixSeconds(At(moment)));
  return event;
}

std::vector<v1::IndicatorEvent> SoundEvents(int first, int count) {
  std::vector<v1::IndicatorEvent> events;
  for (int number = first; number < first + count; ++number) events.push_back(SoundEvent(number));
  return events;
}

RawAnswer CallRaw(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                  const std::string& bytes, grpc_compression_algorithm compression) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  SetDeadline(&context);
  context.set_compression_algorithm(compression);
  grpc::CompletionQueue queue;
  grpc::ByteBuffer response;
  RawAnswer answer;
  const auto call = stub.PrepareUnaryCall(&context, method, ToBuffer(bytes), &queue);
  call->StartCall();
  call->Finish(&response, &answer.status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  answer.bytes = ToBytes(response);
  return answer;
}

RawAnswer StreamRaw(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                    const std::string& bytes) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  SetDeadline(&context);
  grpc::CompletionQueue queue;
  const auto await = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  grpc::ByteBuffer response;
  RawAnswer answer;
  const auto call = stub.PrepareCall(&context, method, &queue);
  call->StartCall(nullptr);
  if (await()) {
    call->Write(ToBuffer(bytes), nullptr);
    await();
    call->WritesDone(nullptr);
    await();
    call->Read(&response, nullptr);
    if (await()) answer.bytes = ToBytes(response);
  }
  call->Finish(&answer.status, nullptr);
  await();
  return answer;
}

std::string Replace(std::string wire, std::string_view mark, std::string_view text) {
  const size_t place = wire.find(mark);
  if (place == std::string::npos || wire.find(mark, place + 1) != std::string::npos ||
      text.size() != mark.size()) {
    ADD_FAILURE() << "\"" << mark << "\" cannot be replaced";
    return wire;
  }
  return wire.replace(place, mark.size(), text);
}

}  // namespace jurimeter::test
