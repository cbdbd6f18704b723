// The parts into which a scope falls.
//
// The parts of a scope in a period have all its bureaus on all days, each once, so that what is
// counted in them adds up to what is counted in the whole.
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

// The regions of `digits` whose bureaus count in `period`, by code. A bureau whose region has
// fewer digits is in a part of just that region.
std::vector<ScopePart> PartsByRegion(const Scope& scope, size_t digits, const Period& period);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_BREAKDOWN_H_
