// The port through which closings and reopenings become entries of the ledger.
#ifndef JURIMETER_STORAGE_CLOSING_STORE_H_
#define JURIMETER_STORAGE_CLOSING_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/closing/closing.h"
#include "domain/event/event_id.h"
#include "domain/ledger/digest.h"
#include "domain/values/day_interval.h"

namespace jurimeter::storage {

// Most closings of a page.
inline constexpr int kMaxPageClosings = 1000;

// A closing or a reopening, with all that the ledger has of it.
struct RecordedClosing {
  Closing closing;
  absl::Time committed_at;
  EventId request_id;
  std::string principal;
  // What was asked for.
  DayInterval days;
  std::string scope;
  // Days, summed over the bureaus, that a closing still closes; 0 of a reopening.
  int64_t bureau_days_left = 0;
};

struct ClosingPage {
  std::vector<RecordedClosing> closings;  // in the order of their revisions
  bool has_more = false;                  // after the last of them
};

// Threads: one thread at a time for each object; any number of objects, in any number of
// processes, work on one database.
class ClosingStore {
 public:
  virtual ~ClosingStore() = default;

  // The closing or reopening that was recorded under this request id; none if there is none.
  // It may not be durable yet: before anybody is told that it is done, AwaitDurable.
  //   UNAVAILABLE  the database is away
  //   INTERNAL     a defect here or in the database (its schema differs from ours)
  virtual absl::StatusOr<std::optional<RecordedClosing>> Find(const EventId& request_id) = 0;

  // Returns after the database has confirmed that all is durable that Find has answered.
  //   UNAVAILABLE, FAILED_PRECONDITION, INTERNAL  as above
  virtual absl::Status AwaitDurable() = 0;

  // Records what was admitted under the rules of the chain value `rules`, in one transaction, and
  // returns its revision. From that on no store takes anything else under rules without it.
  //   ABORTED         other rules are in force; nothing was recorded. Admit it anew
  //   ALREADY_EXISTS  the request id is taken: Find has it. It may stand for this very request
  //   UNAVAILABLE     the database is away, or its answer was lost: it may or may not be recorded.
  //                   Recording the same request again is safe
  //   INTERNAL        as above; nothing was recorded
  virtual absl::StatusOr<int64_t> Record(const ClosingRequest& request, const Digest& rules) = 0;

  // The next closings and reopenings after a revision, at most `limit` of them, and about 100,000
  // parts at most, but one at least if there is one.
  // Requires 1 <= limit <= kMaxPageClosings.
  //   UNAVAILABLE, INTERNAL  as above
  virtual absl::StatusOr<ClosingPage> List(int64_t after_revision, int limit) = 0;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_CLOSING_STORE_H_
