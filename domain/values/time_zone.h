// Time zones by name.
//
// Example: FindTimeZone("Asia/Shanghai")
//
// Threads: pure but for the machine's time zone data, which it reads.
#ifndef JURIMETER_DOMAIN_VALUES_TIME_ZONE_H_
#define JURIMETER_DOMAIN_VALUES_TIME_ZONE_H_

#include <optional>
#include <string_view>

#include "absl/time/time.h"

namespace jurimeter {

// The zone of an IANA name; nothing if `name` is no such name. Names that mean something else on
// another machine, such as "localtime" and paths, are none.
std::optional<absl::TimeZone> FindTimeZone(std::string_view name);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_VALUES_TIME_ZONE_H_
