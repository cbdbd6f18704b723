#include "domain/figures/period_query.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "tests/domain/catalog/sample_catalog.h"
#include "tests/domain/figures/figure_world.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Period k2023 = YearPeriod(2023);

CatalogSpec RatedSpec() {
  CatalogSpec spec = WorldSpec();
  spec.indicators.push_back(Defined("rate", Ratio{"g", "f"}, In(Scale::kPercent, 1)));
  spec.indicators.push_back(Defined("share", Share{"f", "x"}, In(Scale::kPercent, 1)));
  spec.indicators.push_back(Defined("order", Rank{"f", Siblings{0, 0}, false}));
  spec.indicators[1].categories = {{"x", "某", ""}, {"z", "又", ""}};
  spec.regions = {{"4201", "武汉市", "Wuhan"}};
  return spec;
}

// "key name: displays" of each part.
std::vector<std::string> Parts(const PeriodFigures& figures) {
  std::vector<std::string> texts;
  for (const PartFigures& part : figures.parts) {
    std::string text = part.key + " " + part.name_zh + ":";
    for (const Figure& figure : part.figures) {
      text += " " + (figure.status == FigureStatus::kNotApplicable ? "n/a"
                     : figure.display.empty()                      ? "-"
                                                                   : figure.display);
    }
    texts.push_back(text);
  }
  return texts;
}

PeriodQuery Query(const std::vector<std::string>& indicators, std::optional<Breakdown> by) {
  PeriodQuery query = {.period = k2023};
  query.indicators = indicators;
  query.by = by;
  return query;
}

TEST(PeriodQueryTest, TheWholeOfARatioIsNoMeanOfItsParts) {
  World world(RatedSpec());
  world.Flow("a1", "f", "2023-02-01", 100, "x");
  world.Flow("a1", "g", "2023-02-01", 10, "x");
  world.Flow("c1", "f", "2023-11-01", 10);
  world.Flow("c1", "g", "2023-11-01", 10, "z");
  const auto ask = [&world](Breakdown by) { return world.Ask(Query({"f", "g", "rate"}, by)); };
  EXPECT_EQ(ask({BreakdownBy::kYear}).figures[2].display, "18.2%");
  EXPECT_THAT(
      Parts(ask({BreakdownBy::kRegion, 4})),
      ElementsAre("4201 武汉市: 100 10 10%", "4202 : - - -", "4301 : 10 10 100%", "4302 : - - -"));
  EXPECT_THAT(Parts(ask({BreakdownBy::kQuarter})),
              ElementsAre("2023-Q1 : 100 10 10%", "2023-Q2 : - - -", "2023-Q3 : - - -",
                          "2023-Q4 : 10 10 100%"));
  EXPECT_THAT(Parts(ask({BreakdownBy::kYear})), ElementsAre("2023 : 110 20 18.2%"));
  // What is declared by one of both only is no part of their ratio.
  EXPECT_THAT(Parts(ask({BreakdownBy::kCategory})),
              ElementsAre("x 某: 100 10 10%", "y 他: - n/a n/a", "z 又: n/a 10 n/a", " : 10 - 0%"));
  EXPECT_EQ(ask({BreakdownBy::kMonth}).parts.size(), 12u);
}

