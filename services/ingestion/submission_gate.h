// Whether work is taken now, and the status that says why not. Every handler asks it.
//
// Threads: safe from any.
#ifndef JURIMETER_SERVICES_INGESTION_SUBMISSION_GATE_H_
#define JURIMETER_SERVICES_INGESTION_SUBMISSION_GATE_H_

#include <grpcpp/support/status.h>

#include <atomic>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/runtime/readiness.h"
#include "services/runtime/rules_in_force.h"
#include "services/runtime/rules_watch.h"

namespace jurimeter::ingestion {

// The call that a status is worded for: one event or batch by itself, a stream, of which earlier
// batches may be stored already, or corrections that were taken, of which earlier turns may be
// done.
enum class Call { kUnary, kStream, kCorrections };

class SubmissionGate {
 public:
  // All must outlive this.
  SubmissionGate(const runtime::RulesWatch* rules, const runtime::Readiness* readiness)
      : rules_(*rules), readiness_(*readiness) {}

  // The rules to admit by, never null.
  //   CANCELLED    closed
  //   UNAVAILABLE  the database is away, or no rules are known
  absl::StatusOr<runtime::Rules> Enter() const;

  // From now on nothing enters.
  void Close() { closed_ = true; }

 private:
  const runtime::RulesWatch& rules_;
  const runtime::Readiness& readiness_;
  std::atomic<bool> closed_ = false;
};

// The status of a submission that the gate did not let in.
grpc::Status GateStatus(const absl::Status& status, Call call);
// The status of a submission that the committer did not take, or could not commit.
grpc::Status CommitterStatus(const absl::Status& status, Call call);
// The status of work that a draining server no longer takes.
grpc::Status ShuttingDown(Call call);

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_SUBMISSION_GATE_H_
