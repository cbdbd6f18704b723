#include "domain/catalog/indicator_places.h"

#include "absl/strings/str_cat.h"
#include "domain/values/text.h"

namespace jurimeter {

IndicatorPlaces PlacesOf(const CatalogSpec& spec) {
  IndicatorPlaces places;
  for (size_t place = 0; place < spec.indicators.size(); ++place) {
    places.insert({spec.indicators[place].code, place});
  }
  return places;
}

const IndicatorSpec& IndicatorOf(const CatalogSpec& spec, const IndicatorPlaces& places,
                                 std::string_view code) {
  return spec.indicators[places.at(ToAbsl(code))];
}

std::string IndicatorField(size_t place, std::string_view field) {
  return absl::StrCat("indicators[", place, "].", ToAbsl(field));
}

}  // namespace jurimeter
