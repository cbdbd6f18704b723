#include "tests/support/random_history.h"

#include <cstddef>
#include <iterator>

namespace jurimeter::test {
namespace {

constexpr const char* kBureaus[] = {"court", "mediation", "police"};
constexpr const char* kIndicators[] = {"disputes.received", "disputes.resolved", "offices.open"};
constexpr const char* kCategories[] = {"", "family", "labour"};
// The days of kMoments in Asia/Shanghai, and a day that has none.
constexpr const char* kDays[] = {"2022-12-31", "2023-02-01", "2023-06-01", "2023-06-02",
                                 "2023-06-03"};
constexpr const char* kMoments[] = {"2022-12-31T15:59:59Z", "2023-02-01T02:00:00Z",
                                    "2023-06-01T02:00:00Z", "2023-06-01T03:00:00Z",
                                    "2023-06-02T02:00:00Z"};
constexpr int kLastDay = std::size(kDays) - 1;
constexpr int kLastMoment = std::size(kMoments) - 1;
constexpr int kMostEvents = 7;
// Before it has as many events, nothing is corrected.
constexpr int kFewEvents = 10;
// In force at a time: if all days were closed for good, nothing else would happen.
constexpr size_t kMostClosings = 3;

}  // namespace

HistoryStep RandomHistory::Next() {
  const int kind = UpTo(9);
  if (kind == 0) return TestCatalogChange{++changes_, UpTo(kMaxVariant)};
  if (kind <= 3) return Closing();
  if (kind <= 6 && next_id_ > kFewEvents) return Correction();
  return Events();
}

TestEvent RandomHistory::Event(int id) {
  TestEvent event{.id = id, .bureau = kBureaus[id % 3], .quantity = UpTo(5)};
  event.indicator = kIndicators[UpTo(2)];
  if (event.indicator == kIndicators[0]) event.category = kCategories[UpTo(2)];
  event.occurred_at = kMoments[UpTo(kLastMoment)];
  return event;
}

TestEvents RandomHistory::Events() {
  TestEvents events;
  for (int left = 1 + UpTo(kMostEvents - 1); left > 0; --left) events.push_back(Event(next_id_++));
  return events;
}

// Of an event that may be retracted already; the replacement may be one of another kind or day.
TestCorrection RandomHistory::Correction() {
  const int target = 1 + UpTo(next_id_ - 2);
  TestCorrection made = {.request = 10'000 + next_request_++,
                         .bureau = kBureaus[target % 3],
                         .event = target,
                         .replacement = std::nullopt};
  if (UpTo(1) == 0) return made;
  made.replacement = Event(next_id_++);
  made.replacement->bureau = made.bureau;
  return made;
}

TestClosing RandomHistory::Closing() {
  const bool reopens = closings_.size() >= kMostClosings || (!closings_.empty() && UpTo(1) == 0);
  if (reopens) return Reopening();
  const int first = UpTo(kLastDay - 1);
  made_ = {.revision = 0, .first = first, .last = first + 1 + UpTo(kLastDay - first - 1)};
  return {.request = 20'000 + next_request_++,
          .bureau = kBureaus[UpTo(2)],
          .first = kDays[made_.first],
          .last = kDays[made_.last]};
}

// Of the first or the last of the days that a closing still closes, or of all of them.
TestClosing RandomHistory::Reopening() {
  const auto closing = closings_.begin() + UpTo(static_cast<int>(closings_.size()) - 1);
  const int cut = closing->first + UpTo(closing->last - closing->first);
  const bool from_first = UpTo(1) == 0;
  TestClosing made = {.request = 20'000 + next_request_++,
                      .first = kDays[from_first ? closing->first : cut],
                      .last = kDays[from_first ? cut : closing->last],
                      .reopens = closing->revision};
  (from_first ? closing->first : closing->last) = from_first ? cut + 1 : cut - 1;
  if (closing->first > closing->last) closings_.erase(closing);
  return made;
}

}  // namespace jurimeter::test
