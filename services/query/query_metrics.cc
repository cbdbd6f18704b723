#include "services/query/query_metrics.h"

#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "domain/ledger/entry_kind.h"

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

// Kinds that this program does not know have one label.
std::vector<runtime::SampledGauges::LabelledSample> EntriesByKind(const LedgerFollower* ledger) {
  std::vector<std::string_view> kinds;
  for (const EntryKind& kind : kEntryKinds) kinds.push_back(kind.name);
  kinds.emplace_back("unknown");
  std::vector<runtime::SampledGauges::LabelledSample> samples;
  for (const std::string_view kind : kinds) {
    samples.push_back({std::string(kind), [=] {
                         const auto snapshot = ledger->current();
                         return snapshot == nullptr
                                    ? 0.0
                                    : static_cast<double>(snapshot->entries.Of(kind));
                       }});
  }
  return samples;
}

}  // namespace

std::shared_ptr<runtime::SampledGauges> QueryGauges(const LedgerFollower* ledger,
                                                    const PastStates* past,
                                                    const runtime::Clock* clock) {
  auto gauges = std::make_shared<runtime::SampledGauges>();
  gauges->AddGauge("jurimeter_ledger_revision", "Revision of the ledger when last looked at.",
                   [=] { return static_cast<double>(ledger->head_revision()); });
  gauges->AddGauges("jurimeter_ledger_entries",
                    "Entries of the ledger up to the revision that figures are served of, by kind.",
                    "kind", EntriesByKind(ledger));
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
  gauges->AddGauge("jurimeter_query_past_states", "States of earlier revisions that are kept.",
                   [=] { return static_cast<double>(past->kept()); });
  return gauges;
}

}  // namespace jurimeter::query
