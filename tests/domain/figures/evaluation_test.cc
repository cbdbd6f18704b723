// Every kind of figure: its value, each status that it can have, and its text.
#include "domain/figures/evaluation.h"

#include <gmock/gmock.h>

#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/domain/figures/figure_world.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;

constexpr FigureStatus kOk = FigureStatus::kOk;
constexpr FigureStatus kNoData = FigureStatus::kNoData;
constexpr FigureStatus kUndefined = FigureStatus::kUndefined;
constexpr FigureStatus kOverflow = FigureStatus::kOverflow;
constexpr FigureStatus kNotApplicable = FigureStatus::kNotApplicable;
constexpr Exact kNothing{};
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

const Period k2022 = YearPeriod(2022);
const Period k2023 = YearPeriod(2023);
const Period k2024 = YearPeriod(2024);

MATCHER_P3(HasFigure, status, exact, display, "") {
  if (arg.status == status && arg.exact == Exact(exact) && arg.display == display) return true;
  *result_listener << "status " << static_cast<int>(arg.status) << ", display " << arg.display;
  return false;
}

// The world with `derived` behind its flows and stocks.
World WorldWith(const std::vector<IndicatorSpec>& derived) {
  CatalogSpec spec = WorldSpec();
  for (const IndicatorSpec& each : derived) spec.indicators.push_back(each);
  return World(spec);
}

Display Percent(int decimals) { return In(Scale::kPercent, decimals); }

