#include "tests/domain/figures/figure_world.h"

#include <utility>

#include "absl/strings/str_format.h"
#include "domain/figures/data_rules.h"
#include "domain/values/calendar.h"
#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {

World::World(const CatalogSpec& spec) { Apply(spec); }

void World::Apply(const CatalogSpec& spec) {
  if (catalog_ != nullptr) {
    for (const IndicatorSpec& indicator : catalog_->spec().indicators) {
      for (const CategorySpec& category : indicator.categories) {
        keys_.left_out.insert_or_assign({indicator.code, category.code}, category);
      }
    }
  }
  for (const BureauSpec& bureau : spec.bureaus) {
    keys_.bureaus.emplace(bureau.code, keys_.bureaus.size() + 1);
  }
  for (const IndicatorSpec& indicator : spec.indicators) {
    keys_.indicators.emplace(indicator.code, keys_.indicators.size() + 1);
    for (const CategorySpec& category : indicator.categories) {
      keys_.categories.emplace(std::pair(indicator.code, category.code),
                               keys_.categories.size() + 1);
    }
  }
  auto created = Catalog::Create(spec, keys_);
  ASSERT_TRUE(created.ok()) << testing::PrintToString(created.faults());
  catalog_ = *std::move(created);
}

CellKey World::Cell(const std::string& bureau, const std::string& indicator,
                    const std::string& category) const {
  const Indicator& found = *catalog_->FindIndicator(indicator);
  const CategoryKey key =
      category.empty() ? kNoCategory : catalog_->FindCategory(found, category).value();
  return {catalog_->FindBureau(bureau)->key, found.key, key};
}

void World::AddFlow(const std::string& bureau, const std::string& indicator, const std::string& day,
                    int64_t quantity, const std::string& category) {
  TotalsChange change;
  change.flows = {{Cell(bureau, indicator, category), {DayNumber(*ParseDay(day)), {quantity, 1}}}};
  totals_.Apply(change, totals_.revision() + 1);
}

void World::AddLevel(const std::string& bureau, const std::string& indicator,
                     const std::string& day, int64_t level, const std::string& category) {
  const absl::CivilDay on = *ParseDay(day);
  const jurimeter::Level last = {
      level, absl::FromCivil(on, catalog_->time_zone()),
      *EventId::Parse(absl::StrFormat("00000000-0000-0000-0000-%012x", totals_.revision() + 1))};
  TotalsChange change;
  change.levels = {{Cell(bureau, indicator, category), {DayNumber(on), last, 1}}};
  totals_.Apply(change, totals_.revision() + 1);
}

Figure World::Ask(const std::string& indicator, const Period& period, const std::string& region,
                  const std::vector<std::string>& bureaus) const {
  PeriodQuery query = {.period = period, .region = region, .bureaus = bureaus};
  query.indicators = {indicator};
  return Ask(query).figures.at(0);
}

PeriodFigures World::Ask(const PeriodQuery& query) const {
  EXPECT_THAT(CheckQuery(*catalog_, query), testing::IsEmpty());
  return ComputeFigures(*catalog_, totals_, query);
}

std::vector<std::string> Breaches(const World& world, const std::vector<std::string>& indicators,
                                  const std::string& region) {
  PeriodQuery query = {.period = YearPeriod(2023), .region = region};
  query.indicators = indicators;
  std::vector<std::string> texts;
  for (const Breach& breach : world.Ask(query).breaches) {
    texts.push_back(breach.rule->code + " of " + breach.text);
    EXPECT_EQ(breach.bureau != nullptr, !breach.text.starts_with("the whole scope"));
  }
  return texts;
}

}  // namespace jurimeter
