#include "domain/values/period.h"

#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;

absl::CivilDay Day(const char* text) { return *ParseDay(text); }
Period Range(const char* first, const char* last) { return RangePeriod(Day(first), Day(last)); }

std::string Days(const Period& period) {
  return absl::StrCat(DayText(period.first), "..", DayText(period.last));
}

TEST(PeriodTest, HasTheDaysOfItsKind) {
  EXPECT_EQ(Days(DayPeriod(Day("2024-02-29"))), "2024-02-29..2024-02-29");
  EXPECT_EQ(Days(MonthPeriod(absl::CivilMonth(2024, 2))), "2024-02-01..2024-02-29");
  EXPECT_EQ(Days(MonthPeriod(absl::CivilMonth(2023, 2))), "2023-02-01..2023-02-28");
  EXPECT_EQ(Days(MonthPeriod(absl::CivilMonth(2023, 12))), "2023-12-01..2023-12-31");
  EXPECT_EQ(Days(QuarterPeriod(2023, 1)), "2023-01-01..2023-03-31");
  EXPECT_EQ(Days(QuarterPeriod(2023, 4)), "2023-10-01..2023-12-31");
  EXPECT_EQ(Days(HalfYearPeriod(2023, 1)), "2023-01-01..2023-06-30");
  EXPECT_EQ(Days(HalfYearPeriod(2023, 2)), "2023-07-01..2023-12-31");
  EXPECT_EQ(Days(YearPeriod(2023)), "2023-01-01..2023-12-31");
  EXPECT_EQ(Days(YearToDatePeriod(Day("2024-02-29"))), "2024-01-01..2024-02-29");
}

TEST(PeriodTest, ReadsDays) {
  for (const char* text : {"2023-01-01", "2024-02-29", "9999-12-31", "2000-02-29"}) {
    ASSERT_TRUE(ParseDay(text)) << text;
    EXPECT_EQ(DayText(*ParseDay(text)), text);
  }
  for (const char* text :
       {"", "2023", "2023-1-1", "2023-02-29", "1900-02-29", "2023-13-01", "2023-00-10",
        "2023-04-31", "2023-01-00", "2023-01-01 ", " 2023-01-01", "2023/01/01", "23-01-01",
        "2023-01-0x", "+023-01-01", "2023-01-01T00:00:00Z", "二〇二三"}) {
    EXPECT_FALSE(ParseDay(text)) << text;
  }
}

TEST(PeriodTest, ReadsMonthsQuartersAndHalfYears) {
  EXPECT_EQ(ParseMonth("2024-02"), MonthPeriod(absl::CivilMonth(2024, 2)));
  EXPECT_EQ(ParseQuarter("2023-Q4"), QuarterPeriod(2023, 4));
  EXPECT_EQ(ParseHalfYear("2023-H2"), HalfYearPeriod(2023, 2));
  for (const char* text : {"", "2023", "2023-0", "2023-00", "2023-13", "2023-1", "2023-01-01"}) {
    EXPECT_FALSE(ParseMonth(text)) << text;
  }
  for (const char* text : {"", "2023", "2023-Q0", "2023-Q5", "2023-q1", "2023Q1", "2023-Q11"}) {
    EXPECT_FALSE(ParseQuarter(text)) << text;
  }
  for (const char* text : {"", "2023-H0", "2023-H3", "2023-h1", "2023-H", "H1-2023"}) {
    EXPECT_FALSE(ParseHalfYear(text)) << text;
  }
}

