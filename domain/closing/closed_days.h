// Which days of which bureaus are closed, as the closings and reopenings so far have it. A day is
// closed while any closing in force covers it. A reopening takes its days from its own closing
// only.
//
// Example:
//   ClosedDays closed;
//   closed.Apply(closings);
//   const ClosingInForce* closing = closed.Find(event.bureau(), day);
//   if (closing != nullptr) Refuse(DescribeClosed(event.occurred_on(), "justice", *closing));
//
// Find is a hash look-up and a binary search, so that tens of thousands of closings cost admission
// nothing.
//
// Threads: a value. Copies cost nothing, since they share what does not change.
#ifndef JURIMETER_DOMAIN_CLOSING_CLOSED_DAYS_H_
#define JURIMETER_DOMAIN_CLOSING_CLOSED_DAYS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "domain/closing/closing.h"  // exported
#include "domain/event/event.h"
#include "domain/values/day_interval.h"  // exported

namespace jurimeter {

// What a refusal names of the closing behind it.
struct ClosingInForce {
  int64_t revision;
  std::string reason;
};

class ClosedDays {
 public:
  // Follows `entries`, which are later than all before and in the order of their revisions. Passes
  // over a reopening of no closing. Costs time in proportion to all bureaus and closings, so that
  // many entries at once are cheaper than one after the other.
  void Apply(absl::Span<const Closing> entries);

  // The first closing in force that covers the day; null if the day is open. It lives until the
  // next Apply of this value.
  const ClosingInForce* Find(BureauKey bureau, int32_t day) const;

  // The closed days of `days`.
  DayIntervals Within(BureauKey bureau, const DayInterval& days) const;

  // What a closing still closes, by bureau and first day. Empty: nothing, or no such closing.
  std::vector<ClosingPart> LeftOf(int64_t closing) const;

  // From the first to the last day that the closing of this revision closed in any bureau, reopened
  // or not; nothing if there is no such closing.
  std::optional<DayInterval> SpanOf(int64_t closing) const;

 private:
  struct State;
  class Changes;

  std::shared_ptr<const State> state_;  // null if there was no entry
};

// Why nothing more is taken of `day` of `bureau`: names the closing and what is expected.
std::string DescribeClosed(absl::CivilDay day, std::string_view bureau,
                           const ClosingInForce& closing);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CLOSING_CLOSED_DAYS_H_
