// Civil days and the statistic day of a moment.
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_VALUES_CALENDAR_H_
#define JURIMETER_DOMAIN_VALUES_CALENDAR_H_

#include <cstdint>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace jurimeter {

// The statistic day of `moment`: its civil date in the catalog's time zone.
// In Asia/Shanghai 2023-12-31T16:00:00Z is 2024-01-01.
absl::CivilDay StatisticDay(absl::Time moment, absl::TimeZone zone);

// Days since 1970-01-01, the form in which days are stored and hashed; and back.
int32_t DayNumber(absl::CivilDay day);
absl::CivilDay DayFromNumber(int32_t number);

// `moment` rounded down to a microsecond, the precision at which events are kept.
absl::Time ToMicroseconds(absl::Time moment);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_VALUES_CALENDAR_H_
