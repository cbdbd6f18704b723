// Sends batches of corrections or retractions. After an error that may pass, it sends the same
// batch again: request ids make that safe.
//
// Example:
//   CorrectionSender sender("127.0.0.1:50051", /*dry_run=*/false);
//   absl::StatusOr<CorrectionSender::Answer> answer = sender.Send(corrections);
//
// Threads: safe from any.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENTS_CORRECTION_SENDER_H_
#define JURIMETER_TOOLS_JURIMETER_EVENTS_CORRECTION_SENDER_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "jurimeter/v1/ingestion.grpc.pb.h"
#include "tools/jurimeter/events/retries.h"

namespace jurimeter::tools {

struct CorrectionSenderOptions {
  // Longest time of one attempt. The service needs less for a full batch; beyond that, nobody may
  // be there any more.
  absl::Duration attempt = absl::Seconds(20);
  RetryOptions retries;
};

class CorrectionSender {
 public:
  // An answer to retractions has the same fields.
  using Answer = v1::CorrectIndicatorBatchResponse;

  CorrectionSender(const std::string& address, bool dry_run, CorrectionSenderOptions options = {});

  // Has the service do `corrections`, of which either all have a replacement or none has, and
  // returns an outcome for each.
  //   UNAVAILABLE  the service was away, overloaded or too slow for longer than the sender waits
  //   INTERNAL     the service's answer does not match what was sent
  //   CANCELLED    stopped
  //   others       the service does not take them; trying again cannot help
  absl::StatusOr<Answer> Send(const std::vector<v1::Correction>& corrections);

  // Ends the present calls of Send, and all later ones, with CANCELLED.
  void Stop();

 private:
  template <typename Request, typename Response>
  using Method = grpc::Status (v1::IndicatorIngestion::Stub::*)(grpc::ClientContext*,
                                                                const Request&, Response*);

  // Waits until the service is there, once.
  absl::Status Connect() ABSL_LOCKS_EXCLUDED(connecting_);
  // Calls `method` until it succeeds or it makes no sense to go on.
  template <typename Request, typename Response>
  absl::StatusOr<Answer> Call(Method<Request, Response> method, const Request& request, int count);
  // One attempt; none if the sender was stopped.
  template <typename Request, typename Response>
  grpc::Status Attempt(Method<Request, Response> method, const Request& request,
                       absl::Time deadline, Response* response);
  // Waits for the next attempt, but not beyond `end`.
  void AwaitNext(absl::Time end);
  bool stopped();

  const std::string address_;
  const bool dry_run_;
  const CorrectionSenderOptions options_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::IndicatorIngestion::Stub> service_;
  absl::Mutex connecting_;
  bool connected_ ABSL_GUARDED_BY(connecting_) = false;
  absl::Mutex mutex_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  // Of the present calls.
  absl::flat_hash_set<grpc::ClientContext*> contexts_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENTS_CORRECTION_SENDER_H_
