#include "domain/figures/year_query.h"

#include "absl/strings/str_cat.h"
#include "domain/catalog/request_checks.h"

namespace jurimeter {

Violations CheckQuery(const Catalog& catalog, const YearQuery& query) {
  Violations faults;
  if (query.year < catalog.first_year() || query.year > kMaxYear) {
    faults.push_back({"year", absl::StrCat(query.year, " is out of range; expected ",
                                           catalog.first_year(), " to ", kMaxYear)});
  }
  CheckRegionCode(query.region, &faults);
  CheckBureauCodes(catalog, query.bureaus, &faults);
  CheckIndicatorCodes(catalog, query.indicators, &faults);
  return faults;
}

PeriodQuery PeriodQueryOf(const YearQuery& query) {
  return {.period = YearPeriod(query.year),
          .region = query.region,
          .bureaus = query.bureaus,
          .indicators = query.indicators,
          .include_supporting = query.include_supporting};
}

}  // namespace jurimeter
