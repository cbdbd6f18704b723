#include "domain/figures/period_query.h"

#include <cstdint>
#include <variant>

#include "absl/strings/str_cat.h"
#include "domain/catalog/request_checks.h"
#include "domain/figures/query_scope.h"

namespace jurimeter {
namespace {

constexpr int kMinPartDigits = 2;
constexpr int kMaxPartDigits = 12;

// How many parts a breakdown by time has; 0 for another breakdown.
int64_t PartsInTime(const Period& period, BreakdownBy by) {
  int months = 0;
  if (by == BreakdownBy::kMonth) months = 1;
  if (by == BreakdownBy::kQuarter) months = 3;
  if (by == BreakdownBy::kYear) months = 12;
  if (months == 0) return 0;
  const auto place = [&](absl::CivilDay day) {
    return (absl::CivilMonth(day) - absl::CivilMonth(0)) / months;
  };
  return place(period.last) - place(period.first) + 1;
}

void CheckBreakdown(const PeriodQuery& query, Violations* faults) {
  if (!query.by) return;
  const int digits = query.by->region_digits;
  if (query.by->by == BreakdownBy::kRegion &&
      (digits < kMinPartDigits || digits > kMaxPartDigits)) {
    faults->push_back({"by.region_digits", absl::StrCat(digits, " is out of range; expected ",
                                                        kMinPartDigits, " to ", kMaxPartDigits)});
  }
  const int64_t parts = PartsInTime(query.period, query.by->by);
  if (parts > static_cast<int64_t>(kMaxParts)) {
    faults->push_back(
        {"by", absl::StrCat("makes ", parts, " parts of the period; expected at most ", kMaxParts,
                            ": ask for a shorter one")});
  }
}

// An upper limit of the parts of a valid breakdown.
size_t MostParts(const Catalog& catalog, const PeriodQuery& query) {
  switch (query.by->by) {
    case BreakdownBy::kBureau:
    case BreakdownBy::kRegion:
      return ScopeOf(catalog, query.region, query.bureaus).members().size();
    case BreakdownBy::kCategory: {
      size_t categories = 1;
      for (const Indicator& indicator : catalog.indicators()) {
        categories += indicator.spec.categories.size() + indicator.left_out.size();
      }
      return categories;
    }
    case BreakdownBy::kMonth:
    case BreakdownBy::kQuarter:
    case BreakdownBy::kYear:
      break;
  }
  return static_cast<size_t>(PartsInTime(query.period, query.by->by));
}

// Checks the number of figures. Requires a query without other faults.
void CheckSize(const Catalog& catalog, const PeriodQuery& query, Violations* faults) {
  if (!query.by) return;
  const size_t indicators =
      IndicatorsOf(catalog, query.indicators, query.include_supporting).size();
  const size_t parts = MostParts(catalog, query);
  const size_t figures = parts * indicators * (query.compare ? 2 : 1);
  if (figures <= kMaxPartFigures) return;
  faults->push_back(
      {"by",
       absl::StrCat("makes up to ", parts, " parts with ", indicators, " figures each, ",
                    query.compare ? "compared, " : "", "which are ", figures, "; expected at most ",
                    kMaxPartFigures,
                    ": ask for fewer indicators, for fewer bureaus or for a shorter period")});
}

}  // namespace

Violations CheckQuery(const Catalog& catalog, const PeriodQuery& query) {
  Violations faults;
  CheckPeriod(catalog, query.period, &faults);
  CheckRegionCode(query.region, &faults);
  CheckBureauCodes(catalog, query.bureaus, &faults);
  CheckIndicatorCodes(catalog, query.indicators, &faults);
  const auto* before = query.compare ? std::get_if<YearsBefore>(&*query.compare) : nullptr;
  if (before != nullptr && (before->years < 1 || before->years > kMaxYearsBefore)) {
    faults.push_back({"compare.years_before", absl::StrCat(before->years, " is out of range; ",
                                                           "expected 1 to ", kMaxYearsBefore)});
  }
  CheckBreakdown(query, &faults);
  if (faults.empty()) CheckSize(catalog, query, &faults);
  return faults;
}

}  // namespace jurimeter
