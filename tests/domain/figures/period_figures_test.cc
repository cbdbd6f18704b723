#include "domain/figures/period_figures.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/domain/figures/figure_world.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;

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

TEST(PeriodFiguresTest, TheWholeOfARatioIsNoMeanOfItsParts) {
  World world(RatedSpec());
  world.AddFlow("a1", "f", "2023-02-01", 100, "x");
  world.AddFlow("a1", "g", "2023-02-01", 10, "x");
  world.AddFlow("c1", "f", "2023-11-01", 10);
  world.AddFlow("c1", "g", "2023-11-01", 10, "z");
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
TEST(PeriodFiguresTest, ACategoryThatWasLeftOutStaysAPart) {
  World world(RatedSpec());
  world.AddFlow("a1", "f", "2023-02-01", 5, "x");
  world.AddFlow("a1", "f", "2023-03-01", 30, "y");
  world.AddFlow("a2", "f", "2023-04-01", 200);
  world.AddFlow("a1", "g", "2023-03-01", 3, "x");
  world.AddLevel("a1", "s", "2023-03-01", 7, "x");
  world.AddLevel("a1", "s", "2023-03-01", 10, "y");
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
TEST(PeriodFiguresTest, ABureauThatWasLeftOutIsNoPartAndNotInTheWhole) {
  World world(RatedSpec());
  world.AddFlow("a1", "f", "2023-02-01", 5, "x");
  world.AddFlow("a2", "f", "2023-02-01", 30, "y");
  world.AddFlow("c1", "f", "2023-02-01", 200);
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

TEST(PeriodFiguresTest, EachBureauHasItsRank) {
  World world(RatedSpec());
  world.AddFlow("a1", "f", "2023-02-01", 5, "x");
  world.AddFlow("b1", "f", "2023-02-01", 7);
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

// Also in a period before the first year that it counts.
TEST(PeriodFiguresTest, ACumulativeHasNoPartInACategoryOfOthers) {
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

TEST(PeriodFiguresTest, IsGivenUpWhenTold) {
  World world(RatedSpec());
  world.AddFlow("a1", "f", "2023-02-01", 5, "x");
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
