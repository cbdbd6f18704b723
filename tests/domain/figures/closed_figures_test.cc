#include "domain/figures/closed_figures.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/catalog/provisional_keys.h"
#include "domain/values/calendar.h"
#include "domain/values/period.h"
#include "tests/domain/figures/figure_world.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// "-" if there is none, else its text or the number of its status.
std::string Text(const std::optional<PrintedFigure>& figure) {
  if (!figure.has_value()) return "-";
  std::string text = figure->status == FigureStatus::kOk
                         ? figure->display
                         : absl::StrCat("status ", static_cast<int>(figure->status));
  if (!figure->holders.empty()) absl::StrAppend(&text, " ", absl::StrJoin(figure->holders, "+"));
  return text;
}

// A world in which 2023 is closed for the whole.
class ClosedFiguresTest : public testing::Test {
 protected:
  ClosedFiguresTest() : world_(WorldSpec()) {
    world_.AddFlow("a1", "f", "2023-05-01", 40);
    world_.AddFlow("b1", "f", "2023-11-30", 7);
    world_.AddFlow("b1", "f", "2024-01-01", 1000);
    Closing year = {.revision = 9, .reopens = {}, .reason = "report", .parts = {}};
    for (const Bureau& bureau : world_.catalog().bureaus()) {
      year.parts.push_back(
          {bureau.key, {DayNumber(*ParseDay("2023-01-01")), DayNumber(*ParseDay("2023-12-31"))}});
    }
    closed_.Apply({{year}});
  }

  ClosedChanges Find(const CatalogSpec& next, size_t limit = 100) const {
    CatalogKeys keys = CatalogKeys::ByPlace(WorldSpec());
    const auto catalog = Catalog::Create(next, WithProvisionalKeys(keys, next));
    EXPECT_TRUE(catalog.ok());
    return FindClosedChanges({world_.catalog(), closed_}, {**catalog, closed_}, world_.totals(),
                             limit);
  }

  // "PERIOD INDICATOR: BEFORE > AFTER" for each.
  std::vector<std::string> Changes(const CatalogSpec& next) const {
    std::vector<std::string> lines;
    for (const ClosedChange& each : Find(next).first) {
      lines.push_back(absl::StrCat(each.period, " ", each.indicator, ": ", Text(each.before), " > ",
                                   Text(each.after)));
    }
    return lines;
  }

  World world_;
  ClosedDays closed_;
};

TEST_F(ClosedFiguresTest, TheSameCatalogChangesNothing) {
  EXPECT_THAT(Changes(WorldSpec()), IsEmpty());
}

TEST_F(ClosedFiguresTest, ComparesYearsQuartersAndMonthsThatAreClosed) {
  CatalogSpec next = WorldSpec();
  next.indicators[0].display.with_unit = true;
  EXPECT_THAT(Changes(next),
              ElementsAre("2023 f: 47 > 47件", "2023-Q2 f: 40 > 40件", "2023-Q4 f: 7 > 7件",
                          "2023-05 f: 40 > 40件", "2023-11 f: 7 > 7件"))
      << "2024 is open";
}

TEST_F(ClosedFiguresTest, AFigureThatOneCatalogPrintsCountsIfItHasAValue) {
  CatalogSpec next = WorldSpec();
  next.indicators.erase(next.indicators.begin());
  next.indicators.push_back(Defined("new.sum", Sum{{{"g", 1}}}));
  EXPECT_THAT(Changes(next), ElementsAre("2023 f: 47 > -", "2023-Q2 f: 40 > -", "2023-Q4 f: 7 > -",
                                         "2023-05 f: 40 > -", "2023-11 f: 7 > -"));
}

TEST_F(ClosedFiguresTest, ABureauThatIsOpenInAClosedPeriodCounts) {
  CatalogSpec next = WorldSpec();
  next.bureaus.push_back(next.bureaus[0]);
  next.bureaus.back().code = "new";
  next.bureaus.back().begins = "2023-12-15";
  EXPECT_THAT(Changes(next), ElementsAre("2023 : - > -", "2023-Q4 : - > -", "2023-12 : - > -"));
  next.bureaus.back().begins = "2024-01-01";
  EXPECT_THAT(Changes(next), IsEmpty());
}

TEST_F(ClosedFiguresTest, ACatalogThatBeginsLaterPrintsNothingOfThePeriod) {
  CatalogSpec next = WorldSpec();
  next.first_year = 2024;
  EXPECT_THAT(Changes(next), ElementsAre("2023 f: 47 > -", "2023-Q2 f: 40 > -", "2023-Q4 f: 7 > -",
                                         "2023-05 f: 40 > -", "2023-11 f: 7 > -"));
}

TEST_F(ClosedFiguresTest, KeepsAsManyAsAreAskedForAndCountsAll) {
  CatalogSpec next = WorldSpec();
  next.indicators[0].display.with_unit = true;
  const ClosedChanges changes = Find(next, 2);
  EXPECT_THAT(changes.first, SizeIs(2));
  EXPECT_EQ(changes.count, 5u);
}

}  // namespace
}  // namespace jurimeter
