// What the log has of corrections, before anything is written.
//
// Example:
//   const std::vector<Found> found =
//       FindCorrected(transaction, corrections, LookUp::kRemembered, recent, rules.closed);
//
// All throw what Transaction throws.
#ifndef JURIMETER_STORAGE_POSTGRES_CORRECTION_LOOK_UP_H_
#define JURIMETER_STORAGE_POSTGRES_CORRECTION_LOOK_UP_H_

#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "domain/closing/closed_days.h"
#include "domain/event/correction.h"
#include "storage/postgres/commit_attempt.h"
#include "storage/postgres/event_batch.h"
#include "storage/postgres/recent_ids.h"
#include "storage/postgres/retraction_log.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {

struct Found {
  std::optional<Target> target;            // none: the event is not recorded
  std::optional<StoredEvent> replacement;  // the event that has the replacement's id
};

// Looks up each of `corrections`, by place. With kRemembered the log is not asked whether a target
// is retracted, or a replacement recorded, of which `recent` does not know: to write them fails
// then. It is asked of targets on closed days, which nobody tries to write.
std::vector<Found> FindCorrected(Transaction& transaction,
                                 absl::Span<const Correction* const> corrections, LookUp look_up,
                                 const RecentIds& recent, const ClosedDays& closed);

// Whether `recent` knew of all retractions and replacements that were found.
bool RemembersAll(absl::Span<const Correction* const> corrections, absl::Span<const Found> found,
                  const RecentIds& recent);

// Has `recent` learn what the log has of a correction; if that is done, all of it.
void Remember(const Correction& correction, const Found& found, bool is_done, RecentIds* recent);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_CORRECTION_LOOK_UP_H_
