// The RPC adapter of closings: convert, have a thread do it, convert.
//
// One thread asks the database, so that closings hold up neither gRPC's threads nor events. The
// queue is short: closings are few.
//
// Threads: gRPC's.
#ifndef JURIMETER_SERVICES_INGESTION_LEDGER_SERVICE_H_
#define JURIMETER_SERVICES_INGESTION_LEDGER_SERVICE_H_

#include <atomic>
#include <cstddef>
#include <string_view>

#include "absl/status/statusor.h"
#include "jurimeter/v1/ledger.grpc.pb.h"
#include "services/ingestion/closing_metrics.h"
#include "services/ingestion/closings.h"
#include "services/ingestion/submission_gate.h"
#include "services/runtime/rpc/call_metrics.h"
#include "services/runtime/rpc/rpc_service.h"
#include "services/runtime/rpc/unary_call.h"
#include "services/runtime/workers.h"

namespace jurimeter::ingestion {

class LedgerService : public runtime::RpcService {
 public:
  // Calls that may wait; further ones are told to retry.
  static constexpr size_t kMaxWaiting = 100;
  // Largest request, since those that wait are in memory. It can name thousands of bureaus.
  static constexpr size_t kMaxRequestBytes = 256 << 10;

  // All must outlive this. Nobody else may use `closings`.
  LedgerService(const SubmissionGate* gate, Closings* closings, ClosingMetrics* metrics,
                runtime::CallMetrics* calls);

  // Takes nothing more, does what is being done, refuses what waits, and returns when every call is
  // answered.
  void Drain();

 private:
  // Reads the request of `call`, and has `answer` end the call on the thread. `refused` is the
  // reason of a request that breaks a rule.
  template <typename Request>
  void Take(std::string_view refused, runtime::UnaryCall call,
            void (LedgerService::*answer)(const Request& message, const Violations& text_faults,
                                          runtime::UnaryCall call));
  void AnswerClose(const v1::CloseRequest& message, const Violations& text_faults,
                   runtime::UnaryCall call);
  void AnswerReopen(const v1::ReopenRequest& message, const Violations& text_faults,
                    runtime::UnaryCall call);
  void AnswerList(const v1::ListClosingsRequest& message, const Violations& text_faults,
                  runtime::UnaryCall call);
  // Ends a call that closes or reopens.
  template <typename Response>
  void End(const absl::StatusOr<CheckedClosing>& done, ClosingKind kind, bool dry_run,
           const Violations& text_faults, runtime::UnaryCall call);

  const SubmissionGate& gate_;
  Closings& closings_;
  ClosingMetrics& metrics_;
  std::atomic<bool> draining_ = false;
  runtime::Workers worker_{1, kMaxWaiting};
};

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_LEDGER_SERVICE_H_
