#include "domain/figures/figure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "domain/figures/period_figures.h"
#include "domain/figures/year_query.h"
#include "domain/values/calendar.h"
#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr Exact kNothing{};

// Keys by place in the sample catalog.
constexpr BureauKey kJustice = 1, kCourt = 2, kPolice = 3;
constexpr IndicatorKey kReceived = 1, kResolved = 2, kTeams = 5;
constexpr CategoryKey kCivil = 1, kCriminal = 2, kRescue = 3, kPatrol = 4;

std::vector<Figure> FiguresOf(const Catalog& catalog, const Totals& totals,
                              const YearQuery& query) {
  return ComputeFigures(catalog, totals, PeriodQueryOf(query)).figures;
}

class FigureTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(catalog_, nullptr); }

  void ReportFlow(int year, BureauKey bureau, IndicatorKey indicator, absl::int128 quantity,
                  CategoryKey category = kNoCategory) {
    const int32_t day = DayNumber(absl::CivilDay(year, 6, 1));
    TotalsChange change;
    change.flows = {{{bureau, indicator, category}, {day, {quantity, 1}}}};
    totals_.Apply(change, totals_.revision() + 1);
  }

  void ReportLevel(int year, BureauKey bureau, int64_t level, CategoryKey category = kNoCategory) {
    const absl::CivilDay day(year, 6, 1);
    const EventId id =
        *EventId::Parse(absl::StrFormat("00000000-0000-0000-0000-%012x", totals_.revision() + 1));
    const Level last = {level, absl::FromCivil(day, catalog_->time_zone()), id};
    TotalsChange change;
    change.levels = {{{bureau, kTeams, category}, {DayNumber(day), last, 1}}};
    totals_.Apply(change, totals_.revision() + 1);
  }

  // The one figure of `indicator`.
  Figure FigureFor(const std::string& indicator, int year = 2023, const std::string& region = "",
                   const std::vector<std::string>& bureaus = {}) const {
    YearQuery query;
    query.year = year;
    query.region = region;
    query.bureaus = bureaus;
    query.indicators = {indicator};
    EXPECT_THAT(CheckQuery(*catalog_, query), IsEmpty());
    std::vector<Figure> figures = FiguresOf(*catalog_, totals_, query);
    EXPECT_EQ(figures.size(), 1u);
    EXPECT_EQ(figures[0].indicator->spec.code, indicator);
    return figures[0];
  }

  const std::shared_ptr<const Catalog> catalog_ = MakeCatalog(SampleSpec());
  Totals totals_;
};

MATCHER_P3(HasFigure, status, exact, display, "") {
  return arg.status == status && arg.exact == Exact(exact) && arg.display == display;
}

TEST_F(FigureTest, NobodyReported) {
  for (const Indicator& indicator : catalog_->indicators()) {
    EXPECT_THAT(FigureFor(indicator.spec.code), HasFigure(FigureStatus::kNoData, kNothing, ""))
        << indicator.spec.code;
  }
}

TEST_F(FigureTest, FlowsAddUpOverBureausAndCategoriesNotYears) {
  ReportFlow(2022, kJustice, kReceived, 1000);
  ReportFlow(2023, kJustice, kReceived, 1, kNoCategory);
  ReportFlow(2023, kJustice, kReceived, 20, kCivil);
  ReportFlow(2023, kCourt, kReceived, 300, kCriminal);
  ReportFlow(2024, kJustice, kReceived, 5000);
  EXPECT_THAT(FigureFor("cases.received"), HasFigure(FigureStatus::kOk, int64_t{321}, "321"));
  EXPECT_THAT(FigureFor("cases.received", 2022),
              HasFigure(FigureStatus::kOk, int64_t{1000}, "1000"));
  EXPECT_THAT(FigureFor("cases.received", 2025), HasFigure(FigureStatus::kNoData, kNothing, ""));
}

TEST_F(FigureTest, TheLastLevelInOrBeforeTheYearStands) {
  ReportLevel(2021, kPolice, 5000);  // before the catalog's first year
  ReportLevel(2022, kJustice, 10, kRescue);
  ReportLevel(2023, kJustice, 12, kRescue);
  ReportLevel(2022, kJustice, 100, kPatrol);  // not reported again: it stands
  ReportLevel(2022, kCourt, 1000);
  ReportLevel(2024, kCourt, 7);
  ReportLevel(2024, kPolice, 0);
  EXPECT_THAT(FigureFor("teams.present", 2022),
              HasFigure(FigureStatus::kOk, int64_t{1110}, "1110"));
  EXPECT_THAT(FigureFor("teams.present", 2023),
              HasFigure(FigureStatus::kOk, int64_t{1112}, "1112"));
  EXPECT_THAT(FigureFor("teams.present", 2024), HasFigure(FigureStatus::kOk, int64_t{119}, "119"));
  EXPECT_THAT(FigureFor("teams.present", 2030), HasFigure(FigureStatus::kOk, int64_t{119}, "119"));
  EXPECT_THAT(FigureFor("teams.present", 2023, "", {"police"}),
              HasFigure(FigureStatus::kNoData, kNothing, ""));
  EXPECT_THAT(FigureFor("teams.present", 2024, "", {"police"}),
              HasFigure(FigureStatus::kOk, int64_t{0}, "0"));
}

