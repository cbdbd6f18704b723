#include "services/ingestion/watched_event_store.h"

#include <string>
#include <utility>

#include "services/runtime/logging.h"

namespace jurimeter::ingestion {
namespace {

using runtime::Log;
using runtime::LogLevel;
using storage::CommitResult;
using storage::CorrectResult;
using storage::EventStore;
using storage::FoundCorrections;
using storage::RecordedResult;

class WatchedEventStore : public EventStore {
 public:
  WatchedEventStore(std::unique_ptr<EventStore> store, runtime::DatabaseContact* contact,
                    FailureLogs* logs, const runtime::Clock* clock)
      : store_(std::move(store)), contact_(*contact), logs_(*logs), clock_(*clock) {}

  absl::StatusOr<CommitResult> Commit(absl::Span<const Event> events,
                                      const Digest& rules) override {
    absl::StatusOr<CommitResult> result = store_->Commit(events, rules);
    Learn(result.status(), "events were not committed", events.size());
    return result;
  }

  absl::StatusOr<RecordedResult> FindRecorded(absl::Span<const EventDraft> drafts,
                                              const Digest& rules) override {
    absl::StatusOr<RecordedResult> result = store_->FindRecorded(drafts, rules);
    Learn(result.status(), "refused events were not looked up", drafts.size());
    return result;
  }

  absl::StatusOr<CorrectResult> Correct(absl::Span<const Correction> corrections,
                                        const storage::LedgerRules& rules, bool dry_run) override {
    absl::StatusOr<CorrectResult> result = store_->Correct(corrections, rules, dry_run);
    Learn(result.status(), "corrections were not committed", corrections.size());
    return result;
  }

  absl::StatusOr<FoundCorrections> FindCorrections(absl::Span<const CorrectionDraft> drafts,
                                                   const Digest& rules, bool dry_run) override {
    absl::StatusOr<FoundCorrections> result = store_->FindCorrections(drafts, rules, dry_run);
    Learn(result.status(), "refused corrections were not looked up", drafts.size());
    return result;
  }

  absl::Status Probe() override {
    absl::Status status = store_->Probe();
    Hear(status);
    if (status.ok()) return status;
    if (const auto unlogged = logs_.probes.Take(clock_.Now())) {
      Log(LogLevel::kWarning, "commits do not go through",
          {{"fault", std::string(status.message())}, {"unlogged", *unlogged}});
    }
    return status;
  }

 private:
  // Logs `what` failed.
  void Learn(const absl::Status& status, const char* what, size_t events) {
    Hear(status);
    if (status.ok()) return;
    if (const auto unlogged = logs_.commits.Take(clock_.Now())) {
      Log(LogLevel::kWarning, what,
          {{"fault", std::string(status.message())},
           {"events", static_cast<int64_t>(events)},
           {"unlogged", *unlogged}});
    }
  }

  // The database has answered, even if it refused.
  void Hear(const absl::Status& status) {
    if (!absl::IsUnavailable(status)) contact_.Heard();
  }

  std::unique_ptr<EventStore> store_;
  runtime::DatabaseContact& contact_;
  FailureLogs& logs_;
  const runtime::Clock& clock_;
};

}  // namespace

std::unique_ptr<EventStore> WatchEventStore(std::unique_ptr<EventStore> store,
                                            runtime::DatabaseContact* contact, FailureLogs* logs,
                                            const runtime::Clock* clock) {
  return std::make_unique<WatchedEventStore>(std::move(store), contact, logs, clock);
}

}  // namespace jurimeter::ingestion
