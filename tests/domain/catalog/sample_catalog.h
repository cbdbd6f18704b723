// A small catalog with an indicator of each kind, and matchers of faults.
#ifndef JURIMETER_TESTS_DOMAIN_CATALOG_SAMPLE_CATALOG_H_
#define JURIMETER_TESTS_DOMAIN_CATALOG_SAMPLE_CATALOG_H_

#include <gmock/gmock.h>

#include <memory>
#include <ostream>
#include <string>

#include "domain/catalog/catalog.h"
#include "domain/values/violation.h"

namespace jurimeter {

inline void PrintTo(const Violation& violation, std::ostream* out) {
  *out << violation.field << ": " << violation.description;
}

// A violation of `field` whose description contains `text`.
MATCHER_P2(IsFault, field, text, "") {
  return arg.field == field && arg.description.find(text) != std::string::npos;
}

// Time zone Asia/Shanghai, first year 2022.
//   bureaus     [0] justice 230108, [1] court.first-instance 2301, [2] police 2302
//   indicators  [0] cases.received flow, categories civil, criminal
//               [1] cases.resolved flow, supporting
//               [2] cases.resolution_rate ratio of [1] and [0], percent, 2 decimals
//               [3] cases.growth growth of [0], percent, 1 decimal
//               [4] teams.present stock, categories rescue, patrol
//               [5] cases.ever_received cumulative of [0]
//               [6] cases.ever_growth growth of [5], percent, 1 decimal
//               [7] teams.load ratio of [0] and [4]
CatalogSpec SampleSpec();

// The catalog of `spec` with keys by place. If it has faults, the test fails and this is null.
std::shared_ptr<const Catalog> MakeCatalog(const CatalogSpec& spec);

}  // namespace jurimeter

#endif  // JURIMETER_TESTS_DOMAIN_CATALOG_SAMPLE_CATALOG_H_