// What a later catalog no longer declares was reported all the same.
TEST(PeriodQueryTest, ACategoryThatWasLeftOutStaysAPart) {
  World world(RatedSpec());
  world.Flow("a1", "f", "2023-02-01", 5, "x");
  world.Flow("a1", "f", "2023-03-01", 30, "y");
  world.Flow("a2", "f", "2023-04-01", 200);
  world.Flow("a1", "g", "2023-03-01", 3, "x");
  world.Level("a1", "s", "2023-03-01", 7, "x");
  world.Level("a1", "s", "2023-03-01", 10, "y");
  CatalogSpec spec = RatedSpec();
  spec.indicators[0].categories = {{"x", "某某", ""}, {"w", "新", ""}};
  spec.indicators[1].categories = {};  // of g, none
  spec.indicators[3].categories = {{"y", "他", ""}};
  world.Apply(spec);
  const Breakdown by = {BreakdownBy::kCategory};
  const PeriodFigures flows = world.Ask(Query({"f", "g", "rate"}, by));
  EXPECT_EQ(flows.figures[0].display, "235");
  EXPECT_THAT(Parts(flows),
              ElementsAre("x 某某: 5 3 60%", "w 新: - n/a n/a", "y 他: 30 n/a n/a", " : 200 - 0%"));
  EXPECT_THAT(Parts(world.Ask(Query({"g"}, by))), ElementsAre("x 某: 3"));
  EXPECT_EQ(world.Ask("s", k2023).display, "17");
  EXPECT_THAT(Parts(world.Ask(Query({"s"}, by))), ElementsAre("y 他: 10", "x 某: 7"));
  // Where nothing was reported of it, it is no part.
  PeriodQuery earlier = Query({"f"}, by);
  earlier.period = YearPeriod(2022);
  EXPECT_THAT(Parts(world.Ask(earlier)), ElementsAre("x 某某: -", "w 新: -"));
  // Nor may an event name it any more.
  EXPECT_FALSE(world.catalog().FindCategory(*world.catalog().FindIndicator("f"), "y").has_value());
}

// A bureau that was left out does not count at all: neither in the whole nor in a part.
TEST(PeriodQueryTest, ABureauThatWasLeftOutIsNoPartAndNotInTheWhole) {
  World world(RatedSpec());
  world.Flow("a1", "f", "2023-02-01", 5, "x");
  world.Flow("a2", "f", "2023-02-01", 30, "y");
  world.Flow("c1", "f", "2023-02-01", 200);
  CatalogSpec spec = RatedSpec();
  std::erase_if(spec.bureaus, [](const BureauSpec& bureau) { return bureau.code == "a1"; });
  spec.indicators[0].reporters = {"a2"};
  world.Apply(spec);
  for (const auto& [by, parts] : std::vector<std::pair<Breakdown, std::vector<std::string>>>{
           {{BreakdownBy::kRegion, 2}, {"42 : 30", "43 : 200"}},
           {{BreakdownBy::kCategory}, {"x 某: -", "y 他: 30", " : 200"}},
           {{BreakdownBy::kYear}, {"2023 : 230"}}}) {
    const PeriodFigures figures = world.Ask(Query({"f"}, by));
    EXPECT_EQ(figures.figures[0].display, "230");
    EXPECT_EQ(Parts(figures), parts);
  }
  EXPECT_THAT(Parts(world.Ask(Query({"f"}, Breakdown{BreakdownBy::kBureau}))),
              testing::Contains("c1 丙一: 200"));
}

