// The rules that a catalog must obey, as Catalog::Create lists them.
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_CATALOG_CHECKS_H_
#define JURIMETER_DOMAIN_CATALOG_CHECKS_H_

#include <cstddef>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/catalog.h"
#include "domain/violation.h"

namespace jurimeter {

// Loads the zone of an IANA name; false where the name is no such name. Refuses names that mean
// something else on another machine, such as "localtime" and paths.
bool LoadNamedTimeZone(std::string_view name, absl::TimeZone* zone);

// Places of the indicators by code; of a code that stands twice, the first. Valid while `spec`
// lives.
using IndicatorPlaces = absl::flat_hash_map<absl::string_view, size_t>;
IndicatorPlaces PlacesOf(const CatalogSpec& spec);

// Every fault of `spec`, and of `keys` for it.
Violations CheckCatalog(const CatalogSpec& spec, const CatalogKeys& keys);

// Adds the faults of the definition of the indicator at `place`: none given, an operand missing,
// unknown, or of a kind that it cannot take.
void CheckDefinition(const CatalogSpec& spec, const IndicatorPlaces& places, size_t place,
                     Violations* faults);

// Adds each cycle of definitions, once, at a reference that is part of it.
void CheckCycles(const CatalogSpec& spec, const IndicatorPlaces& places, Violations* faults);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_CHECKS_H_
