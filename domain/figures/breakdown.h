// The parts of a scope: its bureaus or regions.
//
// Each bureau of the scope is in just one part on each day of the period. So the counts of the
// parts add up to the count of the whole.
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_FIGURES_BREAKDOWN_H_
#define JURIMETER_DOMAIN_FIGURES_BREAKDOWN_H_

#include <string>
#include <vector>

#include "domain/catalog/scope.h"
#include "domain/values/period.h"

namespace jurimeter {

struct ScopePart {
  std::string key;  // code of the bureau or region
  Scope scope;
};

// The bureaus that count in `period`, in the catalog's order.
std::vector<ScopePart> PartsByBureau(const Scope& scope, const Period& period);

// The regions of `digits` whose bureaus count in `period`, by code. If a bureau's region has fewer
// digits, that region is a part of its own.
std::vector<ScopePart> PartsByRegion(const Scope& scope, size_t digits, const Period& period);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_BREAKDOWN_H_
