#include "services/query/query_metrics.h"

#include <cmath>

#include "absl/time/time.h"

namespace jurimeter::query {
namespace {

double ServedRevision(const TotalsFollower& totals) {
  const auto snapshot = totals.current();
  return snapshot == nullptr ? 0.0 : static_cast<double>(snapshot->revision());
}

double RevisionLag(const TotalsFollower& totals) {
  if (totals.stale_since() != absl::InfiniteFuture()) return std::nan("");
  return static_cast<double>(totals.head_revision()) - ServedRevision(totals);
}

double StaleSeconds(const TotalsFollower& totals, absl::Time now) {
  const absl::Time since = totals.stale_since();
  return since == absl::InfiniteFuture() ? 0.0 : absl::ToDoubleSeconds(now - since);
}

}  // namespace

std::shared_ptr<runtime::SampledGauges> QueryGauges(const TotalsFollower* totals,
                                                    const runtime::Clock* clock) {
  auto gauges = std::make_shared<runtime::SampledGauges>();
  gauges->AddGauge("jurimeter_ledger_revision", "Revision of the ledger when last looked at.",
                   [=] { return static_cast<double>(totals->head_revision()); });
  gauges->AddGauge("jurimeter_query_revision", "Revision that figures are served of.",
                   [=] { return ServedRevision(*totals); });
  gauges->AddGauge("jurimeter_query_revision_lag",
                   "Revisions by which the served one is behind the ledger; NaN while figures are "
                   "stale, since nobody knows.",
                   [=] { return RevisionLag(*totals); });
  gauges->AddGauge("jurimeter_query_stale_seconds",
                   "Seconds since the ledger was last seen while figures are stale, 0 while they "
                   "are current.",
                   [=] { return StaleSeconds(*totals, clock->Now()); });
  gauges->AddGauge("jurimeter_query_waiting", "Calls that wait for a revision.",
                   [=] { return static_cast<double>(totals->waiters()); });
  return gauges;
}

}  // namespace jurimeter::query
