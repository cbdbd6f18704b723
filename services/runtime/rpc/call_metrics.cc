#include "services/runtime/rpc/call_metrics.h"

#include <algorithm>
#include <cstddef>

namespace jurimeter::runtime {
namespace {

constexpr std::array<const char*, 17> kCodeNames = {
    "OK",       "Canceled",       "Unknown",          "InvalidArgument",   "DeadlineExceeded",
    "NotFound", "AlreadyExists",  "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
    "Aborted",  "OutOfRange",     "Unimplemented",    "Internal",          "Unavailable",
    "DataLoss", "Unauthenticated"};

const prometheus::Histogram::BucketBoundaries kSeconds = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
    0.1,    0.25,    0.5,    1,     2.5,    5,     10,   60,    600};

}  // namespace

CallMetrics::CallMetrics(prometheus::Registry& registry, const Clock* clock)
    : clock_(*clock),
      started_(prometheus::BuildCounter()
                   .Name("grpc_server_started_total")
                   .Help("Calls started.")
                   .Register(registry)),
      handled_(prometheus::BuildCounter()
                   .Name("grpc_server_handled_total")
                   .Help("Calls completed, by status code.")
                   .Register(registry)),
      seconds_(prometheus::BuildHistogram()
                   .Name("grpc_server_handling_seconds")
                   .Help("Time from the start of a call to its status, in seconds.")
                   .Register(registry)) {}

MethodMetrics& CallMetrics::Method(const std::string& service, const std::string& method,
                                   const std::string& type) {
  const prometheus::Labels labels = {
      {"grpc_service", service}, {"grpc_method", method}, {"grpc_type", type}};
  MethodMetrics& metrics = methods_.emplace_back();
  metrics.clock = &clock_;
  metrics.started = &started_.Add(labels);
  metrics.seconds = &seconds_.Add(labels, kSeconds);
  for (size_t code = 0; code < kCodeNames.size(); ++code) {
    prometheus::Labels with_code = labels;
    with_code["grpc_code"] = kCodeNames[code];
    metrics.handled[code] = &handled_.Add(with_code);
  }
  return metrics;
}

void ObservedCall::Finished(const grpc::Status& status) {
  const auto code = std::min(static_cast<size_t>(status.error_code()), kCodeNames.size() - 1);
  metrics_->handled[code]->Increment();
  metrics_->seconds->Observe(absl::ToDoubleSeconds(metrics_->clock->Now() - start_));
}

}  // namespace jurimeter::runtime
