#include "services/ingestion/ingestion_metrics.h"

#include <algorithm>
#include <array>

#include "storage/event_store.h"

namespace jurimeter::ingestion {
namespace {

// The last bucket holds the largest commit.
constexpr std::array kCommitEvents = {1.0,
                                      3.0,
                                      10.0,
                                      30.0,
                                      100.0,
                                      300.0,
                                      1000.0,
                                      3000.0,
                                      5000.0,
                                      10'000.0,
                                      15'000.0,
                                      20'000.0,
                                      static_cast<double>(storage::kMaxCommitEvents)};
static_assert(std::is_sorted(kCommitEvents.begin(), kCommitEvents.end()),
              "buckets ascend to the largest commit");
const prometheus::Histogram::BucketBoundaries kCommitSeconds = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};

prometheus::Family<prometheus::Counter>& EventsFamily(prometheus::Registry& registry) {
  return prometheus::BuildCounter()
      .Name("jurimeter_events_total")
      .Help("Events by outcome: recorded, duplicate, conflict, refused or retracted.")
      .Register(registry);
}

}  // namespace

IngestionMetrics::IngestionMetrics(prometheus::Registry& registry, const runtime::Clock* clock)
    : recorded_(EventsFamily(registry).Add({{"outcome", "recorded"}})),
      duplicate_(EventsFamily(registry).Add({{"outcome", "duplicate"}})),
      conflict_(EventsFamily(registry).Add({{"outcome", "conflict"}})),
      retracted_(EventsFamily(registry).Add({{"outcome", "retracted"}})),
      refused_(EventsFamily(registry).Add({{"outcome", "refused"}})),
      refusals_(registry, clock),
      readmitted_batches_(
          prometheus::BuildCounter()
              .Name("jurimeter_readmitted_batches_total")
              .Help("Batches with events that were admitted anew, since the rules had changed.")
              .Register(registry)
              .Add({})),
      failed_commits_(
          prometheus::BuildCounter()
              .Name("jurimeter_failed_commits_total")
              .Help("Commits and look-ups that ended in an error; their events were not "
                    "acknowledged.")
              .Register(registry)
              .Add({})),
      commit_events_(prometheus::BuildHistogram()
                         .Name("jurimeter_commit_events")
                         .Help("Events in one commit.")
                         .Register(registry)
                         .Add({}, prometheus::Histogram::BucketBoundaries(kCommitEvents.begin(),
                                                                          kCommitEvents.end()))),
      commit_seconds_(prometheus::BuildHistogram()
                          .Name("jurimeter_commit_seconds")
                          .Help("Time of one commit, retries included, in seconds.")
                          .Register(registry)
                          .Add({}, kCommitSeconds)),
      revision_(prometheus::BuildGauge()
                    .Name("jurimeter_ledger_revision")
                    .Help("Highest revision of the ledger that this process wrote.")
                    .Register(registry)
                    .Add({})) {}

prometheus::Counter& IngestionMetrics::events(Outcome outcome) {
  switch (outcome) {
    case Outcome::kRecorded:
      return recorded_;
    case Outcome::kDuplicate:
      return duplicate_;
    case Outcome::kConflict:
      return conflict_;
    case Outcome::kRetracted:
      return retracted_;
    case Outcome::kRefused:
    case Outcome::kUnsettled:
      break;
  }
  return refused_;
}

void IngestionMetrics::Refused(const EventRefusals& refusals, const Catalog& catalog,
                               std::string_view bureau) {
  refused_.Increment();
  refusals_.Add(refusals, catalog, bureau);
}

void IngestionMetrics::ReachedRevision(int64_t revision) {
  // Two writers may meet here. It is enough that the gauge catches up with the next commit.
  const auto value = static_cast<double>(revision);
  if (value > revision_.Value()) revision_.Set(value);
}

}  // namespace jurimeter::ingestion
