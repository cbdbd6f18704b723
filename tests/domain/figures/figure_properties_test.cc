// What holds of figures whatever was reported.
#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "domain/figures/display.h"
#include "domain/values/calendar.h"
#include "tests/domain/figures/figure_world.h"
#include "tests/support/seeded_test.h"

namespace jurimeter {
namespace {

constexpr int kRounds = 40;

class FigurePropertiesTest : public test::SeededTest {
 protected:
  int64_t Between(int64_t least, int64_t most) {
    return std::uniform_int_distribution<int64_t>(least, most)(random_);
  }

  absl::CivilDay RandomDay() { return absl::CivilDay(2021, 12, 1) + Between(0, 800); }

  // Reports of random bureaus, of which some moved, on f, g and s.
  CatalogSpec RandomSpec() {
    CatalogSpec spec = WorldSpec();
    spec.indicators.push_back(Defined("rate", Ratio{"g", "f"}, In(Scale::kPercent, 2)));
    spec.indicators.push_back(Defined("growth", Growth{"f"}, In(Scale::kPercent, 1)));
    spec.indicators.push_back(Defined("ever", Cumulative{"f"}));
    spec.indicators.push_back(Defined("order", Rank{"f", Siblings{4, 0}}));
    for (BureauSpec& bureau : spec.bureaus) {
      if (Between(0, 2) != 0) continue;
      bureau.assignments = {
          {DayText(RandomDay()), std::string(Between(0, 1) == 0 ? "430103" : "4201"), "", ""}};
    }
    return spec;
  }

  std::vector<TotalsChange> RandomReports(const Catalog& catalog) {
    std::vector<TotalsChange> reports;
    for (int i = 0; i < 120; ++i) {
      const BureauKey bureau = static_cast<BureauKey>(Between(1, 8));
      const CategoryKey categories[] = {kNoCategory, 1, 2};
      const int32_t day = DayNumber(RandomDay());
      TotalsChange change;
      if (Between(0, 3) == 0) {
        const absl::Time at =
            absl::FromCivil(DayFromNumber(day), catalog.time_zone()) + absl::Hours(Between(0, 2));
        const EventId id = *EventId::Parse(absl::StrFormat("00000000-0000-0000-0000-%012x", i + 1));
        const CategoryKey category = static_cast<CategoryKey>(Between(3, 4));
        change.levels = {{{bureau, 4, category}, {day, {Between(0, 50), at, id}, 1}}};
      } else if (Between(0, 1) == 0) {
        change.flows = {{{bureau, 2, kNoCategory}, {day, {Between(0, 40), 1}}}};
      } else {
        change.flows = {{{bureau, 1, categories[Between(0, 2)]}, {day, {Between(0, 50), 1}}}};
      }
      reports.push_back(std::move(change));
    }
    return reports;
  }

  Period RandomPeriod() {
    const absl::CivilDay first = RandomDay();
    switch (Between(0, 3)) {
      case 0:
        return YearPeriod(first.year());
      case 1:
        return MonthPeriod(absl::CivilMonth(first));
      case 2:
        return RangePeriod(first, first + Between(0, 400));
      default:
        return YearToDatePeriod(first);
    }
  }

  PeriodQuery RandomQuery() {
    const char* const regions[] = {"", "42", "4201", "430101", "4202"};
    PeriodQuery query = {.period = RandomPeriod(), .region = regions[Between(0, 4)]};
    query.include_supporting = true;
    return query;
  }