TEST_F(FigureTest, CumulativesRunFromTheFirstYear) {
  ReportFlow(2021, kJustice, kReceived, 9999);  // before the catalog's first year
  ReportFlow(2022, kJustice, kReceived, 1);
  ReportFlow(2022, kCourt, kReceived, 2, kCivil);
  ReportFlow(2024, kJustice, kReceived, 30);
  const struct {
    int year;
    int64_t value;
  } kCases[] = {{2022, 3}, {2023, 3}, {2024, 33}, {9999, 33}};
  for (const auto& c : kCases) {
    EXPECT_THAT(FigureFor("cases.ever_received", c.year),
                HasFigure(FigureStatus::kOk, c.value, std::to_string(c.value)))
        << c.year;
  }
  EXPECT_THAT(FigureFor("cases.ever_received", 2023, "", {"police"}),
              HasFigure(FigureStatus::kNoData, kNothing, ""));
}

TEST_F(FigureTest, ARatioIsThatOfTheSums) {
  ReportFlow(2023, kJustice, kReceived, 1700);
  ReportFlow(2023, kCourt, kReceived, 67, kCivil);
  ReportFlow(2023, kJustice, kResolved, 1700);
  ReportFlow(2023, kCourt, kResolved, 56);
  EXPECT_THAT(FigureFor("cases.resolution_rate"),
              HasFigure(FigureStatus::kOk, (RatioParts{1756, 1767}), "99.38%"));
}

TEST_F(FigureTest, ARatioWithPartsUnreported) {
  ReportFlow(2023, kJustice, kReceived, 5);
  EXPECT_THAT(FigureFor("cases.resolution_rate"),
              HasFigure(FigureStatus::kOk, (RatioParts{0, 5}), "0%"));
  ReportFlow(2024, kJustice, kResolved, 5);
  EXPECT_THAT(FigureFor("cases.resolution_rate", 2024),
              HasFigure(FigureStatus::kUndefined, (RatioParts{5, 0}), ""));
  ReportLevel(2023, kJustice, 0);
  EXPECT_THAT(FigureFor("teams.load", 2023),
              HasFigure(FigureStatus::kUndefined, (RatioParts{5, 0}), ""));
  EXPECT_THAT(FigureFor("teams.load", 2024),
              HasFigure(FigureStatus::kUndefined, (RatioParts{0, 0}), ""));
}

TEST_F(FigureTest, GrowthIsAgainstTheYearBefore) {
  ReportFlow(2022, kJustice, kReceived, 33);
  ReportFlow(2023, kJustice, kReceived, 80);
  ReportFlow(2024, kJustice, kReceived, 60);
  ReportFlow(2026, kJustice, kReceived, 60);
  EXPECT_THAT(FigureFor("cases.growth", 2023),
              HasFigure(FigureStatus::kOk, (GrowthParts{80, 33}), "142.4%"));
  EXPECT_THAT(FigureFor("cases.growth", 2024),
              HasFigure(FigureStatus::kOk, (GrowthParts{60, 80}), "-25%"));
  EXPECT_THAT(FigureFor("cases.growth", 2025), HasFigure(FigureStatus::kNoData, kNothing, ""));
  EXPECT_THAT(FigureFor("cases.growth", 2026),
              HasFigure(FigureStatus::kUndefined, (GrowthParts{60, 0}), ""));
  EXPECT_THAT(FigureFor("cases.growth", 2022),
              HasFigure(FigureStatus::kUndefined, (GrowthParts{33, 0}), ""));
}

