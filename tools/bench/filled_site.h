// Both services on a year of events.
//
// Threads: one, which must outlive the site.
#ifndef JURIMETER_TOOLS_BENCH_FILLED_SITE_H_
#define JURIMETER_TOOLS_BENCH_FILLED_SITE_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "tools/bench/bench_service.h"
#include "tools/bench/benches.h"

namespace jurimeter::bench {

// Both services with `events` events over the whole sample year, all visible to queries. The table
// of events is vacuumed and analysed already, as the night after would do it.
absl::StatusOr<BenchSite> MakeFilledSite(const BenchContext& context, size_t events);

// Vacuums and analyses the site's table of events.
absl::Status TidyUp(const BenchSite& site);

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_FILLED_SITE_H_
