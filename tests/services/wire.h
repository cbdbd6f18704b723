// What a client sees on the wire: rich errors, raw bytes, sound events to start from.
#ifndef JURIMETER_TESTS_SERVICES_WIRE_H_
#define JURIMETER_TESTS_SERVICES_WIRE_H_

#include <grpc/compression.h>
#include <grpcpp/channel.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/status.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "domain/values/violation.h"
#include "jurimeter/v1/ingestion.pb.h"

namespace jurimeter::test {

// A status with its google.rpc details.
struct RichError {
  grpc::StatusCode code = grpc::StatusCode::OK;
  std::string message;
  std::string domain;  // of ErrorInfo
  std::string reason;
  Violations violations;                       // of BadRequest
  std::map<std::string, std::string> reasons;  // of ErrorInfo's metadata, by field
  std::optional<absl::Duration> retry_delay;

  // Whether code and reason are these and the domain is ours.
  bool Is(grpc::StatusCode expected_code, std::string_view expected_reason) const;
  // The description of `field`'s violation; empty if it has none.
  std::string DescriptionOf(std::string_view field) const;
};

// Reads the details of `status`; a detail that cannot be read fails the test.
RichError Decode(const grpc::Status& status);

std::ostream& operator<<(std::ostream& out, const RichError& error);

// An event that kServiceCatalog admits.
v1::IndicatorEvent SoundEvent(int number);

// A sound event about something else; `moment` as in At.
v1::IndicatorEvent Report(int number, const std::string& bureau, const std::string& indicator,
                          int64_t quantity, const std::string& moment);

template <typename Request>
Request BatchOf(const std::vector<v1::IndicatorEvent>& events) {
  Request request;
  request.mutable_events()->Add(events.begin(), events.end());
  return request;
}

// `count` sound events from `first` on.
std::vector<v1::IndicatorEvent> SoundEvents(int first, int count);

struct RawAnswer {
  grpc::Status status;
  std::string bytes;
};

// Calls `method`, such as "/jurimeter.v1.IndicatorIngestion/SubmitIndicator", with any bytes.
RawAnswer CallRaw(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                  const std::string& bytes,
                  grpc_compression_algorithm compression = GRPC_COMPRESS_NONE);

// Sends one message on the bidirectional stream `method`, closes our side, and returns the first
// answer and the status.
RawAnswer StreamRaw(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                    const std::string& bytes);

// `wire` with its only `mark` replaced by `text` of the same length.
std::string Replace(std::string wire, std::string_view mark, std::string_view text);

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SERVICES_WIRE_H_