TEST_F(FigureTest, GrowthOfCumulativesAndStocks) {
  ReportFlow(2022, kJustice, kReceived, 200);
  ReportFlow(2023, kJustice, kReceived, 50);
  EXPECT_THAT(FigureFor("cases.ever_growth", 2023),
              HasFigure(FigureStatus::kOk, (GrowthParts{250, 200}), "25%"));
  EXPECT_THAT(FigureFor("cases.ever_growth", 2024),
              HasFigure(FigureStatus::kOk, (GrowthParts{250, 250}), "0%"));

  CatalogSpec spec = SampleSpec();
  spec.indicators[3].definition = Growth{"teams.present"};
  const auto catalog = MakeCatalog(spec);
  ASSERT_NE(catalog, nullptr);
  ReportLevel(2022, kJustice, 8);
  ReportLevel(2023, kJustice, 6);
  ReportLevel(2023, kCourt, 0);
  ReportLevel(2024, kJustice, 0);
  const struct {
    int year;
    FigureStatus status;
    GrowthParts parts;
    const char* display;
  } kCases[] = {{2022, FigureStatus::kUndefined, {8, 0}, ""},
                {2023, FigureStatus::kOk, {6, 8}, "-25%"},
                {2024, FigureStatus::kOk, {0, 6}, "-100%"},
                {2025, FigureStatus::kUndefined, {0, 0}, ""}};
  for (const auto& c : kCases) {
    YearQuery query;
    query.year = c.year;
    query.indicators = {"cases.growth"};
    EXPECT_THAT(FiguresOf(*catalog, totals_, query),
                ElementsAre(HasFigure(c.status, c.parts, c.display)))
        << c.year;
  }
}

TEST_F(FigureTest, ScopesAreRegionsAndBureaus) {
  ReportFlow(2023, kJustice, kReceived, 1);          // 230108
  ReportFlow(2023, kCourt, kReceived, 10);           // 2301
  ReportFlow(2023, kPolice, kReceived, 100);         // 2302
  ReportFlow(2023, BureauKey{99}, kReceived, 1000);  // of another catalog
  const struct {
    const char* region;
    std::vector<std::string> bureaus;
    int64_t value;
  } kCases[] = {
      {"", {}, 111},
      {"2", {}, 111},
      {"23", {}, 111},
      {"2301", {}, 11},
      {"230108", {}, 1},
      {"2302", {}, 100},
      {"", {"police"}, 100},
      {"", {"police", "justice"}, 101},
      {"2301", {"police", "justice"}, 1},
  };
  for (const auto& c : kCases) {
    EXPECT_THAT(FigureFor("cases.received", 2023, c.region, c.bureaus),
                HasFigure(FigureStatus::kOk, c.value, std::to_string(c.value)))
        << c.region;
  }
  EXPECT_THAT(FigureFor("cases.received", 2023, "11"),
              HasFigure(FigureStatus::kNoData, kNothing, ""));
  EXPECT_THAT(FigureFor("cases.received", 2023, "2301", {"police"}),
              HasFigure(FigureStatus::kNoData, kNothing, ""));
  EXPECT_THAT(FigureFor("cases.received", 2023, "2301080"),
              HasFigure(FigureStatus::kNoData, kNothing, ""));
}

TEST_F(FigureTest, WhatDoesNotFitGivesNoNumber) {
  ReportFlow(2022, kJustice, kReceived, kMax);
  EXPECT_THAT(FigureFor("cases.received", 2022),
              HasFigure(FigureStatus::kOk, kMax, "9223372036854775807"));
  ReportFlow(2022, kCourt, kReceived, 1);
  ReportFlow(2022, kCourt, kResolved, 1);
  ReportFlow(2023, kJustice, kReceived, 1);
  const struct {
    const char* indicator;
    int year;
  } kCases[] = {
      {"cases.received", 2022}, {"cases.ever_received", 2023}, {"cases.resolution_rate", 2022},
      {"cases.growth", 2022},   {"cases.growth", 2023},        {"cases.ever_growth", 2023},
      {"teams.load", 2022}};
  for (const auto& c : kCases) {
    EXPECT_THAT(FigureFor(c.indicator, c.year), HasFigure(FigureStatus::kOverflow, kNothing, ""))
        << c.indicator << ' ' << c.year;
  }
  EXPECT_THAT(FigureFor("cases.received", 2022, "", {"justice"}),
              HasFigure(FigureStatus::kOk, kMax, "9223372036854775807"));
}

TEST_F(FigureTest, LargestPartsStillDivideExactly) {
  ReportFlow(2023, kJustice, kReceived, kMax);
  ReportFlow(2023, kJustice, kResolved, kMax - 1);
  ReportFlow(2022, kJustice, kReceived, 1);
  EXPECT_THAT(FigureFor("cases.resolution_rate"),
              HasFigure(FigureStatus::kOk, (RatioParts{kMax - 1, kMax}), "99.99999999999999999%"));
  EXPECT_THAT(FigureFor("cases.growth"),
              HasFigure(FigureStatus::kOk, (GrowthParts{kMax, 1}), "922337203685477580600%"));
}

}  // namespace
}  // namespace jurimeter
