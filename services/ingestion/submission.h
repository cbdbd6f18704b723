// What a caller submits to the GroupCommitter, and what it waits for.
//
// Threads: values.
#ifndef JURIMETER_SERVICES_INGESTION_SUBMISSION_H_
#define JURIMETER_SERVICES_INGESTION_SUBMISSION_H_

#include <cstddef>
#include <memory>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "domain/catalog/catalog.h"
#include "domain/event/event.h"
#include "domain/event/event_refusal.h"
#include "domain/event/owned_draft.h"
#include "domain/ledger/digest.h"
#include "services/runtime/rules_in_force.h"
#include "storage/event_store.h"

namespace jurimeter::ingestion {

// An event that the rules refuse, though it may be recorded (domain/catalog/readmission.h).
struct RefusedDraft {
  // Among all that was submitted with it, events and drafts, in the order of the request.
  size_t place;
  OwnedDraft draft;
  EventRefusals refusals;
};

// Which rules admitted something. Not the rules themselves: what waits for long must not keep the
// closed days of many revisions in memory.
struct AdmittedBy {
  AdmittedBy() = default;
  explicit AdmittedBy(const runtime::RulesInForce& rules)
      : chain(rules.identity.chain), catalog(rules.catalog) {}

  Digest chain{};
  std::shared_ptr<const Catalog> catalog;  // whose keys the events have
};

struct SubmittedEvents {
  std::vector<Event> events;               // in the order of the request
  AdmittedBy admitted_by;                  // admitted the events, and refused the drafts
  std::vector<RefusedDraft> refused = {};  // by place; the events have the other places

  size_t size() const { return events.size() + refused.size(); }
};

// Gets the outcomes of all that was submitted, by place. None is kUnsettled.
using Done = absl::AnyInvocable<void(absl::StatusOr<storage::CommitResult>)>;

struct Submission {
  SubmittedEvents submitted;
  Done done;
};

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_SUBMISSION_H_
