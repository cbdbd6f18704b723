// What was reported on a flow: the sum of quantities, and the number of events.
//
// Threads: values.
#ifndef JURIMETER_DOMAIN_TOTALS_FLOW_TOTAL_H_
#define JURIMETER_DOMAIN_TOTALS_FLOW_TOTAL_H_

#include <cstdint>

#include "absl/numeric/int128.h"

namespace jurimeter {

struct FlowTotal {
  absl::int128 total = 0;
  int64_t events = 0;  // those that count; 0 if nothing stands

  FlowTotal& operator+=(const FlowTotal& other) {
    total += other.total;
    events += other.events;
    return *this;
  }

  friend bool operator==(const FlowTotal&, const FlowTotal&) = default;
};

// Days are statistic days, as DayNumber counts them.
struct DayFlow {
  int32_t day;
  FlowTotal flow;

  friend bool operator==(const DayFlow&, const DayFlow&) = default;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_TOTALS_FLOW_TOTAL_H_
