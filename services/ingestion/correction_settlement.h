// Has a store do what the rules admit of some corrections, and look up what they refuse.
//
// If the store finds that other rules are in force than those that admitted or refused a
// correction, it stays unsettled, and the rules are read anew. The next settlement goes by those.
// So what a caller is told is true of the rules at the revision of its answer.
//
// Example:
//   CorrectionSettlement settled = SettleCorrections(&turn, /*dry_run=*/false, rules, &store);
//
// Threads: those of the store.
#ifndef JURIMETER_SERVICES_INGESTION_CORRECTION_SETTLEMENT_H_
#define JURIMETER_SERVICES_INGESTION_CORRECTION_SETTLEMENT_H_

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/ledger/digest.h"
#include "services/ingestion/pending_correction.h"
#include "services/runtime/rules_in_force.h"
#include "storage/event_store.h"

namespace jurimeter::ingestion {

// Where the rules come from, as RulesWatch has them.
struct CorrectionRules {
  // The newest rules that are known; null if none are.
  std::function<runtime::Rules()> current;
  // The rules in force, read anew since those of the chain value `outdated` were found not to be.
  std::function<absl::StatusOr<runtime::Rules>(const Digest& outdated)> renew;
  // Some of a turn were admitted anew.
  std::function<void()> admitted_anew = [] {};
};

struct CorrectionSettlement {
  // What became of each, in order.
  storage::CorrectResult settled;
  // Why some are kUnsettled; asking for those again is safe.
  //   OK                     other rules are in force, and known by now
  //   UNAVAILABLE, INTERNAL  as EventStore says; UNAVAILABLE also if the rules cannot be read
  absl::Status status;
};

// Settles `turn`, of at most storage::kMaxCommitEvents corrections that name different events. What
// other rules than the current ones admitted or refused is admitted anew first.
CorrectionSettlement SettleCorrections(std::vector<PendingCorrection>* turn, bool dry_run,
                                       const CorrectionRules& rules, storage::EventStore* store);

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_CORRECTION_SETTLEMENT_H_
