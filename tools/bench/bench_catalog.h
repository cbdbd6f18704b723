// The catalog of the benchmarks: the sample's, filled up to 33 bureaus and 60 indicators that can
// be reported.
#ifndef JURIMETER_TOOLS_BENCH_BENCH_CATALOG_H_
#define JURIMETER_TOOLS_BENCH_BENCH_CATALOG_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "tools/jurimeter/local/catalog_file.h"

namespace jurimeter::bench {

inline constexpr size_t kBenchBureaus = 33;
inline constexpr size_t kBenchIndicators = 60;

// The added indicators are `supporting`, so that the report of a year is the sample's.
absl::StatusOr<tools::CatalogFile> BenchCatalog();

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_BENCH_CATALOG_H_
