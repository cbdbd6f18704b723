// Counts and times of gRPC calls, by the names of grpc-ecosystem's server metrics:
// grpc_server_started_total, grpc_server_handled_total and grpc_server_handling_seconds.
//
// Example:
//   CallMetrics metrics(registry);
//   MethodMetrics& submit = metrics.Method("jurimeter.v1.IndicatorIngestion", "SubmitIndicator",
//                                          "unary");
//   ObservedCall call(submit);  ...  call.Finished(status);
//
// Threads: Method at start only; the rest is safe from any.
#ifndef JURIMETER_SERVICES_RUNTIME_RPC_CALL_METRICS_H_
#define JURIMETER_SERVICES_RUNTIME_RPC_CALL_METRICS_H_

#include <grpcpp/support/status.h>
#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <deque>
#include <string>

#include "absl/time/time.h"
#include "services/runtime/clock.h"

namespace jurimeter::runtime {

// One method's metrics. Every code has its counter from the start, so that the rate of a code that
// never occurred is 0 and not missing.
struct MethodMetrics {
  prometheus::Counter* started;
  std::array<prometheus::Counter*, 17> handled;  // by grpc::StatusCode
  prometheus::Histogram* seconds;
  const Clock* clock;
};

class CallMetrics {
 public:
  // `clock` must outlive this.
  explicit CallMetrics(prometheus::Registry& registry, const Clock* clock = SystemClock());

  // `type` is "unary" or "bidi_stream". The reference lives as long as this.
  MethodMetrics& Method(const std::string& service, const std::string& method,
                        const std::string& type);

 private:
  const Clock& clock_;
  prometheus::Family<prometheus::Counter>& started_;
  prometheus::Family<prometheus::Counter>& handled_;
  prometheus::Family<prometheus::Histogram>& seconds_;
  std::deque<MethodMetrics> methods_;
};

// One call, from its start to its status.
class ObservedCall {
 public:
  explicit ObservedCall(MethodMetrics& metrics) : metrics_(&metrics), start_(metrics.clock->Now()) {
    metrics_->started->Increment();
  }

  // Once, with the status that the client gets.
  void Finished(const grpc::Status& status);

 private:
  MethodMetrics* metrics_;
  absl::Time start_;
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_RPC_CALL_METRICS_H_
