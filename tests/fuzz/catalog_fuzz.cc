// A catalog's text, through parsing, conversion and checks; and what passes can be evaluated.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "domain/figures/period_figures.h"
#include "domain/figures/year_query.h"
#include "jurimeter/v1/query.pb.h"
#include "services/messages/catalog_text.h"
#include "services/messages/figure_messages.h"
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/small_totals.h"

namespace jurimeter::test {
namespace {

// What ListIndicators and ListBureaus say of the catalog is what it was made from.
void RequireListable(const CatalogSpec& spec) {
  v1::Catalog message;
  message.set_time_zone(spec.time_zone);
  message.set_first_year(spec.first_year);
  for (const SectionSpec& section : spec.sections) {
    *message.add_sections() = messages::ToProto(section);
  }
  for (const BureauSpec& bureau : spec.bureaus) *message.add_bureaus() = messages::ToProto(bureau);
  for (const IndicatorSpec& indicator : spec.indicators) {
    *message.add_indicators() = messages::ToProto(indicator);
  }
  RequireSendable(message);

  const auto [again, faults] = messages::FromProto(message);
  Require(faults.empty(), "what is listed can be read back");
  Require(again.indicators.size() == spec.indicators.size(), "every indicator is listed");
  for (size_t place = 0; place < again.indicators.size(); ++place) {
    Require(messages::ToProto(again.indicators[place]).SerializeAsString() ==
                message.indicators(static_cast<int>(place)).SerializeAsString(),
            "reading back loses nothing of an indicator");
  }
}

void RequireEvaluable(const Catalog& catalog) {
  const Totals totals = SmallTotals(catalog);
  for (const int year : {catalog.first_year(), std::min(catalog.first_year() + 1, kMaxYear)}) {
    YearQuery query;
    query.year = year;
    query.include_supporting = true;
    Require(CheckQuery(catalog, query).empty(), "a catalog's own years can be asked for");
    v1::QueryYearResponse response;
    messages::AddFigures(catalog, ComputeFigures(catalog, totals, PeriodQueryOf(query)), &response);
    Require(response.figures_size() == static_cast<int>(catalog.indicators().size()),
            "each indicator has a figure");
    RequireSendable(response);
  }
}

void Fuzz(std::string_view text) {
  const auto parsed = messages::ParseCatalog(text);
  if (!parsed.ok()) return RequireSound(text, parsed.faults());
  RequireListable(parsed->spec);
  RequireEvaluable(*parsed->catalog);
}

}  // namespace
}  // namespace jurimeter::test

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  jurimeter::test::Fuzz({reinterpret_cast<const char*>(data), size});
  return 0;
}