TEST(PeriodTest, TheSameOfAnotherYear) {
  const struct {
    Period period;
    int years;
    const char* earlier;
  } kCases[] = {
      {DayPeriod(Day("2024-02-29")), 1, "2023-02-28..2023-02-28"},
      {DayPeriod(Day("2024-02-29")), 4, "2020-02-29..2020-02-29"},
      {DayPeriod(Day("2025-02-28")), 1, "2024-02-28..2024-02-28"},
      {DayPeriod(Day("2024-12-31")), 1, "2023-12-31..2023-12-31"},
      {MonthPeriod(absl::CivilMonth(2024, 2)), 1, "2023-02-01..2023-02-28"},
      {MonthPeriod(absl::CivilMonth(2025, 2)), 1, "2024-02-01..2024-02-29"},
      {QuarterPeriod(2024, 1), 1, "2023-01-01..2023-03-31"},
      {HalfYearPeriod(2024, 1), 2, "2022-01-01..2022-06-30"},
      {YearPeriod(2024), 5, "2019-01-01..2019-12-31"},
      {YearToDatePeriod(Day("2024-09-30")), 1, "2023-01-01..2023-09-30"},
      {YearToDatePeriod(Day("2024-02-29")), 1, "2023-01-01..2023-02-28"},
      {YearToDatePeriod(Day("2025-02-28")), 1, "2024-01-01..2024-02-29"},
      {YearToDatePeriod(Day("2024-02-28")), 1, "2023-01-01..2023-02-28"},
      {Range("2024-02-29", "2024-03-31"), 1, "2023-02-28..2023-03-31"},
      {Range("2024-01-15", "2024-02-29"), 1, "2023-01-15..2023-02-28"},
      {Range("2025-01-15", "2025-02-28"), 1, "2024-01-15..2024-02-29"},
      {Range("2024-01-15", "2024-02-28"), 1, "2023-01-15..2023-02-28"},
      {Range("2023-11-01", "2024-02-29"), 1, "2022-11-01..2023-02-28"},
      {Range("2021-01-01", "2023-12-31"), 3, "2018-01-01..2020-12-31"},
      {Range("2025-02-28", "2025-02-28"), 1, "2024-02-28..2024-02-28"},
  };
  for (const auto& c : kCases) {
    const Period earlier = YearsEarlier(c.period, c.years);
    EXPECT_EQ(Days(earlier), c.earlier) << Days(c.period) << " - " << c.years;
    EXPECT_EQ(earlier.kind, c.period.kind);
    EXPECT_EQ(ComparedPeriod(c.period, YearsBefore{c.years}), earlier);
  }
}

TEST(PeriodTest, TheOneBefore) {
  const struct {
    Period period;
    const char* before;
  } kCases[] = {
      {DayPeriod(Day("2024-03-01")), "2024-02-29..2024-02-29"},
      {DayPeriod(Day("2024-01-01")), "2023-12-31..2023-12-31"},
      {MonthPeriod(absl::CivilMonth(2024, 3)), "2024-02-01..2024-02-29"},
      {MonthPeriod(absl::CivilMonth(2024, 1)), "2023-12-01..2023-12-31"},
      {QuarterPeriod(2024, 1), "2023-10-01..2023-12-31"},
      {HalfYearPeriod(2024, 1), "2023-07-01..2023-12-31"},
      {YearPeriod(2024), "2023-01-01..2023-12-31"},
      {YearToDatePeriod(Day("2024-09-30")), "2023-01-01..2023-09-30"},
      {Range("2024-03-01", "2024-03-31"), "2024-01-30..2024-02-29"},
      {Range("2024-01-01", "2024-01-10"), "2023-12-22..2023-12-31"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Days(PrecedingPeriod(c.period)), c.before) << Days(c.period);
    EXPECT_EQ(ComparedPeriod(c.period, PeriodBefore{}), PrecedingPeriod(c.period));
  }
}

std::vector<std::string> Split(const Period& period, PeriodKind unit) {
  std::vector<std::string> parts;
  for (const NamedPeriod& part : SplitPeriod(period, unit)) {
    parts.push_back(
        absl::StrCat(part.key, " ", Days(part.period), part.period.kind == unit ? "" : " cut"));
  }
  return parts;
}

TEST(PeriodTest, FallsIntoParts) {
  EXPECT_THAT(Split(Range("2023-11-15", "2024-02-29"), PeriodKind::kMonth),
              ElementsAre("2023-11 2023-11-15..2023-11-30 cut", "2023-12 2023-12-01..2023-12-31",
                          "2024-01 2024-01-01..2024-01-31", "2024-02 2024-02-01..2024-02-29"));
  EXPECT_THAT(
      Split(Range("2023-11-15", "2024-03-30"), PeriodKind::kQuarter),
      ElementsAre("2023-Q4 2023-11-15..2023-12-31 cut", "2024-Q1 2024-01-01..2024-03-30 cut"));
  EXPECT_THAT(Split(HalfYearPeriod(2024, 2), PeriodKind::kQuarter),
              ElementsAre("2024-Q3 2024-07-01..2024-09-30", "2024-Q4 2024-10-01..2024-12-31"));
  EXPECT_THAT(Split(YearPeriod(2024), PeriodKind::kYear),
              ElementsAre("2024 2024-01-01..2024-12-31"));
  EXPECT_THAT(Split(DayPeriod(Day("2024-02-29")), PeriodKind::kYear),
              ElementsAre("2024 2024-02-29..2024-02-29 cut"));
}

TEST(PeriodTest, AnOnlyPartIsThePeriodItself) {
  for (const Period& period :
       {YearToDatePeriod(Day("2024-09-30")), QuarterPeriod(2024, 3), HalfYearPeriod(2024, 1)}) {
    const std::vector<NamedPeriod> parts = SplitPeriod(period, PeriodKind::kYear);
    ASSERT_EQ(parts.size(), 1u);
    EXPECT_EQ(parts[0].period, period);
  }
}

}  // namespace
}  // namespace jurimeter
