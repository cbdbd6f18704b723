// Made-up events. Each comes from its number: the same number is always the same event.
//
// Example:
//   absl::StatusOr<Workload> workload = Workload::Make(kSampleYear);
//   std::vector<std::string> messages = workload->StreamMessages({.count = 1'000'000}, 1'000);
//
// Threads: immutable once made.
#ifndef JURIMETER_TOOLS_BENCH_WORKLOAD_H_
#define JURIMETER_TOOLS_BENCH_WORKLOAD_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/catalog/catalog.h"
#include "domain/event/event_id.h"
#include "jurimeter/v1/ingestion.pb.h"

namespace jurimeter::bench {

// Statistic days that events are spread over.
struct EventDays {
  absl::CivilDay first;
  int count;
};

inline constexpr int kSampleYear = 2023;
inline constexpr EventDays kOneMonth{absl::CivilDay(kSampleYear, 6, 1), 30};
inline constexpr EventDays kWholeYear{absl::CivilDay(kSampleYear, 1, 1), 365};

// A range of events, by number.
struct EventRange {
  uint64_t first = 0;
  size_t count = 0;
  // One event in this many repeats an earlier one of the range; 0: none does.
  size_t duplicate_every = 0;
};

// The values of a row of `event`, as parameters of SQL in text form.
struct EventRow {
  std::string bureau;
  std::string event_id;
  std::string indicator;
  std::string occurred_at;
  std::string occurred_on;
  std::string quantity;
};

class Workload {
 public:
  // Events of all bureaus and reported indicators of the benchmark's catalog, evenly spread.
  static absl::StatusOr<Workload> Make(const EventDays& days);

  // SubmitIndicatorStreamRequests of `batch_events` each, serialised.
  std::vector<std::string> StreamMessages(const EventRange& range, size_t batch_events) const;

  // SubmitIndicatorRequests, serialised.
  std::vector<std::string> UnaryMessages(const EventRange& range) const;

  // Rows of the table `event` for COPY in text form, in chunks. Each `commit_events` rows share a
  // entry_id, as if the service had written them.
  std::vector<std::string> CopyChunks(const EventRange& range, size_t commit_events) const;

  std::vector<EventRow> Rows(const EventRange& range) const;

 private:
  struct MadeEvent {
    const Bureau* bureau;
    const Indicator* indicator;
    EventId id;
    int64_t quantity;
    absl::Time occurred_at;
  };

  Workload(std::shared_ptr<const Catalog> catalog, const EventDays& days);

  MadeEvent Make(uint64_t number) const;
  void Fill(uint64_t number, v1::IndicatorEvent* event) const;

  std::shared_ptr<const Catalog> catalog_;
  std::vector<const Indicator*> reported_;
  EventDays days_;
};

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_WORKLOAD_H_
