#include "services/query/query_metrics.h"

#include <cmath>

#include "absl/time/time.h"

namespace jurimeter::query {
namespace {

double ServedRevision(const LedgerFollower& ledger) {
  const auto snapshot = ledger.current();
  return snapshot == nullptr ? 0.0 : static_cast<double>(snapshot->revision());
}

double RevisionLag(const LedgerFollower& ledger) {
  if (ledger.stale_since() != absl::InfiniteFuture()) return std::nan("");
  return static_cast<double>(ledger.head_revision()) - ServedRevision(ledger);
}

double StaleSeconds(const LedgerFollower& ledger, absl::Time now) {
  const absl::Time since = ledger.stale_since();
  return since == absl::InfiniteFuture() ? 0.0 : absl::ToDoubleSeconds(now - since);
}

}  // namespace

std::shared_ptr<runtime::SampledGauges> QueryGauges(const LedgerFollower* ledger,
                                                    const runtime::Clock* clock) {
  auto gauges = std::make_shared<runtime::SampledGauges>();
  gauges->AddGauge("jurimeter_ledger_revision", "Revision of the ledger when last looked at.",
                   [=] { return static_cast<double>(ledger->head_revision()); });
  gauges->AddGauge("jurimeter_query_revision", "Revision that figures are served of.",
                   [=] { return ServedRevision(*ledger); });
  gauges->AddGauge("jurimeter_query_revision_lag",
                   "Revisions by which the served one is behind the ledger; NaN while figures are "
                   "stale, since nobody knows.",
                   [=] { return RevisionLag(*ledger); });
  gauges->AddGauge("jurimeter_query_stale_seconds",
                   "Seconds since the ledger was last seen while figures are stale, 0 while they "
                   "are current.",
                   [=] { return StaleSeconds(*ledger, clock->Now()); });
  gauges->AddGauge("jurimeter_query_waiting", "Calls that wait for a revision.",
                   [=] { return static_cast<double>(ledger->waiters()); });
  return gauges;
}

}  // namespace jurimeter::query
