#include "domain/values/calendar.h"

#include <gtest/gtest.h>

#include <string>

namespace jurimeter {
namespace {

using Day = absl::CivilDay;

absl::TimeZone Zone(const char* name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

absl::Time Moment(const char* text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << text << error;
  return time;
}

TEST(StatisticDayTest, IsTheCivilDateOfTheZone) {
  const struct {
    const char* zone;
    const char* moment;
    Day day;
  } kCases[] = {
      {"Asia/Shanghai", "2023-12-31T15:59:59Z", Day(2023, 12, 31)},
      {"Asia/Shanghai", "2023-12-31T15:59:59.999999999Z", Day(2023, 12, 31)},
      {"Asia/Shanghai", "2023-12-31T16:00:00Z", Day(2024, 1, 1)},
      {"Asia/Shanghai", "2022-12-31T16:00:00Z", Day(2023, 1, 1)},
      {"Asia/Shanghai", "2024-01-01T00:00:00+08:00", Day(2024, 1, 1)},
      {"Asia/Shanghai", "2023-12-31T23:59:59-12:00", Day(2024, 1, 1)},
      // Leap days, of a leap year, of a common one and of both kinds of century.
      {"Asia/Shanghai", "2024-02-28T16:00:00Z", Day(2024, 2, 29)},
      {"Asia/Shanghai", "2024-02-29T15:59:59Z", Day(2024, 2, 29)},
      {"Asia/Shanghai", "2024-02-29T16:00:00Z", Day(2024, 3, 1)},
      {"Asia/Shanghai", "2023-02-28T16:00:00Z", Day(2023, 3, 1)},
      {"Asia/Shanghai", "2000-02-28T16:00:00Z", Day(2000, 2, 29)},
      {"Asia/Shanghai", "1900-02-28T16:00:00Z", Day(1900, 3, 1)},
      // Shanghai kept daylight saving time in 1986: nine hours ahead.
      {"Asia/Shanghai", "1986-07-01T14:59:59Z", Day(1986, 7, 1)},
      {"Asia/Shanghai", "1986-07-01T15:00:00Z", Day(1986, 7, 2)},
      {"UTC", "2023-12-31T23:59:59Z", Day(2023, 12, 31)},
      {"America/New_York", "2024-01-01T04:59:59Z", Day(2023, 12, 31)},
      {"America/New_York", "2024-01-01T05:00:00Z", Day(2024, 1, 1)},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(StatisticDay(Moment(c.moment), Zone(c.zone)), c.day) << c.zone << ' ' << c.moment;
  }
}

TEST(DayNumberTest, CountsFromTheEpochAndBack) {
  const struct {
    Day day;
    int32_t number;
  } kCases[] = {
      {Day(1970, 1, 1), 0},      {Day(1970, 1, 2), 1},      {Day(1969, 12, 31), -1},
      {Day(2000, 2, 29), 11016}, {Day(2000, 3, 1), 11017},  {Day(2023, 12, 31), 19722},
      {Day(2024, 1, 1), 19723},  {Day(1900, 1, 1), -25567}, {Day(9999, 12, 31), 2932896},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(DayNumber(c.day), c.number) << c.day;
    EXPECT_EQ(DayFromNumber(c.number), c.day) << c.number;
  }
}

TEST(ToMicrosecondsTest, DropsFinerDigitsTowardsThePast) {
  const struct {
    int64_t nanos;
    int64_t micros;
  } kCases[] = {{0, 0}, {1, 0}, {999, 0}, {1000, 1}, {1999, 1}, {-1, -1}, {-1000, -1}, {-1001, -2}};
  for (const auto& c : kCases) {
    EXPECT_EQ(ToMicroseconds(absl::FromUnixNanos(c.nanos)), absl::FromUnixMicros(c.micros))
        << c.nanos;
  }
}

}  // namespace
}  // namespace jurimeter
