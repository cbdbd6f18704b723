// A catalog of eight bureaus, to which tests add indicators of every kind.
#ifndef JURIMETER_TESTS_DOMAIN_CATALOG_WORLD_SPEC_H_
#define JURIMETER_TESTS_DOMAIN_CATALOG_WORLD_SPEC_H_

#include <string>

#include "domain/catalog/catalog_spec.h"

namespace jurimeter {

// An indicator of section "一" in 件, printed plainly.
IndicatorSpec Defined(std::string code, Definition definition, Display display = {});

Display In(Scale scale, int decimals, Sign sign = Sign::kMinusOnly);

// First year 2018, in Asia/Shanghai. Eight bureaus: a1, a2 in 420106, a3 in 420107, b1 in 4202,
// b2 in 420205, c1 in 430101, d1 and d2 in 430202.
//   f        flow, categories x, y; d1 and d2 need not report
//   g        flow
//   money    flow in 元 with 2 decimals
//   s        stock, categories x, y
CatalogSpec WorldSpec();

}  // namespace jurimeter

#endif  // JURIMETER_TESTS_DOMAIN_CATALOG_WORLD_SPEC_H_
