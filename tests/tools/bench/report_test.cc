// The arithmetic of `jurimeter-bench` and what it prints.
#include "tools/bench/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tools/bench/report_formats.h"
#include "tools/bench/spread.h"

namespace jurimeter::bench {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct SpreadCase {
  std::vector<double> samples;
  double median, min, max;
};

TEST(SpreadTest, IsOfTheSamplesInAnyOrder) {
  const SpreadCase cases[] = {
      {{4}, 4, 4, 4},
      {{2, 1}, 1.5, 1, 2},
      {{9, 1, 5}, 5, 1, 9},
      {{9, 1, 5, 7}, 6, 1, 9},
      {{100, 1, 2, 3, 4}, 3, 1, 100},
  };
  for (const SpreadCase& each : cases) {
    const Spread spread = SpreadOf(each.samples);
    EXPECT_EQ(spread.median, each.median);
    EXPECT_EQ(spread.min, each.min);
    EXPECT_EQ(spread.max, each.max);
  }
}

TEST(QuantileTest, IsTheSmallestSampleThatEnoughDoNotExceed) {
  std::vector<double> hundred;
  for (int n = 100; n > 0; --n) hundred.push_back(n);
  EXPECT_EQ(Quantile(hundred, 0), 1);
  EXPECT_EQ(Quantile(hundred, 0.5), 50);
  EXPECT_EQ(Quantile(hundred, 0.99), 99);
  EXPECT_EQ(Quantile(hundred, 1), 100);
  EXPECT_EQ(Quantile({7}, 0.99), 7);
  EXPECT_EQ(Quantile({7, 3}, 0.51), 7);
}

ReportLine Line(double measured, std::optional<double> baseline, Goal goal) {
  ReportLine line{.name = "a.line",
                  .what = "something",
                  .unit = "things/s",
                  .measured = {.median = measured, .min = measured - 1, .max = measured + 1},
                  .baseline = std::nullopt,
                  .goal = goal};
  if (baseline.has_value()) {
    line.baseline = Baseline{"something else", {*baseline, *baseline, *baseline}};
  }
  return line;
}

struct GoalCase {
  ReportLine line;
  std::optional<double> ratio;
  bool met;
};

TEST(GoalTest, IsOfTheRatioWhereThereIsABaselineElseOfTheMedian) {
  const GoalCase cases[] = {
      {Line(80, 100, {GoalBound::kAtLeast, 0.8}), 0.8, true},
      {Line(79, 100, {GoalBound::kAtLeast, 0.8}), 0.79, false},
      {Line(300, 100, {GoalBound::kAtMost, 3}), 3, true},
      {Line(301, 100, {GoalBound::kAtMost, 3}), 3.01, false},
      {Line(200, std::nullopt, {GoalBound::kAtMost, 200}), std::nullopt, true},
      {Line(201, std::nullopt, {GoalBound::kAtMost, 200}), std::nullopt, false},
      {Line(1, std::nullopt, {GoalBound::kAtLeast, 2}), std::nullopt, false},
  };
  for (const GoalCase& each : cases) {
    EXPECT_EQ(RatioToBaseline(each.line), each.ratio);
    EXPECT_EQ(MeetsGoal(each.line), each.met) << each.line.measured.median;
  }
}

Report TwoLines() {
  Report report;
  report.machine = {.cores = 2, .processor = "A \"chip\"", .memory_mib = 1024, .kernel = "Linux 6"};
  report.database = {.version = "PostgreSQL 15",
                     .fsync = "on",
                     .synchronous_commit = "on",
                     .full_page_writes = "off",
                     .shared_buffers = "256MB"};
  report.rounds = 3;
  report.lines = {Line(1234, 1000, {GoalBound::kAtLeast, 0.8}),
                  Line(201, std::nullopt, {GoalBound::kAtMost, 200})};
  return report;
}

TEST(ReportFormatsTest, JsonHasEverything) {
  const nlohmann::json json = nlohmann::json::parse(ReportAsJson(TwoLines()));
  EXPECT_EQ(json["machine"]["processor"], "A \"chip\"");
  EXPECT_EQ(json["database"]["full_page_writes"], "off");
  EXPECT_EQ(json["rounds"], 3);
  ASSERT_EQ(json["lines"].size(), 2);
  EXPECT_EQ(json["lines"][0]["measured"],
            (nlohmann::json{{"median", 1234}, {"min", 1233}, {"max", 1235}}));
  EXPECT_EQ(json["lines"][0]["baseline"]["what"], "something else");
  EXPECT_EQ(json["lines"][0]["ratio"], 1.234);
  EXPECT_EQ(json["lines"][0]["goal"], (nlohmann::json{{"bound", "at least"}, {"limit", 0.8}}));
  EXPECT_EQ(json["lines"][0]["met"], true);
  EXPECT_TRUE(json["lines"][1]["baseline"].is_null());
  EXPECT_TRUE(json["lines"][1]["ratio"].is_null());
  EXPECT_EQ(json["lines"][1]["met"], false);
}

TEST(ReportFormatsTest, TableHasEverything) {
  const std::string table = ReportAsTable(TwoLines());
  EXPECT_THAT(table, HasSubstr("2 cores, A \"chip\", 1024 MiB"));
  EXPECT_THAT(table, HasSubstr("full_page_writes off"));
  EXPECT_THAT(table, HasSubstr("of 3 rounds"));
  EXPECT_THAT(table, HasSubstr("1234 (1233..1235)"));
  EXPECT_THAT(table, HasSubstr("1.23   at least 0.8  yes\n"));
  EXPECT_THAT(table, HasSubstr("-      at most 200   no\n"));
  EXPECT_THAT(table, HasSubstr("a.line: something; baseline: something else\n"));
  EXPECT_THAT(table, Not(HasSubstr("\n\n\n")));
}

}  // namespace
}  // namespace jurimeter::bench
