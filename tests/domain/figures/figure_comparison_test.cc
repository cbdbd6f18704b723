#include "domain/figures/figure_comparison.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "tests/domain/figures/figure_world.h"

namespace jurimeter {
namespace {

const Period k2023 = YearPeriod(2023);

CatalogSpec RatedSpec() {
  CatalogSpec spec = WorldSpec();
  spec.indicators.push_back(Defined("rate", Ratio{"g", "f"}, In(Scale::kPercent, 1)));
  return spec;
}

PeriodQuery Query(const std::vector<std::string>& indicators) {
  PeriodQuery query = {.period = k2023};
  query.indicators = indicators;
  return query;
}

// What cannot be printed is said to be so, and not left empty.
TEST(FigureComparisonTest, AComparisonThatDoesNotFitIsAnOverflow) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  CatalogSpec spec = RatedSpec();
  spec.indicators.push_back(Defined("fine", Flow{}));
  spec.indicators.back().quantity_decimals = 6;
  spec.indicators.push_back(Defined("per", Ratio{"g", "fine", 1'000'000'000}, In(Scale::kOne, 9)));
  spec.indicators.push_back(Defined("plain", Ratio{"g", "f"}, In(Scale::kOne, 0)));
  spec.indicators.push_back(Defined("thousandths", Ratio{"g", "f", 1000}, In(Scale::kOne, 0)));
  World world(spec);
  world.AddFlow("a1", "g", "2022-02-01", kMax);
  world.AddFlow("a1", "fine", "2022-02-01", 1);
  world.AddFlow("a1", "f", "2022-02-01", 1);
  world.AddFlow("a1", "g", "2023-02-01", 1);
  world.AddFlow("a1", "fine", "2023-02-01", 1'000'000);
  world.AddFlow("a1", "f", "2023-02-01", kMax);
  world.AddFlow("a1", "g", "2024-02-01", kMax);
  world.AddFlow("a1", "f", "2024-02-01", 1);
  PeriodQuery query = Query({"per", "f"});
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

TEST(FigureComparisonTest, ComparesWithAnotherPeriod) {
  CatalogSpec spec = RatedSpec();
  spec.indicators.push_back(Defined("growth", Growth{"f"}, In(Scale::kPercent, 1)));
  World world(spec);
  world.AddFlow("a1", "f", "2022-02-01", 33);
  world.AddFlow("a1", "g", "2022-02-01", 11);
  world.AddFlow("a1", "f", "2023-02-01", 80);
  world.AddFlow("a1", "g", "2023-02-01", 40);
  PeriodQuery query = Query({"f", "rate", "growth", "money"});
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

TEST(FigureComparisonTest, AChangeHasTheUnitThatTheFigureHas) {
  Display plain, bound;
  plain.with_unit = true;
  bound.bound = Bound{BoundWord::kChao, 10, false, /*with_unit=*/true};
  CatalogSpec spec = WorldSpec();
  spec.indicators.push_back(Defined("plain", Sum{{{"f"}}}, plain));
  spec.indicators.push_back(Defined("bound", Sum{{{"f"}}}, bound));
  World world(spec);
  world.AddFlow("a1", "f", "2022-02-01", 33);
  world.AddFlow("a1", "f", "2023-02-01", 85);
  PeriodQuery query = Query({"plain", "bound"});
  query.compare = YearsBefore{1};
  const std::vector<Figure> figures = world.Ask(query).figures;
  EXPECT_EQ(figures[0].display, "85件");
  EXPECT_EQ(figures[1].display, "超80件");
  for (const Figure& figure : figures) EXPECT_EQ(figure.compared->change_display, "+52件");
}

}  // namespace
}  // namespace jurimeter
