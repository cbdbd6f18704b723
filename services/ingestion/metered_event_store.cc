#include "services/ingestion/metered_event_store.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/time/time.h"

namespace jurimeter::ingestion {
namespace {

using storage::CommitResult;
using storage::CorrectResult;
using storage::EventStore;
using storage::FoundCorrections;
using storage::RecordedResult;

constexpr size_t kOutcomes = static_cast<size_t>(Outcome::kRetracted) + 1;

class MeteredEventStore : public EventStore {
 public:
  MeteredEventStore(std::unique_ptr<EventStore> store, IngestionMetrics* metrics,
                    const runtime::Clock* clock)
      : store_(std::move(store)), metrics_(*metrics), clock_(*clock) {}

  absl::StatusOr<CommitResult> Commit(absl::Span<const Event> events,
                                      const Digest& rules) override {
    const absl::Time start = clock_.Now();
    absl::StatusOr<CommitResult> result = store_->Commit(events, rules);
    metrics_.commit_seconds().Observe(absl::ToDoubleSeconds(clock_.Now() - start));
    metrics_.commit_events().Observe(static_cast<double>(events.size()));
    Count(result);
    return result;
  }

  absl::StatusOr<RecordedResult> FindRecorded(absl::Span<const EventDraft> drafts,
                                              const Digest& rules) override {
    absl::StatusOr<RecordedResult> result = store_->FindRecorded(drafts, rules);
    Count(result);
    return result;
  }

  // CorrectionMetrics counts what became of each, with the refusals of admission.
  absl::StatusOr<CorrectResult> Correct(absl::Span<const Correction> corrections,
                                        const storage::LedgerRules& rules, bool dry_run) override {
    absl::StatusOr<CorrectResult> result = store_->Correct(corrections, rules, dry_run);
    CountRevision(result);
    return result;
  }

  absl::StatusOr<FoundCorrections> FindCorrections(absl::Span<const CorrectionDraft> drafts,
                                                   const Digest& rules, bool dry_run) override {
    absl::StatusOr<FoundCorrections> result = store_->FindCorrections(drafts, rules, dry_run);
    CountRevision(result);
    return result;
  }

  absl::Status Probe() override { return store_->Probe(); }

 private:
  template <typename Result>
  void CountRevision(const absl::StatusOr<Result>& result) {
    if (!result.ok()) return metrics_.failed_commits().Increment();
    metrics_.ReachedRevision(result->revision);
  }

  template <typename Result>
  void Count(const absl::StatusOr<Result>& result) {
    CountRevision(result);
    if (!result.ok()) return;
    std::array<int64_t, kOutcomes> counts{};
    for (const EventOutcome& outcome : result->outcomes) {
      ++counts[static_cast<size_t>(outcome.outcome)];
      if (outcome.outcome != Outcome::kRefused) continue;
      for (const Violation& fault : outcome.violations) {
        metrics_.RefusedByDatabase(fault.description);
      }
    }
    for (size_t i = 0; i < counts.size(); ++i) {
      const auto outcome = static_cast<Outcome>(i);
      if (outcome == Outcome::kUnsettled) continue;  // counted once it is settled
      metrics_.events(outcome).Increment(static_cast<double>(counts[i]));
    }
  }

  std::unique_ptr<EventStore> store_;
  IngestionMetrics& metrics_;
  const runtime::Clock& clock_;
};

}  // namespace

std::unique_ptr<EventStore> MeterEventStore(std::unique_ptr<EventStore> store,
                                            IngestionMetrics* metrics,
                                            const runtime::Clock* clock) {
  return std::make_unique<MeteredEventStore>(std::move(store), metrics, clock);
}

}  // namespace jurimeter::ingestion
