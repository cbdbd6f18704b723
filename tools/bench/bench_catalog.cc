#include "tools/bench/bench_catalog.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "domain/catalog/indicator.h"

namespace jurimeter::bench {
namespace {

constexpr char kName[] = "(the catalog of the benchmark)";

bool CanBeReported(const IndicatorSpec& indicator) {
  return std::holds_alternative<Flow>(indicator.definition) ||
         std::holds_alternative<Stock>(indicator.definition);
}

}  // namespace

absl::StatusOr<tools::CatalogFile> BenchCatalog() {
  std::string text(tools::SampleCatalogText());
  const absl::StatusOr<tools::CatalogFile> sample = tools::ParseCatalogFile(kName, text);
  if (!sample.ok()) return sample.status();
  const CatalogSpec& spec = sample->spec;
  for (size_t n = spec.bureaus.size(); n < kBenchBureaus; ++n) {
    absl::StrAppend(&text, "bureaus { code: \"bench_bureau_", n, "\" name_zh: \"", n,
                    "\" name_en: \"", n, "\" region: \"230108\" }\n");
  }
  for (auto n = static_cast<size_t>(
           std::count_if(spec.indicators.begin(), spec.indicators.end(), CanBeReported));
       n < kBenchIndicators; ++n) {
    absl::StrAppend(&text, "indicators { code: \"bench.flow_", n, "\" name_zh: \"", n,
                    "\" name_en: \"", n, "\" section: \"", spec.sections.front().code,
                    "\" unit_zh: \"件\" unit_en: \"cases\" flow {} supporting: true }\n");
  }
  return tools::ParseCatalogFile(kName, std::move(text));
}

}  // namespace jurimeter::bench
