// States of the past from a ledger in memory, for who keeps them.
//
// Example:
//   auto script = std::make_shared<ScriptedPast::Script>();
//   PastStates states(std::make_unique<ScriptedPast>(script), registry, &clock);
//
// Threads: safe from any.
#ifndef JURIMETER_TESTS_SERVICES_QUERY_SCRIPTED_PAST_H_
#define JURIMETER_TESTS_SERVICES_QUERY_SCRIPTED_PAST_H_

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <variant>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/messages/catalog_text.h"
#include "storage/past_ledger.h"
#include "tests/services/service_catalog.h"

namespace jurimeter::test {

// A ledger whose revision n was committed at second 10 * n. It can be held.
class ScriptedPast : public storage::PastLedger {
 public:
  struct Script {
    absl::Mutex mutex;
    bool held ABSL_GUARDED_BY(mutex) = false;
    absl::Status failure ABSL_GUARDED_BY(mutex);
    std::map<int64_t, int> loads ABSL_GUARDED_BY(mutex);  // by revision
  };

  explicit ScriptedPast(std::shared_ptr<Script> script) : script_(std::move(script)) {}

  absl::StatusOr<storage::PastState> Load(const AsOf& as_of) override {
    const auto* const time = std::get_if<absl::Time>(&as_of);
    const int64_t revision =
        time == nullptr ? std::get<int64_t>(as_of) : absl::ToUnixSeconds(*time) / 10;
    absl::MutexLock lock(&script_->mutex);
    ++script_->loads[revision];
    const auto is_free = [this]()
                             ABSL_SHARED_LOCKS_REQUIRED(script_->mutex) { return !script_->held; };
    script_->mutex.Await(absl::Condition(&is_free));
    if (!script_->failure.ok()) return script_->failure;
    storage::PastState past;
    past.state.totals = Totals(revision);
    past.state.catalog = {.identity = {1, {}},
                          .text = kServiceCatalog,
                          .keys = CatalogKeys::ByPlace(*messages::SpecOf(kServiceCatalog))};
    past.state.position = {revision, {}, absl::FromUnixSeconds(10 * revision)};
    past.next_committed_at = absl::FromUnixSeconds(10 * revision + 10);
    return past;
  }

  void Cancel() override {
    absl::MutexLock lock(&script_->mutex);
    script_->held = false;
  }

  absl::StatusOr<storage::EarlierCatalog> LastBefore(int64_t) override {
    return absl::NotFoundError("none");
  }

 private:
  const std::shared_ptr<Script> script_;
};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SERVICES_QUERY_SCRIPTED_PAST_H_
