// Where the indicators of a catalog stand.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_CATALOG_INDICATOR_PLACES_H_
#define JURIMETER_DOMAIN_CATALOG_INDICATOR_PLACES_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "domain/catalog/catalog_spec.h"

namespace jurimeter {

// Places in CatalogSpec::indicators by code; if a code stands twice, its first place. Valid while
// the spec lives.
using IndicatorPlaces = absl::flat_hash_map<absl::string_view, size_t>;

IndicatorPlaces PlacesOf(const CatalogSpec& spec);

// The indicator of `code`. Requires that there is one.
const IndicatorSpec& IndicatorOf(const CatalogSpec& spec, const IndicatorPlaces& places,
                                 std::string_view code);

// The path of a field below the indicator at `place`: "indicators[3].ratio.denominator".
std::string IndicatorField(size_t place, std::string_view field);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_INDICATOR_PLACES_H_
