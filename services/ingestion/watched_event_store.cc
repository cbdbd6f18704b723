#include "services/ingestion/watched_event_store.h"

#include <string>
#include <utility>

#include "services/runtime/logging.h"

namespace jurimeter::ingestion {
namespace {

using runtime::Log;
using runtime::LogLevel;
using storage::CommitResult;
using storage::EventStore;

class WatchedEventStore : public EventStore {
 public:
  WatchedEventStore(std::unique_ptr<EventStore> store, runtime::DatabaseContact* contact,
                    FailureLogs* logs, const runtime::Clock* clock)
      : store_(std::move(store)), contact_(*contact), logs_(*logs), clock_(*clock) {}

  absl::StatusOr<CommitResult> Commit(absl::Span<const Event> events,
                                      const Digest& admitted_by) override {
    absl::StatusOr<CommitResult> result = store_->Commit(events, admitted_by);
    Learn(result.status());
    if (result.ok()) return result;
    if (const auto unlogged = logs_.commits.Take(clock_.Now())) {
      Log(LogLevel::kWarning, "events were not committed",
          {{"fault", std::string(result.status().message())},
           {"events", static_cast<int64_t>(events.size())},
           {"unlogged", *unlogged}});
    }
    return result;
  }

  absl::Status Probe() override {
    absl::Status status = store_->Probe();
    Learn(status);
    if (status.ok()) return status;
    if (const auto unlogged = logs_.probes.Take(clock_.Now())) {
      Log(LogLevel::kWarning, "commits do not go through",
          {{"fault", std::string(status.message())}, {"unlogged", *unlogged}});
    }
    return status;
  }

 private:
  // The database has answered, even if it refused.
  void Learn(const absl::Status& status) {
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