TEST(EvaluationTest, FlowsOfAnyPeriod) {
  World world(WorldSpec());
  world.AddFlow("a1", "f", "2023-01-01", 1);
  world.AddFlow("a1", "f", "2023-06-30", 10, "x");
  world.AddFlow("b1", "f", "2023-07-01", 100);
  world.AddFlow("a1", "f", "2023-12-31", 1000, "y");
  world.AddFlow("a1", "f", "2024-02-29", 10'000);
  const struct {
    Period period;
    int64_t value;
  } kCases[] = {
      {k2023, 1111},
      {HalfYearPeriod(2023, 1), 11},
      {HalfYearPeriod(2023, 2), 1100},
      {QuarterPeriod(2023, 2), 10},
      {MonthPeriod(absl::CivilMonth(2023, 12)), 1000},
      {DayPeriod(absl::CivilDay(2023, 6, 30)), 10},
      {DayPeriod(absl::CivilDay(2024, 2, 29)), 10'000},
      {YearToDatePeriod(absl::CivilDay(2023, 7, 1)), 111},
      {YearToDatePeriod(absl::CivilDay(2023, 6, 29)), 1},
      {RangePeriod(absl::CivilDay(2023, 6, 30), absl::CivilDay(2024, 3, 1)), 11'110},
      {RangePeriod(absl::CivilDay(2023, 1, 2), absl::CivilDay(2023, 12, 30)), 110},
  };
  for (const auto& c : kCases) {
    EXPECT_THAT(world.Ask("f", c.period), HasFigure(kOk, c.value, std::to_string(c.value)));
  }
  EXPECT_THAT(world.Ask("f", MonthPeriod(absl::CivilMonth(2023, 2))),
              HasFigure(kNoData, kNothing, ""));
  EXPECT_THAT(world.Ask("f", DayPeriod(absl::CivilDay(2023, 6, 29))),
              HasFigure(kNoData, kNothing, ""));
}

TEST(EvaluationTest, ANilReportIsAZeroAndSilenceIsNone) {
  World world = WorldWith(
      {Defined("rate", Ratio{"g", "f"}, Percent(0)), Defined("growth", Growth{"f"}, Percent(0)),
       Defined("multiple", Multiple{"f"}, In(Scale::kTimes, 1)),
       Defined("change", Change{"f"}, In(Scale::kOne, 0, Sign::kAlways)),
       Defined("so_far", Cumulative{.flow = "f"}), Defined("both", Sum{{{"f"}, {"g"}}}),
       Defined("in_x", Part{"f", "x"}), Defined("share_x", Share{"f", "x"}, Percent(0)),
       Defined("covered", Coverage{"f"}, Percent(0)), Defined("most", Maximum{"f", Siblings{}}),
       Defined("idle", CountBeyond{"f", Siblings{}, ThresholdTest::kAtMost}),
       Defined("rank", Rank{"f", Siblings{0, 2}})});
  for (const char* code : {"f", "rate", "so_far", "both", "in_x", "most", "idle"}) {
    EXPECT_THAT(world.Ask(code, k2022), HasFigure(kNoData, kNothing, ""));
  }
  world.AddFlow("a1", "f", "2022-05-01", 0);
  for (const char* code : {"f", "so_far", "both"}) {
    EXPECT_THAT(world.Ask(code, k2022), HasFigure(kOk, int64_t{0}, "0"));
  }
  // It says nothing of categories that it does not name.
  EXPECT_THAT(world.Ask("in_x", k2022), HasFigure(kNoData, kNothing, ""));
  EXPECT_THAT(world.Ask("share_x", k2022), HasFigure(kUndefined, (RatioParts{0, 0}), ""));
  EXPECT_THAT(world.Ask("rate", k2022), HasFigure(kUndefined, (RatioParts{0, 0}), ""));
  EXPECT_THAT(world.Ask("covered", k2022), HasFigure(kOk, (RatioParts{1, 6}), "17%"));
  EXPECT_THAT(world.Ask("f", MonthPeriod(absl::CivilMonth(2022, 5))),
              HasFigure(kOk, int64_t{0}, "0"));
  EXPECT_THAT(world.Ask("f", MonthPeriod(absl::CivilMonth(2022, 6))),
              HasFigure(kNoData, kNothing, ""));
  // From a true 0 there is a change, but no growth; towards one, both.
  world.AddFlow("a1", "f", "2023-05-01", 12);
  EXPECT_THAT(world.Ask("change", k2023), HasFigure(kOk, (GrowthParts{12, 0, 1, 1}), "+12"));
  EXPECT_THAT(world.Ask("growth", k2023), HasFigure(kUndefined, (GrowthParts{12, 0, 1, 1}), ""));
  EXPECT_THAT(world.Ask("multiple", k2023), HasFigure(kUndefined, (GrowthParts{12, 0, 1, 1}), ""));
  world.AddFlow("a1", "f", "2024-05-01", 0, "x");
  EXPECT_THAT(world.Ask("change", k2024), HasFigure(kOk, (GrowthParts{0, 12, 1, 1}), "-12"));
  EXPECT_THAT(world.Ask("growth", k2024), HasFigure(kOk, (GrowthParts{0, 12, 1, 1}), "-100%"));
  EXPECT_THAT(world.Ask("in_x", k2024), HasFigure(kOk, int64_t{0}, "0"));
  // It takes part in comparisons of bureaus.
  EXPECT_THAT(world.Ask("most", k2024), HasFigure(kOk, int64_t{0}, "0"));
  world.AddFlow("a2", "f", "2024-05-01", 3);
  EXPECT_THAT(world.Ask("most", k2024), HasFigure(kOk, int64_t{3}, "3"));
  EXPECT_THAT(world.Ask("idle", k2024), HasFigure(kOk, int64_t{1}, "1"));
  EXPECT_THAT(world.Ask("rank", k2024, "", {"a1"}), HasFigure(kOk, (RankParts{2, 2}), "2"));
  EXPECT_THAT(world.Ask("rank", k2024, "", {"a3"}), HasFigure(kNoData, kNothing, ""));
}

TEST(EvaluationTest, ACumulativeOverYearsThatAreNotCountedIsNotServed) {
  World world = WorldWith({Defined("three_years", Cumulative{.flow = "f", .years = 3}),
                           Defined("rate", Ratio{"three_years", "g"}, Percent(0)),
                           Defined("both", Sum{{{"three_years"}, {"g"}}}),
                           Defined("growth", Growth{"three_years"}, Percent(0))});
  for (const char* day : {"2018-05-01", "2019-05-01", "2020-05-01", "2021-05-01"}) {
    world.AddFlow("a1", "f", day, 10);
    world.AddFlow("a1", "g", day, 10);
  }
  for (const char* code : {"three_years", "rate", "both", "growth"}) {
    EXPECT_THAT(world.Ask(code, YearPeriod(2019)), HasFigure(kNotApplicable, kNothing, ""));
  }
  EXPECT_THAT(world.Ask("three_years", YearPeriod(2020)), HasFigure(kOk, int64_t{30}, "30"));
  EXPECT_EQ(world.Ask("both", YearPeriod(2020)).display, "40");
  EXPECT_THAT(world.Ask("growth", YearPeriod(2020)), HasFigure(kNotApplicable, kNothing, ""));
  EXPECT_EQ(world.Ask("growth", YearPeriod(2021)).display, "0%");
}

TEST(EvaluationTest, NilReportsOnBothSidesOfARatio) {
  World world = WorldWith({Defined("rate", Ratio{"g", "f"}, Percent(0))});
  world.AddFlow("a1", "g", "2022-05-01", 0);
  EXPECT_THAT(world.Ask("rate", k2022), HasFigure(kUndefined, (RatioParts{0, 0}), ""));
  world.AddFlow("a1", "f", "2022-05-01", 5);
  EXPECT_THAT(world.Ask("rate", k2022), HasFigure(kOk, (RatioParts{0, 5}), "0%"));
}

TEST(EvaluationTest, StocksAtTheEndOfAnyPeriod) {
  World world(WorldSpec());
  world.AddLevel("a1", "s", "2017-12-31", 1);  // before the first year
  world.AddLevel("a1", "s", "2022-03-10", 20, "x");
  world.AddLevel("a1", "s", "2022-03-20", 25, "x");
  world.AddLevel("a1", "s", "2022-05-01", 300, "y");
  world.AddLevel("b1", "s", "2023-03-15", 4000);
  const struct {
    absl::CivilDay last;
    int64_t value;
  } kCases[] = {{absl::CivilDay(2022, 3, 10), 20},   {absl::CivilDay(2022, 3, 19), 20},
                {absl::CivilDay(2022, 3, 20), 25},   {absl::CivilDay(2022, 4, 30), 25},
                {absl::CivilDay(2022, 5, 1), 325},   {absl::CivilDay(2023, 3, 14), 325},
                {absl::CivilDay(2023, 3, 15), 4325}, {absl::CivilDay(2030, 1, 1), 4325}};
  for (const auto& c : kCases) {
    EXPECT_THAT(world.Ask("s", YearToDatePeriod(c.last)),
                HasFigure(kOk, c.value, std::to_string(c.value)))
        << c.last;
  }
  EXPECT_THAT(world.Ask("s", DayPeriod(absl::CivilDay(2022, 3, 9))),
              HasFigure(kNoData, kNothing, ""));
}

TEST(EvaluationTest, Cumulatives) {
  Cumulative since{"f"}, span{"f"};
  since.since_year = 2022;
  span.years = 2;
  World world =
      WorldWith({Defined("ever", Cumulative{"f"}), Defined("since", since), Defined("span", span)});
  world.AddFlow("a1", "f", "2020-05-01", 1);
  world.AddFlow("a1", "f", "2022-05-01", 20);
  world.AddFlow("a1", "f", "2023-05-01", 300);
  world.AddFlow("a1", "f", "2023-05-02", 4000);
  const Period to_may = YearToDatePeriod(absl::CivilDay(2023, 5, 1));
  EXPECT_THAT(world.Ask("ever", to_may), HasFigure(kOk, int64_t{321}, "321"));
  EXPECT_THAT(world.Ask("since", to_may), HasFigure(kOk, int64_t{320}, "320"));
  EXPECT_THAT(world.Ask("span", to_may), HasFigure(kOk, int64_t{320}, "320"));
  EXPECT_THAT(world.Ask("span", k2024), HasFigure(kOk, int64_t{4300}, "4300"));
  EXPECT_THAT(world.Ask("since", YearPeriod(2021)), HasFigure(kNoData, kNothing, ""));
  EXPECT_THAT(world.Ask("ever", YearPeriod(2019)), HasFigure(kNoData, kNothing, ""));
  EXPECT_THAT(world.Ask("ever", YearPeriod(2021)), HasFigure(kOk, int64_t{1}, "1"));
}

TEST(EvaluationTest, SumsWithCoefficientsAndOpeningStocks) {
  World world = WorldWith({
      Defined("settled", Sum{{{"f"}, {"g"}}}),
      Defined("lost", Sum{{{"f"}, {"g", -1}}}),
      Defined("double", Sum{{{"lost", 2}, {"g", 3}}}),
      Defined("due", Sum{{{"f"}, {"s", 1, true}}}),
      Defined("rate", Ratio{"g", "due"}, Percent(2)),
      Defined("complement", Ratio{"lost", "f"}, Percent(1)),
      Defined("beyond", Ratio{"g", "lost"}, Percent(1)),
  });
  EXPECT_THAT(world.Ask("settled", k2023), HasFigure(kNoData, kNothing, ""));
  world.AddFlow("a1", "f", "2023-02-01", 51);
  EXPECT_THAT(world.Ask("settled", k2023), HasFigure(kOk, int64_t{51}, "51"));
  world.AddFlow("a1", "g", "2023-02-01", 41);
  world.AddLevel("a1", "s", "2022-11-30", 8);
  world.AddLevel("a1", "s", "2023-01-01", 1000);
  EXPECT_THAT(world.Ask("settled", k2023), HasFigure(kOk, int64_t{92}, "92"));
  EXPECT_THAT(world.Ask("lost", k2023), HasFigure(kOk, int64_t{10}, "10"));
  EXPECT_THAT(world.Ask("double", k2023), HasFigure(kOk, int64_t{143}, "143"));
  // The stock is that of the end of 2022.
  EXPECT_THAT(world.Ask("due", k2023), HasFigure(kOk, int64_t{59}, "59"));
  EXPECT_THAT(world.Ask("due", MonthPeriod(absl::CivilMonth(2023, 2))),
              HasFigure(kOk, int64_t{1051}, "1051"));
  EXPECT_THAT(world.Ask("rate", k2023), HasFigure(kOk, (RatioParts{41, 59}), "69.49%"));
  EXPECT_THAT(world.Ask("complement", k2023), HasFigure(kOk, (RatioParts{10, 51}), "19.6%"));
  world.AddFlow("a1", "g", "2023-02-02", 20);
  EXPECT_THAT(world.Ask("lost", k2023), HasFigure(kOk, int64_t{-10}, "-10"));
  EXPECT_THAT(world.Ask("beyond", k2023), HasFigure(kUndefined, (RatioParts{61, -10}), ""));
  world.AddFlow("b1", "f", "2023-02-02", kMax);
  EXPECT_THAT(world.Ask("lost", k2023), HasFigure(kOverflow, kNothing, ""));
}

TEST(EvaluationTest, SumsThatShareTheirTermsAreCountedOnce) {
  // x31 has 2^31 paths to the flow, and y31 as many.
  std::vector<IndicatorSpec> derived = {Defined("x0", Sum{{{"f"}}}), Defined("y0", Sum{{{"f"}}})};
  for (int i = 0; i + 1 < kMaxDefinitionDepth; ++i) {
    const Sum both{{{absl::StrCat("x", i)}, {absl::StrCat("y", i)}}};
    derived.push_back(Defined(absl::StrCat("x", i + 1), both));
    derived.push_back(Defined(absl::StrCat("y", i + 1), both));
  }
  World world = WorldWith(derived);
  world.AddFlow("a1", "f", "2023-05-01", 3);
  EXPECT_THAT(world.Ask("x31", k2023), HasFigure(kOk, 3 * (int64_t{1} << 31), "6442450944"));
}

TEST(EvaluationTest, PartsAndShares) {
  World world =
      WorldWith({Defined("part", Part{"f", "x"}), Defined("share", Share{"f", "x"}, Percent(1)),
                 Defined("stock_share", Share{"s", "y"}, Percent(1))});
  EXPECT_THAT(world.Ask("part", k2023), HasFigure(kNoData, kNothing, ""));
  EXPECT_THAT(world.Ask("share", k2023), HasFigure(kNoData, kNothing, ""));
  world.AddFlow("a1", "f", "2023-02-01", 200, "y");
  EXPECT_THAT(world.Ask("part", k2023), HasFigure(kNoData, kNothing, ""));
  EXPECT_THAT(world.Ask("share", k2023), HasFigure(kOk, (RatioParts{0, 200}), "0%"));
  world.AddFlow("a1", "f", "2023-02-01", 87, "x");
  world.AddFlow("b1", "f", "2023-02-01", 13);
  EXPECT_THAT(world.Ask("part", k2023), HasFigure(kOk, int64_t{87}, "87"));
  EXPECT_THAT(world.Ask("share", k2023), HasFigure(kOk, (RatioParts{87, 300}), "29%"));
  EXPECT_THAT(world.Ask("share", k2023, "4202"), HasFigure(kOk, (RatioParts{0, 13}), "0%"));
  world.AddLevel("a1", "s", "2023-02-01", 0, "y");
  EXPECT_THAT(world.Ask("stock_share", k2023), HasFigure(kUndefined, (RatioParts{0, 0}), ""));
  world.AddLevel("a1", "s", "2023-02-02", 3, "y");
  world.AddLevel("a1", "s", "2023-02-03", 1, "x");
  EXPECT_THAT(world.Ask("stock_share", k2023), HasFigure(kOk, (RatioParts{3, 4}), "75%"));
}

TEST(EvaluationTest, AveragesMoneyAndPer) {
  Display days = In(Scale::kOne, 2);
  days.with_unit = true;
  IndicatorSpec average = Defined("average", Ratio{"money", "f"}, days);
  average.unit_zh = "元";
  IndicatorSpec inverse = Defined("inverse", Ratio{"f", "money"}, In(Scale::kOne, 4));
  IndicatorSpec money = Defined("total", Sum{{{"money"}}}, In(Scale::kYi, 1));
  money.unit_zh = "元";
  money.display.with_unit = true;
  World world = WorldWith(
      {average, inverse, money, Defined("per", Ratio{"f", "s", 100'000}, In(Scale::kOne, 2))});
  world.AddFlow("a1", "money", "2023-02-01", 1'039'000'000'050);  // 分
  EXPECT_THAT(world.Ask("total", k2023), HasFigure(kOk, int64_t{1'039'000'000'050}, "103.9亿元"));
  EXPECT_THAT(world.Ask("money", k2023), HasFigure(kOk, int64_t{1'039'000'000'050}, "10390000001"));
  EXPECT_EQ(world.Ask("average", k2023).indicator->quantity_decimals, 2);
  EXPECT_THAT(world.Ask("average", k2023),
              HasFigure(kUndefined, (RatioParts{1'039'000'000'050, 0}), ""));
  world.AddFlow("a1", "f", "2023-02-01", 4);
  EXPECT_THAT(world.Ask("average", k2023),
              HasFigure(kOk, (RatioParts{1'039'000'000'050, 4}), "2597500000.13元"));
  EXPECT_THAT(world.Ask("inverse", YearPeriod(2022)), HasFigure(kNoData, kNothing, ""));
  EXPECT_THAT(world.Ask("inverse", k2023),
              HasFigure(kOk, (RatioParts{4, 1'039'000'000'050}), "0.0000000004"));
  world.AddLevel("a1", "s", "2023-02-01", 12'800);
  EXPECT_THAT(world.Ask("per", k2023), HasFigure(kOk, (RatioParts{4, 12'800}), "31.25"));
}

TEST(EvaluationTest, RegionShares) {
  World world = WorldWith({Defined("share", RegionShare{"f", 2}, Percent(2)),
                           Defined("city_share", RegionShare{"f", 4}, Percent(2))});
  world.AddFlow("a1", "f", "2023-02-01", 40);
  world.AddFlow("a3", "f", "2023-02-01", 20);
  world.AddFlow("b1", "f", "2023-02-01", 60);
  world.AddFlow("c1", "f", "2023-02-01", 1000);
  EXPECT_THAT(world.Ask("share", k2023, "4201"), HasFigure(kOk, (RatioParts{60, 120}), "50%"));
  EXPECT_THAT(world.Ask("share", k2023, "420106"), HasFigure(kOk, (RatioParts{40, 120}), "33.33%"));
  EXPECT_THAT(world.Ask("city_share", k2023, "420106"),
              HasFigure(kOk, (RatioParts{40, 60}), "66.67%"));
  EXPECT_THAT(world.Ask("share", k2023, "4301"), HasFigure(kOk, (RatioParts{1000, 1000}), "100%"));
  EXPECT_THAT(world.Ask("share", k2023, "42", {}), HasFigure(kNotApplicable, kNothing, ""));
  EXPECT_THAT(world.Ask("share", k2023), HasFigure(kNotApplicable, kNothing, ""));
  EXPECT_THAT(world.Ask("city_share", k2023, "4201"), HasFigure(kNotApplicable, kNothing, ""));
  EXPECT_THAT(world.Ask("share", k2022, "4201"), HasFigure(kNoData, kNothing, ""));
  EXPECT_THAT(world.Ask("share", k2023, "4302"), HasFigure(kOk, (RatioParts{0, 1000}), "0%"));
}

TEST(EvaluationTest, Comparisons) {
  const Comparison before = PeriodBefore{};
  World world = WorldWith({
      Defined("growth", Growth{"f"}, Percent(1)),
      Defined("chain", Growth{"f", before}, Percent(1)),
      Defined("two", Growth{"f", YearsBefore{2}}, Percent(1)),
      Defined("times", Multiple{"f"}, In(Scale::kTimes, 2)),
      Defined("change", Change{"f"}, In(Scale::kOne, 0, Sign::kWords)),
      Defined("growth_times", Growth{"f"}, In(Scale::kTimes, 2, Sign::kWords)),
  });
  world.AddFlow("a1", "f", "2022-02-01", 100);
  world.AddFlow("a1", "f", "2023-02-01", 296);
  world.AddFlow("a1", "f", "2023-03-01", 74);
  world.AddFlow("a1", "f", "2024-02-29", 296);
  const Period february = MonthPeriod(absl::CivilMonth(2023, 2));
  const Period march = MonthPeriod(absl::CivilMonth(2023, 3));
  const struct {
    const char* indicator;
    Period period;
    FigureStatus status;
    Exact exact;
    const char* display;
  } kCases[] = {
      {"growth", february, kOk, GrowthParts{296, 100}, "196%"},
      {"growth", k2023, kOk, GrowthParts{370, 100}, "270%"},
      {"growth", MonthPeriod(absl::CivilMonth(2024, 2)), kOk, GrowthParts{296, 296}, "0%"},
      {"growth", DayPeriod(absl::CivilDay(2024, 2, 29)), kUndefined, GrowthParts{296, 0}, ""},
      {"growth", march, kUndefined, GrowthParts{74, 0}, ""},
      {"growth", YearPeriod(2025), kNoData, kNothing, ""},
      {"chain", march, kOk, GrowthParts{74, 296}, "-75%"},
      {"chain", february, kUndefined, GrowthParts{296, 0}, ""},
      {"two", k2024, kOk, GrowthParts{296, 100}, "196%"},
      {"times", february, kOk, GrowthParts{296, 100}, "2.96倍"},
      {"times", march, kUndefined, GrowthParts{74, 0}, ""},
      {"times", YearPeriod(2025), kNoData, kNothing, ""},
      {"growth_times", february, kOk, GrowthParts{296, 100}, "增长1.96倍"},
      {"change", february, kOk, GrowthParts{296, 100}, "增加196"},
      {"change", k2024, kOk, GrowthParts{296, 370}, "减少74"},
      {"change", march, kUndefined, GrowthParts{74, 0}, ""},
      {"change", YearPeriod(2025), kNoData, kNothing, ""},
      {"change", MonthPeriod(absl::CivilMonth(2024, 2)), kOk, GrowthParts{296, 296}, "持平"},
  };
  for (const auto& c : kCases) {
    EXPECT_THAT(world.Ask(c.indicator, c.period), HasFigure(c.status, c.exact, c.display))
        << c.indicator << ' ' << DayText(c.period.first);
  }
  // The first year is 2018: of the period before there are but 14 days, which are not it.
  world.AddFlow("a1", "f", "2018-01-01", 1);
  world.AddFlow("a1", "f", "2018-01-20", 9);
  const Period start = RangePeriod(absl::CivilDay(2018, 1, 15), absl::CivilDay(2018, 2, 14));
  EXPECT_THAT(world.Ask("chain", start), HasFigure(kUndefined, (GrowthParts{9, 0}), ""));
  PeriodQuery compared = {.period = start, .indicators = {"f"}, .compare = before};
  EXPECT_EQ(world.Ask(compared).figures[0].compared->status, kNoData);
  // A prior level of zero is no growth, but a change.
  World stocks = WorldWith({Defined("growth", Growth{"s"}), Defined("change", Change{"s"})});
  stocks.AddLevel("a1", "s", "2022-01-01", 0);
  stocks.AddLevel("a1", "s", "2023-01-01", 5);
  EXPECT_THAT(stocks.Ask("growth", k2023), HasFigure(kUndefined, (GrowthParts{5, 0}), ""));
  EXPECT_THAT(stocks.Ask("change", k2023), HasFigure(kOk, (GrowthParts{5, 0}), "5"));
}

TEST(EvaluationTest, ComparisonsOfRatios) {
  World world = WorldWith({
      Defined("rate", Ratio{"g", "f"}, Percent(2)),
      Defined("points", Change{"rate"}, In(Scale::kPercentagePoints, 1, Sign::kAlways)),
      Defined("mean", Ratio{"money", "f"}, In(Scale::kOne, 2)),
      Defined("mean_growth", Growth{"mean"}, Percent(1)),
      Defined("mean_times", Multiple{"mean"}, In(Scale::kTimes, 1)),
      Defined("mean_change", Change{"mean"}, In(Scale::kOne, 2, Sign::kAlways)),
  });
  world.AddFlow("a1", "f", "2022-02-01", 200);
  world.AddFlow("a1", "g", "2022-02-01", 150);
  world.AddFlow("a1", "money", "2022-02-01", 100'000);
  world.AddFlow("a1", "f", "2023-02-01", 500);
  world.AddFlow("a1", "g", "2023-02-01", 417);
  world.AddFlow("a1", "money", "2023-02-01", 300'000);
  EXPECT_THAT(world.Ask("points", k2023),
              HasFigure(kOk, (GrowthParts{417, 150, 500, 200}), "+8.4个百分点"));
  EXPECT_THAT(world.Ask("points", k2022), HasFigure(kUndefined, (GrowthParts{150, 0, 200, 1}), ""));
  EXPECT_THAT(world.Ask("points", k2024), HasFigure(kNoData, kNothing, ""));
  EXPECT_THAT(world.Ask("mean_growth", k2023),
              HasFigure(kOk, (GrowthParts{300'000, 100'000, 500, 200}), "20%"));
  EXPECT_THAT(world.Ask("mean_times", k2023),
              HasFigure(kOk, (GrowthParts{300'000, 100'000, 500, 200}), "1.2倍"));
  EXPECT_THAT(world.Ask("mean_change", k2023),
              HasFigure(kOk, (GrowthParts{300'000, 100'000, 500, 200}), "+1"));
  world.AddFlow("a1", "g", "2024-02-01", 1);
  EXPECT_THAT(world.Ask("points", k2024), HasFigure(kUndefined, (GrowthParts{1, 417, 0, 500}), ""));
}

TEST(EvaluationTest, AverageGrowths) {
  World world = WorldWith({Defined("average", AverageGrowth{"f", 4}, Percent(2)),
                           Defined("negative", Sum{{{"g"}, {"f", -1}}}),
                           Defined("average_negative", AverageGrowth{"negative", 1}, Percent(2))});
  world.AddFlow("a1", "f", "2019-02-01", 100);
  world.AddFlow("a1", "f", "2022-02-01", 100);
  world.AddFlow("a1", "f", "2023-02-01", 146);
  EXPECT_THAT(world.Ask("average", k2023), HasFigure(kOk, (GrowthParts{146, 100}), "9.92%"));
  EXPECT_THAT(world.Ask("average", k2022), HasFigure(kUndefined, (GrowthParts{100, 0}), ""));
  EXPECT_THAT(world.Ask("average", k2024), HasFigure(kNoData, kNothing, ""));
  EXPECT_THAT(world.Ask("average_negative", k2023),
              HasFigure(kUndefined, (GrowthParts{-146, -100}), ""));
}

TEST(EvaluationTest, Ranks) {
  World world = WorldWith({
      Defined("cities", Rank{"f", Siblings{4, 0}, false}),
      Defined("in_province", Rank{"f", Siblings{4, 2}, false}),
      Defined("bureaus", Rank{"f", Siblings{0, 0}, false}),
      Defined("bureaus_near", Rank{"f", Siblings{0, 4}, true}),
      Defined("rate", Ratio{"g", "f"}, Percent(2)),
      Defined("least_rate", Rank{"rate", Siblings{0, 0}, true}),
  });
  world.AddFlow("a1", "f", "2023-02-01", 20);  // 4201: 30
  world.AddFlow("a2", "f", "2023-02-01", 10);
  world.AddFlow("b1", "f", "2023-02-01", 20);  // 4202: 20
  world.AddFlow("c1", "f", "2023-02-01", 20);  // 4301: 20
  world.AddFlow("d1", "f", "2023-02-01", 5);   // 4302: 5
  const struct {
    const char* indicator;
    const char* region;
    std::vector<std::string> bureaus;
    FigureStatus status;
    Exact exact;
    const char* display;
  } kCases[] = {
      {"cities", "4201", {}, kOk, RankParts{1, 4}, "1"},
      {"cities", "4202", {}, kOk, RankParts{2, 4}, "2"},
      {"cities", "4301", {}, kOk, RankParts{2, 4}, "2"},
      {"cities", "4302", {}, kOk, RankParts{4, 4}, "4"},
      {"in_province", "4302", {}, kOk, RankParts{2, 2}, "2"},
      {"cities", "42", {}, kNotApplicable, kNothing, ""},
      {"cities", "", {}, kNotApplicable, kNothing, ""},
      {"cities", "420106", {}, kNotApplicable, kNothing, ""},
      {"cities", "4201", {"a1"}, kNotApplicable, kNothing, ""},
      {"cities", "4203", {}, kNoData, kNothing, ""},
      {"bureaus", "", {"a1"}, kOk, RankParts{1, 5}, "1"},
      {"bureaus", "", {"b1"}, kOk, RankParts{1, 5}, "1"},
      {"bureaus", "", {"a2"}, kOk, RankParts{4, 5}, "4"},
      {"bureaus", "", {"d2"}, kNoData, kNothing, ""},
      {"bureaus", "", {"a1", "a2"}, kNotApplicable, kNothing, ""},
      {"bureaus", "", {}, kNotApplicable, kNothing, ""},
      {"bureaus_near", "", {"a2"}, kOk, RankParts{1, 2}, "1"},
      {"bureaus_near", "", {"a1"}, kOk, RankParts{2, 2}, "2"},
      {"least_rate", "", {"a1"}, kOk, RankParts{1, 5}, "1"},
  };
  for (const auto& c : kCases) {
    EXPECT_THAT(world.Ask(c.indicator, k2023, c.region, c.bureaus),
                HasFigure(c.status, c.exact, c.display))
        << c.indicator << ' ' << c.region;
  }
  EXPECT_THAT(world.Ask("cities", k2022, "4201"), HasFigure(kNoData, kNothing, ""));
  // Equal fractions of other numbers share a rank: 10/20 and 5/10.
  world.AddFlow("a1", "g", "2023-02-01", 10);
  world.AddFlow("a2", "g", "2023-02-01", 5);
  world.AddFlow("b1", "g", "2023-02-01", 9);
  EXPECT_THAT(world.Ask("least_rate", k2023, "", {"a1"}), HasFigure(kOk, (RankParts{4, 5}), "4"));
  EXPECT_THAT(world.Ask("least_rate", k2023, "", {"a2"}), HasFigure(kOk, (RankParts{4, 5}), "4"));
  EXPECT_THAT(world.Ask("least_rate", k2023, "", {"b1"}), HasFigure(kOk, (RankParts{3, 5}), "3"));
}

TEST(EvaluationTest, WhatIsSaidOfAllNeedsTheNumbersOfAll) {
  World world = WorldWith({
      Defined("huge", Sum{{{"f", kMaxCoefficient}}}),
      Defined("most", Maximum{"huge", Siblings{0, 0}}),
      Defined("many", CountBeyond{"huge", Siblings{0, 0}, ThresholdTest::kMoreThan, 1, 0}),
      Defined("place", Rank{"huge", Siblings{0, 0}, false}),
  });
  world.AddFlow("a1", "f", "2023-02-01", 1);
  world.AddFlow("a2", "f", "2023-02-01", kMax / kMaxCoefficient + 1);
  EXPECT_EQ(world.Ask("most", k2023, "", {"a1"}).status, kOk);
  EXPECT_THAT(world.Ask("most", k2023), HasFigure(kOverflow, kNothing, ""));
  EXPECT_THAT(world.Ask("many", k2023), HasFigure(kOverflow, kNothing, ""));
  EXPECT_THAT(world.Ask("place", k2023, "", {"a1"}), HasFigure(kOverflow, kNothing, ""));
}

TEST(EvaluationTest, CountsBeyondThresholds) {
  const auto beyond = [](const char* of, ThresholdTest test, int64_t threshold, int decimals,
                         int digits) {
    return CountBeyond{of, Siblings{digits, 0}, test, threshold, decimals};
  };
  World world = WorldWith({
      Defined("more", beyond("f", ThresholdTest::kMoreThan, 40, 0, 6)),
      Defined("least", beyond("f", ThresholdTest::kAtLeast, 40, 0, 6)),
      Defined("less", beyond("f", ThresholdTest::kLessThan, 40, 0, 0)),
      Defined("most", beyond("f", ThresholdTest::kAtMost, 40, 0, 0)),
      Defined("rate", Ratio{"g", "f"}, Percent(1)),
      Defined("rated", beyond("rate", ThresholdTest::kAtLeast, 995, 1, 0)),
      Defined("wan", Sum{{{"f"}}}, In(Scale::kWan, 2)),
      Defined("in_wan", beyond("wan", ThresholdTest::kAtLeast, 4, 3, 0)),
  });
  EXPECT_THAT(world.Ask("more", k2023), HasFigure(kNoData, kNothing, ""));
  world.AddFlow("a1", "f", "2023-02-01", 30);  // 420106: 41
  world.AddFlow("a2", "f", "2023-02-01", 11);
  world.AddFlow("a3", "f", "2023-02-01", 40);
  world.AddFlow("b1", "f", "2023-02-01", 500);  // 4202 has not six digits
  world.AddFlow("c1", "f", "2023-02-01", 200);
  world.AddFlow("c1", "g", "2023-02-01", 199);
  EXPECT_THAT(world.Ask("more", k2023), HasFigure(kOk, int64_t{2}, "2"));
  EXPECT_THAT(world.Ask("least", k2023), HasFigure(kOk, int64_t{3}, "3"));
  EXPECT_THAT(world.Ask("more", k2023, "4201"), HasFigure(kOk, int64_t{1}, "1"));
  EXPECT_THAT(world.Ask("less", k2023), HasFigure(kOk, int64_t{2}, "2"));
  EXPECT_THAT(world.Ask("most", k2023), HasFigure(kOk, int64_t{3}, "3"));
  EXPECT_THAT(world.Ask("rated", k2023), HasFigure(kOk, int64_t{1}, "1"));
  EXPECT_THAT(world.Ask("in_wan", k2023), HasFigure(kOk, int64_t{3}, "3"));
  EXPECT_THAT(world.Ask("more", k2023, "4302"), HasFigure(kNoData, kNothing, ""));
}

TEST(EvaluationTest, AMaximumIsPrintedAsWhatItIsOf) {
  World world = WorldWith({Defined("growth", Growth{"f"}, Percent(0)),
                           Defined("most", Maximum{"growth", Siblings{0, 0}}, Percent(0))});
  world.AddFlow("a1", "f", "2022-05-01", 1000);
  world.AddFlow("a1", "f", "2023-05-01", 1996);
  EXPECT_EQ(world.Ask("growth", k2023).display, "100%");
  EXPECT_EQ(world.Ask("most", k2023).display, "100%");
}

TEST(EvaluationTest, Maximums) {
  World world = WorldWith({Defined("most", Maximum{"f", Siblings{0, 0}}),
                           Defined("city", Maximum{"f", Siblings{4, 0}}),
                           Defined("rate", Ratio{"g", "f"}, Percent(1)),
                           Defined("best", Maximum{"rate", Siblings{0, 0}}, Percent(1))});
  EXPECT_THAT(world.Ask("most", k2023), HasFigure(kNoData, kNothing, ""));
  world.AddFlow("a1", "f", "2023-02-01", 20);
  world.AddFlow("a2", "f", "2023-02-01", 30);
  world.AddFlow("b1", "f", "2023-02-01", 7);
  world.AddFlow("c1", "f", "2023-02-01", 30);
  EXPECT_THAT(world.Ask("most", k2023), HasFigure(kOk, int64_t{30}, "30"));
  EXPECT_THAT(world.Ask("most", k2023).holders, ElementsAre("a2", "c1"));
  EXPECT_THAT(world.Ask("most", k2023, "4201").holders, ElementsAre("a2"));
  EXPECT_THAT(world.Ask("city", k2023), HasFigure(kOk, int64_t{50}, "50"));
  EXPECT_THAT(world.Ask("city", k2023).holders, ElementsAre("4201"));
  world.AddFlow("b1", "g", "2023-02-01", 6);
  EXPECT_THAT(world.Ask("best", k2023), HasFigure(kOk, (RatioParts{6, 7}), "85.7%"));
}

TEST(EvaluationTest, Coverages) {
  World world = WorldWith({Defined("covered", Coverage{"f"}, Percent(1)),
                           Defined("stock_covered", Coverage{"s"}, Percent(1)),
                           Defined("money_covered", Coverage{"money"}, Percent(1))});
  EXPECT_THAT(world.Ask("covered", k2023), HasFigure(kOk, (RatioParts{0, 6}), "0%"));
  world.AddFlow("a1", "f", "2023-02-01", 1);
  world.AddFlow("b1", "f", "2023-02-01", 1, "x");
  world.AddFlow("d1", "f", "2023-02-01", 1);  // not expected
  world.AddFlow("a2", "f", "2022-02-01", 1);  // another year
  EXPECT_THAT(world.Ask("covered", k2023), HasFigure(kOk, (RatioParts{2, 6}), "33.3%"));
  EXPECT_THAT(world.Ask("covered", k2023, "4202"), HasFigure(kOk, (RatioParts{1, 2}), "50%"));
  EXPECT_THAT(world.Ask("covered", k2023, "4302"), HasFigure(kUndefined, (RatioParts{0, 0}), ""));
  // A level that stands from before was not reported again.
  world.AddLevel("a1", "s", "2022-02-01", 1);
  world.AddLevel("a2", "s", "2023-02-01", 1);
  EXPECT_THAT(world.Ask("stock_covered", k2023), HasFigure(kOk, (RatioParts{1, 8}), "12.5%"));
  // It counts bureaus, not money.
  world.AddFlow("a1", "money", "2023-02-01", 100);
  EXPECT_THAT(world.Ask("money_covered", k2023), HasFigure(kOk, (RatioParts{1, 8}), "12.5%"));
}

}  // namespace
}  // namespace jurimeter
