#include "domain/values/calendar.h"

namespace jurimeter {
namespace {

constexpr absl::CivilDay kEpoch(1970, 1, 1);

}  // namespace

absl::CivilDay StatisticDay(absl::Time moment, absl::TimeZone zone) {
  return absl::ToCivilDay(moment, zone);
}

int32_t DayNumber(absl::CivilDay day) { return static_cast<int32_t>(day - kEpoch); }

absl::CivilDay DayFromNumber(int32_t number) { return kEpoch + number; }

absl::Time ToMicroseconds(absl::Time moment) {
  return absl::UnixEpoch() + absl::Floor(moment - absl::UnixEpoch(), absl::Microseconds(1));
}

}  // namespace jurimeter
