#include "services/present/period_words.h"

#include <gmock/gmock.h>

#include <string>

namespace jurimeter::present {
namespace {

using ::testing::HasSubstr;

TEST(PeriodWordsTest, ReadsPeriods) {
  const struct {
    const char* word;
    const char* message;
  } kCases[] = {{"2023", "year: 2023"},
                {"2023-H2", "half_year: \"2023-H2\""},
                {"2023-Q3", "quarter: \"2023-Q3\""},
                {"2023-09", "month: \"2023-09\""},
                {"2023-09-30", "day: \"2023-09-30\""},
                {"ytd:2023-09-30", "year_to_date: \"2023-09-30\""},
                {"2023-01-05..2023-03-07", "range { first: \"2023-01-05\" last: \"2023-03-07\" }"}};
  for (const auto& c : kCases) {
    const auto period = PeriodFromWord(c.word);
    ASSERT_TRUE(period.ok()) << period.status();
    EXPECT_EQ(period->ShortDebugString(), c.message);
  }
}

TEST(PeriodWordsTest, ReadsComparisons) {
  const struct {
    const char* word;
    const char* message;
  } kCases[] = {{"year-before", "years_before: 1"},
                {"3-years-before", "years_before: 3"},
                {"period-before", "period_before { }"}};
  for (const auto& c : kCases) {
    const auto comparison = ComparisonFromWord(c.word);
    ASSERT_TRUE(comparison.ok()) << comparison.status();
    EXPECT_EQ(comparison->ShortDebugString(), c.message);
  }
}

TEST(PeriodWordsTest, ReadsBreakdowns) {
  const struct {
    const char* word;
    const char* message;
  } kCases[] = {{"bureau", "kind: BREAKDOWN_BY_BUREAU"},
                {"year", "kind: BREAKDOWN_BY_YEAR"},
                {"region:4", "region_digits: 4"}};
  for (const auto& c : kCases) {
    const auto breakdown = BreakdownFromWord(c.word);
    ASSERT_TRUE(breakdown.ok()) << breakdown.status();
    EXPECT_EQ(breakdown->ShortDebugString(), c.message);
  }
}

TEST(PeriodWordsTest, RefusesTheRestAndSaysWhatIsExpected) {
  for (const char* word : {"", "23", "2023-13", "2023-Q5", "2023-02-29", "ytd:2023", "-023",
                           "2023-01-05..", "2023-01-05...2023-03-07"}) {
    EXPECT_THAT(std::string(PeriodFromWord(word).status().message()),
                HasSubstr("is no period; expected 2023, "))
        << word;
  }
  for (const char* word : {"", "before", "-1-years-before", "x-years-before", "YEAR-BEFORE"}) {
    EXPECT_THAT(std::string(ComparisonFromWord(word).status().message()),
                HasSubstr("is no comparison; expected year-before"))
        << word;
  }
  for (const char* word : {"", "unspecified", "BUREAU", "week", "region:", "region:x"}) {
    EXPECT_THAT(std::string(BreakdownFromWord(word).status().message()),
                HasSubstr("is no breakdown; expected bureau, "))
        << word;
  }
}

}  // namespace
}  // namespace jurimeter::present
