#include "tools/bench/filled_site.h"

#include <algorithm>
#include <string>
#include <vector>

#include "tools/bench/libpq.h"
#include "tools/bench/stream_load.h"
#include "tools/bench/workload.h"
#include "tools/bench/year_question.h"

namespace jurimeter::bench {
namespace {

constexpr char kVacuum[] = "VACUUM ANALYZE event";

// Most events whose messages are in memory at a time.
constexpr size_t kPartEvents = 1'000'000;

}  // namespace

absl::StatusOr<BenchSite> MakeFilledSite(const BenchContext& context, size_t events) {
  const absl::StatusOr<Workload> workload = Workload::Make(kWholeYear);
  if (!workload.ok()) return workload.status();
  auto site = MakeBenchSite(context.database);
  if (!site.ok()) return site.status();
  for (size_t first = 0; first < events; first += kPartEvents) {
    const std::vector<std::string> messages =
        workload->StreamMessages({.first = first, .count = std::min(kPartEvents, events - first)},
                                 context.options.batch_events);
    const auto outcome =
        SendByStreams(site->ingestion->address(), messages, context.options.streams);
    if (!outcome.ok()) return site->ingestion->Explain(outcome.status());
    const absl::Status visible = AwaitRevision(site->query->address(), outcome->last_revision());
    if (!visible.ok()) return site->query->Explain(visible);
  }
  const absl::Status tidy = TidyUp(*site);
  if (!tidy.ok()) return tidy;
  return site;
}

absl::Status TidyUp(const BenchSite& site) {
  const absl::StatusOr<LibpqConnection> connection = ConnectByLibpq(site.schema->url());
  return connection.ok() ? Execute(connection->get(), kVacuum) : connection.status();
}

}  // namespace jurimeter::bench