// What cannot be printed is said to be so, and not left empty.
TEST(PeriodQueryTest, AComparisonThatDoesNotFitIsAnOverflow) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  CatalogSpec spec = RatedSpec();
  spec.indicators.push_back(Defined("fine", Flow{}));
  spec.indicators.back().quantity_decimals = 6;
  spec.indicators.push_back(Defined("per", Ratio{"g", "fine", 1'000'000'000}, In(Scale::kOne, 9)));
  spec.indicators.push_back(Defined("plain", Ratio{"g", "f"}, In(Scale::kOne, 0)));
  spec.indicators.push_back(Defined("thousandths", Ratio{"g", "f", 1000}, In(Scale::kOne, 0)));
  World world(spec);
  world.Flow("a1", "g", "2022-02-01", kMax);
  world.Flow("a1", "fine", "2022-02-01", 1);
  world.Flow("a1", "f", "2022-02-01", 1);
  world.Flow("a1", "g", "2023-02-01", 1);
  world.Flow("a1", "fine", "2023-02-01", 1'000'000);
  world.Flow("a1", "f", "2023-02-01", kMax);
  world.Flow("a1", "g", "2024-02-01", kMax);
  world.Flow("a1", "f", "2024-02-01", 1);
  PeriodQuery query = Query({"per", "f"}, std::nullopt);
  query.compare = YearsBefore{1};
  // The other period's own text.
  Figure figure = world.Ask(query).figures[0];
  EXPECT_EQ(figure.display, "1000000000");
  EXPECT_EQ(figure.compared->status, FigureStatus::kOverflow);
  EXPECT_EQ(figure.compared->prior, Exact());
  EXPECT_EQ(figure.compared->display, "");
  EXPECT_EQ(figure.compared->growth_display, "");
  // The growth's, with a prior figure that there is; the change's number.
  query.period = YearPeriod(2024);
  query.indicators = {"plain", "thousandths"};
  for (const Figure& each : world.Ask(query).figures) {
    EXPECT_EQ(each.compared->status, FigureStatus::kOverflow);
    EXPECT_EQ(each.compared->prior, Exact(RatioParts{1, kMax}));
    EXPECT_NE(each.compared->display, "");
    EXPECT_EQ(each.compared->growth_display, "");
  }
}

TEST(PeriodQueryTest, EachBureauHasItsRank) {
  World world(RatedSpec());
  world.Flow("a1", "f", "2023-02-01", 5, "x");
  world.Flow("b1", "f", "2023-02-01", 7);
  PeriodQuery query = Query({"f", "share", "order"}, Breakdown{BreakdownBy::kBureau});
  query.region = "42";
  EXPECT_THAT(Parts(world.Ask(query)),
              ElementsAre("a1 甲一: 5 100% 2", "a2 甲二: - - -", "a3 甲三: - - -",
                          "b1 乙一: 7 0% 1", "b2 乙二: - - -"));
  EXPECT_EQ(world.Ask(query).figures[2].status, FigureStatus::kNotApplicable);
  query.by = Breakdown{BreakdownBy::kCategory};
  EXPECT_THAT(Parts(world.Ask(query)),
              ElementsAre("x 某: 5 n/a n/a", "y 他: - n/a n/a", " : 7 n/a n/a"));
}

TEST(PeriodQueryTest, ComparesWithAnotherPeriod) {
  CatalogSpec spec = RatedSpec();
  spec.indicators.push_back(Defined("growth", Growth{"f"}, In(Scale::kPercent, 1)));
  World world(spec);
  world.Flow("a1", "f", "2022-02-01", 33);
  world.Flow("a1", "g", "2022-02-01", 11);
  world.Flow("a1", "f", "2023-02-01", 80);
  world.Flow("a1", "g", "2023-02-01", 40);
  PeriodQuery query = Query({"f", "rate", "growth", "money"}, std::nullopt);
  EXPECT_FALSE(world.Ask(query).figures[0].compared);
  query.compare = YearsBefore{1};
  const std::vector<Figure> figures = world.Ask(query).figures;
  EXPECT_EQ(figures[0].compared->prior, Exact(int64_t{33}));
  EXPECT_EQ(figures[0].compared->display, "33");
  EXPECT_EQ(figures[0].compared->growth_display, "142.42%");
  EXPECT_EQ(figures[0].compared->change_display, "+47");
  EXPECT_EQ(figures[1].compared->prior, Exact(RatioParts{11, 33}));
  EXPECT_EQ(figures[1].compared->growth_display, "");
  EXPECT_EQ(figures[1].compared->change_display, "+16.7个百分点");
  EXPECT_EQ(figures[2].compared->status, FigureStatus::kUndefined);
  EXPECT_EQ(figures[2].compared->change_display, "");
  EXPECT_EQ(figures[3].compared->status, FigureStatus::kNoData);
  EXPECT_EQ(figures[3].compared->growth_display, "");
  query.compare = PeriodBefore{};
  query.period = MonthPeriod(absl::CivilMonth(2023, 2));
  EXPECT_EQ(world.Ask(query).figures[0].compared->status, FigureStatus::kNoData);
}

TEST(PeriodQueryTest, AChangeHasTheUnitThatTheFigureHas) {
  Display plain, bound;
  plain.with_unit = true;
  bound.bound = Bound{BoundWord::kChao, 10, false, /*with_unit=*/true};
  CatalogSpec spec = WorldSpec();
  spec.indicators.push_back(Defined("plain", Sum{{{"f"}}}, plain));
  spec.indicators.push_back(Defined("bound", Sum{{{"f"}}}, bound));
  World world(spec);
  world.Flow("a1", "f", "2022-02-01", 33);
  world.Flow("a1", "f", "2023-02-01", 85);
  PeriodQuery query = Query({"plain", "bound"}, std::nullopt);
  query.compare = YearsBefore{1};
  const std::vector<Figure> figures = world.Ask(query).figures;
  EXPECT_EQ(figures[0].display, "85件");
  EXPECT_EQ(figures[1].display, "超80件");
  for (const Figure& figure : figures) EXPECT_EQ(figure.compared->change_display, "+52件");
}

// Also in a period before the first year that it counts.
TEST(PeriodQueryTest, ACumulativeHasNoPartInACategoryOfOthers) {
  Cumulative since{"f"};
  since.since_year = 2023;
  CatalogSpec spec = WorldSpec();
  spec.indicators[1].categories = {{"z", "丙", ""}};
  spec.indicators.push_back(Defined("since", since));
  World world(spec);
  PeriodQuery query = Query({"since", "g"}, Breakdown{BreakdownBy::kCategory});
  for (const int year : {2022, 2023}) {
    query.period = YearPeriod(year);
    const std::vector<PartFigures> parts = world.Ask(query).parts;
    ASSERT_EQ(parts.size(), 3u);
    EXPECT_EQ(parts[0].key, "x");
    EXPECT_EQ(parts[0].figures[0].status, FigureStatus::kNoData);
    EXPECT_EQ(parts[2].key, "z");
    EXPECT_EQ(parts[2].figures[0].status, FigureStatus::kNotApplicable) << year;
  }
}

TEST(PeriodQueryTest, Faults) {
  const World world(RatedSpec());
  const PeriodQuery sound = {.period = k2023};
  const auto with = [&sound](auto change) {
    PeriodQuery query = sound;
    change(query);
    return query;
  };
  const struct {
    PeriodQuery query;
    const char* field;
    const char* description;
  } kCases[] = {
      {with([](auto& q) { q.period = YearPeriod(2017); }), "period", "days from 2018-01-01"},
      {with([](auto& q) { q.period = YearPeriod(10'000); }), "period", "9999-12-31"},
      {with([](auto& q) {
         q.period = RangePeriod(absl::CivilDay(2023, 2, 2), absl::CivilDay(2023, 2, 1));
       }),
       "period", "ends on 2023-02-01, before it begins on 2023-02-02"},
      {with([](auto& q) {
         q.period = RangePeriod(absl::CivilDay(2017, 12, 31), absl::CivilDay(2023, 2, 1));
       }),
       "period", "not all counted"},
      {with([](auto& q) { q.region = "4x"; }), "region", "4x"},
      {with([](auto& q) { q.bureaus = {"z"}; }), "bureaus[0]", "z"},
      {with([](auto& q) {
         q.indicators = {"f", "f"};
       }),
       "indicators[1]", "already"},
      {with([](auto& q) { q.compare = YearsBefore{0}; }), "compare.years_before", "1 to 100"},
      {with([](auto& q) { q.compare = YearsBefore{101}; }), "compare.years_before", "101"},
      {with([](auto& q) {
         q.by = Breakdown{BreakdownBy::kRegion, 1};
       }),
       "by.region_digits", "2 to"},
      {with([](auto& q) {
         q.by = Breakdown{BreakdownBy::kRegion, 13};
       }),
       "by.region_digits", "12"},
      {with([](auto& q) {
         q.by = Breakdown{BreakdownBy::kMonth};
         q.period = RangePeriod(absl::CivilDay(2018, 1, 1), absl::CivilDay(2118, 1, 1));
       }),
       "by", "1201 parts of the period; expected at most 1200"},
      {with([](auto& q) {
         q.by = Breakdown{BreakdownBy::kQuarter};
         q.period = RangePeriod(absl::CivilDay(2018, 3, 31), absl::CivilDay(2318, 4, 1));
       }),
       "by", "1202 parts"},
      {with([](auto& q) {
         q.by = Breakdown{BreakdownBy::kYear};
         q.period = RangePeriod(absl::CivilDay(2018, 12, 31), absl::CivilDay(9999, 12, 31));
       }),
       "by", "7982 parts"},
  };
  for (const auto& c : kCases) {
    EXPECT_THAT(CheckQuery(world.catalog(), c.query), ElementsAre(IsFault(c.field, c.description)));
  }
  EXPECT_THAT(CheckQuery(world.catalog(), sound), IsEmpty());
  const PeriodQuery longest = with([](auto& q) {
    q.by = Breakdown{BreakdownBy::kMonth};
    q.period = RangePeriod(absl::CivilDay(2018, 1, 1), absl::CivilDay(2117, 12, 31));
  });
  EXPECT_THAT(CheckQuery(world.catalog(), longest), IsEmpty());
  CompletenessQuery completeness = {.period = YearPeriod(2017)};
  completeness.indicators = {"f", "rate", "nothing"};
  EXPECT_THAT(CheckQuery(world.catalog(), completeness),
              ElementsAre(IsFault("period", "2018"), IsFault("indicators[2]", "nothing"),
                          IsFault("indicators[1]", "is derived")));
}

// So that an answer fits into what clients take.
TEST(PeriodQueryTest, BoundsTheFiguresOfAllParts) {
  CatalogSpec spec = WorldSpec();
  for (int i = 0; i < 20; ++i)
    spec.indicators.push_back(Defined(absl::StrCat("n", i), Sum{{{"f"}}}));
  const World world(spec);
  const size_t indicators = world.catalog().indicators().size();
  PeriodQuery query = {
      .period = RangePeriod(absl::CivilDay(2018, 1, 1), absl::CivilDay(2117, 12, 31)),
      .include_supporting = true,
      .by = Breakdown{BreakdownBy::kMonth}};
  EXPECT_THAT(CheckQuery(world.catalog(), query),
              ElementsAre(IsFault("by", absl::StrCat("1200 parts with ", indicators))));
  query.period = RangePeriod(absl::CivilDay(2018, 1, 1), absl::CivilDay(2057, 12, 31));
  EXPECT_THAT(CheckQuery(world.catalog(), query), IsEmpty());
  query.compare = YearsBefore{1};
  EXPECT_THAT(CheckQuery(world.catalog(), query), ElementsAre(IsFault("by", "compared")));
}

TEST(PeriodQueryTest, IsGivenUpWhenTold) {
  World world(RatedSpec());
  world.Flow("a1", "f", "2023-02-01", 5, "x");
  const PeriodQuery query = Query({"f", "rate"}, Breakdown{BreakdownBy::kMonth});
  // Two figures of the whole and of each of twelve parts.
  for (const int steps : {0, 1, 2, 25, 26}) {
    int left = steps;
    const auto figures =
        ComputeFigures(world.catalog(), world.totals(), query, [&left] { return left-- > 0; });
    EXPECT_EQ(figures.has_value(), steps == 26) << steps;
  }
}

}  // namespace
}  // namespace jurimeter
