// The events of a commit, in the one order in which the store touches anything.
//
// Threads: pure functions.
#ifndef JURIMETER_STORAGE_POSTGRES_EVENT_BATCH_H_
#define JURIMETER_STORAGE_POSTGRES_EVENT_BATCH_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "domain/event/event.h"
#include "domain/values/violation.h"
#include "storage/postgres/code_table.h"

namespace jurimeter::storage {

struct BatchEntry {
  const Event* event;
  size_t place;  // in the batch as the caller gave it
};

// By (bureau, event id), the order of COPY, locks and digests. Entries of the same id follow each
// other by place.
void SortEntries(std::vector<BatchEntry>* entries);

bool SameId(const Event& a, const Event& b);

// A hash of (bureau, event id), never 0. Different ids may share it.
uint64_t HashOfId(const Event& event);

// What an id stands for: two events of one id are the same report if these are equal. The
// statistic day follows from occurred_at, since a catalog's time zone never changes.
struct EventBody {
  IndicatorKey indicator;
  CategoryKey category;
  absl::Time occurred_at;
  int64_t quantity;
  std::string_view subject;

  friend bool operator==(const EventBody&, const EventBody&) = default;
};

EventBody BodyOf(const Event& event);

// An event that the database has.
struct StoredEvent {
  IndicatorKey indicator;
  CategoryKey category;
  absl::Time occurred_at;
  int64_t quantity;
  std::string subject;
  int64_t entry_id;

  EventBody body() const { return {indicator, category, occurred_at, quantity, subject}; }
};

// The fields in which `given` differs from what its id stands for.
Violations Differences(const EventBody& stored, const EventBody& given, const CodeTable& codes);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_EVENT_BATCH_H_
