// Moments as text of RFC 3339, section 5.6, such as 2023-12-31T23:59:59.5+08:00.
//
// Threads: pure.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENTS_RFC3339_H_
#define JURIMETER_TOOLS_JURIMETER_EVENTS_RFC3339_H_

#include <optional>
#include <string_view>

#include "absl/time/time.h"

namespace jurimeter::tools {

// Reads exactly what the standard allows; returns nothing for any other text. T and Z may be in
// either case, and a space may stand in place of T, as its section 5.6 permits. Digits behind the
// ninth of a fraction are dropped. -00:00 is UTC.
//
// A leap second can only be the last of a month in UTC. It is read as the last microsecond of the
// second before, so that it stays in its day.
std::optional<absl::Time> ParseRfc3339(std::string_view text);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENTS_RFC3339_H_