  std::mt19937 random_{seed()};
};

INSTANTIATE_SEEDS(FigurePropertiesTest);

Totals Applied(const std::vector<TotalsChange>& reports) {
  Totals totals;
  int64_t revision = 0;
  for (const TotalsChange& report : reports) totals.Apply(report, ++revision);
  return totals;
}

int64_t ValueOf(const Figure& figure) {
  const auto* value = std::get_if<int64_t>(&figure.exact);
  return value == nullptr ? 0 : *value;
}

TEST_P(FigurePropertiesTest, ThePartsAddUpToTheWhole) {
  for (int round = 0; round < kRounds; ++round) {
    const World world(RandomSpec());
    const Totals totals = Applied(RandomReports(world.catalog()));
    PeriodQuery query = RandomQuery();
    const Breakdown breakdowns[] = {{BreakdownBy::kBureau},    {BreakdownBy::kRegion, 2},
                                    {BreakdownBy::kRegion, 6}, {BreakdownBy::kCategory},
                                    {BreakdownBy::kMonth},     {BreakdownBy::kQuarter},
                                    {BreakdownBy::kYear}};
    for (const Breakdown& by : breakdowns) {
      query.by = by;
      // A flow adds up in every way, a stock not over time.
      query.indicators = {"f"};
      const bool over_time = by.by == BreakdownBy::kMonth || by.by == BreakdownBy::kQuarter ||
                             by.by == BreakdownBy::kYear;
      if (!over_time) query.indicators.push_back("s");
      const PeriodFigures figures = ComputeFigures(world.catalog(), totals, query);
      for (size_t i = 0; i < query.indicators.size(); ++i) {
        int64_t sum = 0;
        for (const PartFigures& part : figures.parts) sum += ValueOf(part.figures[i]);
        EXPECT_EQ(sum, ValueOf(figures.figures[i]))
            << query.indicators[i] << " by " << static_cast<int>(by.by) << " in " << query.region
            << " " << DayText(query.period.first) << " to " << DayText(query.period.last);
      }
    }
  }
}

// The plainest way to count: each report counts in the region of its bureau on that day.
int64_t PlainSum(const World& world, const std::vector<TotalsChange>& reports,
                 const PeriodQuery& query) {
  int64_t sum = 0;
  for (const TotalsChange& report : reports) {
    for (const TotalsChange::CellFlow& flow : report.flows) {
      const absl::CivilDay day = DayFromNumber(flow.day.day);
      const Bureau& bureau = world.catalog().bureaus()[static_cast<size_t>(flow.cell.bureau - 1)];
      const bool counts = flow.cell.indicator == 1 && query.period.first <= day &&
                          day <= query.period.last &&
                          bureau.On(day).region.starts_with(query.region);
      if (counts) sum += static_cast<int64_t>(flow.day.flow.total);
    }
  }
  return sum;
}

TEST_P(FigurePropertiesTest, FlowsAreThePlainSums) {
  for (int round = 0; round < kRounds * 5; ++round) {
    const World world(RandomSpec());
    const std::vector<TotalsChange> reports = RandomReports(world.catalog());
    PeriodQuery query = RandomQuery();
    query.indicators = {"f"};
    const PeriodFigures figures = ComputeFigures(world.catalog(), Applied(reports), query);
    EXPECT_EQ(ValueOf(figures.figures[0]), PlainSum(world, reports, query));
  }
}

TEST_P(FigurePropertiesTest, NeitherOrderNorBatchesMatter) {
  for (int round = 0; round < kRounds; ++round) {
    const World world(RandomSpec());
    std::vector<TotalsChange> reports = RandomReports(world.catalog());
    const Totals one_by_one = Applied(reports);
    std::shuffle(reports.begin(), reports.end(), random_);
    std::vector<TotalsChange> batches(1);
    for (TotalsChange& report : reports) {
      if (Between(0, 9) == 0) batches.emplace_back();
      for (const auto& flow : report.flows) batches.back().flows.push_back(flow);
      for (const auto& stock : report.levels) batches.back().levels.push_back(stock);
    }
    const Totals batched = Applied(batches);
    for (int i = 0; i < 10; ++i) {
      const PeriodQuery query = RandomQuery();
      const PeriodFigures expected = ComputeFigures(world.catalog(), one_by_one, query);
      const PeriodFigures given = ComputeFigures(world.catalog(), batched, query);
      ASSERT_EQ(given.figures.size(), expected.figures.size());
      for (size_t place = 0; place < given.figures.size(); ++place) {
        EXPECT_EQ(given.figures[place].status, expected.figures[place].status);
        EXPECT_EQ(given.figures[place].exact, expected.figures[place].exact);
        EXPECT_EQ(given.figures[place].display, expected.figures[place].display);
      }
    }
  }
}

// The digits of "99.38%" as a number of 10^-decimals percent.
absl::int128 PrintedDigits(std::string text, int decimals) {
  text.pop_back();
  const size_t point = text.find('.');
  size_t behind = point == std::string::npos ? 0 : text.size() - point - 1;
  if (point != std::string::npos) text.erase(point, 1);
  for (; behind < static_cast<size_t>(decimals); ++behind) text.push_back('0');
  return absl::int128(std::stoll(text));
}

TEST_P(FigurePropertiesTest, APrintedRatioIsWithinHalfADigitOfTheExactOne) {
  for (int i = 0; i < 20'000; ++i) {
    const int64_t denominator = Between(1, 100'000);
    const int64_t numerator = Between(0, 2 * denominator);
    const int decimals = static_cast<int>(Between(0, 4));
    const auto text = DisplayText(Fraction(numerator, denominator), In(Scale::kPercent, decimals),
                                  Rounding::kHalfUp, "");
    ASSERT_TRUE(text);
    // Digits are added if it would falsely be 0% or 100%. It is then nearer still.
    const size_t point = text->find('.');
    const int printed = point == std::string::npos ? 0 : static_cast<int>(text->size() - point) - 2;
    const int shown = std::max(decimals, printed);
    absl::int128 scale = 100;
    for (int n = 0; n < shown; ++n) scale *= 10;
    const absl::int128 error =
        PrintedDigits(*text, shown) * denominator - absl::int128(numerator) * scale;
    EXPECT_LE((error < 0 ? -error : error) * 2, absl::int128(denominator))
        << numerator << '/' << denominator << " printed as " << *text;
  }
}

}  // namespace
}  // namespace jurimeter
