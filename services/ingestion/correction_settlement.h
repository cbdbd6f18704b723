// Has the rules in force admit corrections, and a store do those that they admit.
//
// If the store finds that other rules are in force than those that admitted a correction, the
// correction is admitted anew, from its message, by the rules that are. So what a caller is told is
// true of the rules at the revision of its answer.
//
// Example:
//   CorrectionSettlement settled = SettleCorrections(requests, /*dry_run=*/false, rules, &store,
//   now);
//
// Threads: those of the store.
#ifndef JURIMETER_SERVICES_INGESTION_CORRECTION_SETTLEMENT_H_
#define JURIMETER_SERVICES_INGESTION_CORRECTION_SETTLEMENT_H_

#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "domain/ledger/digest.h"
#include "jurimeter/v1/ingestion.pb.h"
#include "services/messages/message_decoder.h"
#include "services/runtime/catalog_in_force.h"
#include "storage/event_store.h"

namespace jurimeter::ingestion {

// A correction, or a retraction if it has no replacement, as it came.
struct CorrectionRequest {
  v1::Correction message;
  messages::InvalidTexts invalid_texts = {};  // those of the message that were repaired
};

// Where the rules come from, as CatalogWatch has them.
struct CorrectionRules {
  // The newest rules that are known; null if none are.
  std::function<runtime::InForce()> current;
  // The rules in force, read anew since those of the chain value `outdated` were found not to be.
  std::function<absl::StatusOr<runtime::InForce>(const Digest& outdated)> renew;
};

struct CorrectionSettlement {
  // What became of each request, in order. None is kUnsettled if `status` is OK.
  storage::CorrectResult settled;
  // Why some are kUnsettled; sending those again is safe.
  //   ABORTED                the rules changed kMaxCorrectionRounds times meanwhile
  //   UNAVAILABLE, INTERNAL  as EventStore says; UNAVAILABLE also if the rules cannot be read
  absl::Status status;
};

// Calls of Correct for the same corrections, after which those that are not settled are given up.
inline constexpr int kMaxCorrectionRounds = 10;

// Requires at most storage::kMaxCommitEvents requests. `now` is the time of admission.
CorrectionSettlement SettleCorrections(absl::Span<const CorrectionRequest> requests, bool dry_run,
                                       const CorrectionRules& rules, storage::EventStore* store,
                                       absl::Time now);

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_CORRECTION_SETTLEMENT_H_
