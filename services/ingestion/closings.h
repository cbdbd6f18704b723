// Closes days and reopens them: finds out whether the request was done before, has the rules in
// force admit it, and records it. If other rules are in force by then, they admit it anew.
//
// The rules are read anew before each request, and again after each that was recorded. So a process
// refuses what it has just closed, without a second's delay.
//
// Example:
//   absl::StatusOr<CheckedClosing> closed = closings.Close(draft, /*dry_run=*/false);
//
// Threads: one at a time. It waits for the database.
#ifndef JURIMETER_SERVICES_INGESTION_CLOSINGS_H_
#define JURIMETER_SERVICES_INGESTION_CLOSINGS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "domain/catalog/closing_admission.h"
#include "domain/closing/closed_days.h"
#include "domain/closing/closing.h"
#include "domain/event/event_id.h"
#include "domain/values/checked.h"
#include "services/runtime/clock.h"
#include "services/runtime/rules_in_force.h"
#include "services/runtime/rules_watch.h"
#include "storage/closing_store.h"

namespace jurimeter::ingestion {

// Times that a request is admitted by rules that are no longer in force when it is recorded.
inline constexpr int kMaxClosingRounds = 10;

// How much a closing closes, or a reopening takes back.
struct ClosingExtent {
  int64_t bureaus = 0;
  int64_t bureau_days = 0;  // counted for each bureau
};
ClosingExtent ExtentOf(absl::Span<const ClosingPart> parts);

struct DoneClosing {
  bool duplicate = false;  // the same request was done before
  int64_t revision = 0;    // 0: nothing was to be changed
  ClosingExtent extent;
};
// What was done, or why the request is refused.
using CheckedClosing = Checked<DoneClosing>;

class Closings {
 public:
  // `rules` and `clock` must outlive this.
  Closings(std::unique_ptr<storage::ClosingStore> store, runtime::RulesWatch* rules,
           const runtime::Clock* clock = runtime::SystemClock());

  // With `dry_run`, say what would become of it and change nothing.
  //   ABORTED      the rules changed kMaxClosingRounds times meanwhile
  //   UNAVAILABLE  the database is away, or the answer was lost; asking again is safe
  //   FAILED_PRECONDITION, UNIMPLEMENTED, INTERNAL  as ClosingStore and RulesStore say
  absl::StatusOr<CheckedClosing> Close(const ClosingDraft& draft, bool dry_run);
  absl::StatusOr<CheckedClosing> Reopen(const ReopeningDraft& draft, bool dry_run);

  // The next closings and reopenings after a revision, at most `limit`. With `in_force`, only
  // closings that still close a day: one page of all is read, so that there may be fewer although
  // more follow.
  //   UNAVAILABLE, FAILED_PRECONDITION, INTERNAL  as ClosingStore says
  struct Listed {
    storage::ClosingPage page;
    int64_t next_after = 0;  // for the next page, if there are more
  };
  absl::StatusOr<Listed> List(int64_t after_revision, int limit, bool in_force);

 private:
  // A request, whether it closes or reopens.
  struct Asked {
    std::optional<EventId> request_id;  // none: it cannot be read
    bool dry_run;
    std::function<Checked<ClosingRequest>(const runtime::RulesInForce& rules)> admit;
    // Whether what was recorded under its id is this very request.
    std::function<bool(const ClosingRequest& recorded, const ClosedDays& closed)> is_same;
  };

  absl::StatusOr<CheckedClosing> Do(const Asked& asked);
  // What became of the request if its id was used before; nothing if it was not.
  absl::StatusOr<std::optional<CheckedClosing>> FindDone(const Asked& asked,
                                                         const ClosedDays& closed);

  const std::unique_ptr<storage::ClosingStore> store_;
  runtime::RulesWatch& rules_;
  const runtime::Clock& clock_;
};

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_CLOSINGS_H_
