// A correction on its way to the store: what was asked, and what the rules say of it.
//
// Threads: values.
#ifndef JURIMETER_SERVICES_INGESTION_PENDING_CORRECTION_H_
#define JURIMETER_SERVICES_INGESTION_PENDING_CORRECTION_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "domain/event/correction.h"
#include "domain/event/correction_outcome.h"
#include "domain/event/event_id.h"
#include "domain/event/owned_correction_draft.h"
#include "domain/ledger/digest.h"
#include "domain/values/checked.h"
#include "services/runtime/rules_in_force.h"
#include "storage/event_store.h"

namespace jurimeter::ingestion {

struct PendingCorrection {
  size_t place;  // in the caller's request
  OwnedCorrectionDraft draft;
  // The ids that stand in the draft.
  EventId event_id;
  std::optional<EventId> replacement_id;
  // As the rules that are known here admitted it; none if they refuse it, though it may be done
  // (domain/catalog/correction_readmission.h).
  std::optional<Correction> admitted;
  CorrectionRefusals refusals;  // if they refuse it
  // Whether their catalog has the bureau.
  bool bureau_known;
  // The chain value of those rules; none: it is to be admitted anew. Not the rules themselves: what
  // waits for long must not keep the closed days of many revisions in memory.
  std::optional<Digest> rules;
};

// `admitted` is what `rules` say of `draft`. Requires that it is admitted, or may be done.
PendingCorrection MakePending(size_t place, const runtime::RulesInForce& rules,
                              const CorrectionDraft& draft,
                              Checked<Correction, CorrectionRefusals> admitted);

// What a caller asks for.
struct CorrectionSubmission {
  // One for each correction of the request. Those that are refused for good are settled.
  std::vector<CorrectionResult> results = {};
  std::vector<PendingCorrection> pending;  // the others, by place
  bool dry_run = false;
};

// Gets what became of each correction of a request, in order. None is kUnsettled.
using CorrectionsDone = absl::AnyInvocable<void(absl::StatusOr<storage::CorrectResult>)>;

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_PENDING_CORRECTION_H_
