// A rules store that says what a test says, for tests of who asks one.
//
// Example:
//   RulesDatabase database;
//   RulesWatch watch(std::make_unique<FakeRulesStore>(&database), &readiness, &contact);
//   database.Apply(1);
#ifndef JURIMETER_TESTS_SERVICES_FAKE_RULES_STORE_H_
#define JURIMETER_TESTS_SERVICES_FAKE_RULES_STORE_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/messages/catalog_text.h"
#include "storage/rules_store.h"
#include "tests/services/service_catalog.h"

namespace jurimeter::test {

// What the database of a test says of its rules. Threads: safe from any. Must outlive its stores.
class RulesDatabase {
 public:
  // From now on it says that the catalog of `revision`, with the chain {revision}, is in force; 0:
  // none.
  void Apply(int64_t revision) {
    absl::MutexLock lock(&mutex_);
    identity_.revision = revision;
    identity_.chain = {static_cast<uint8_t>(revision)};
    identity_.catalog = {revision, identity_.chain};
  }

  // From now on it says that the access list `text` of `revision`, with the chain {revision}, is in
  // force.
  void Admit(int64_t revision, std::string text) {
    absl::MutexLock lock(&mutex_);
    identity_.revision = revision;
    identity_.chain = {static_cast<uint8_t>(revision)};
    identity_.access = {revision, identity_.chain};
    access_ = std::move(text);
  }

  // Adds a closing at `revision`, with the chain {revision}.
  void Close(int64_t revision, std::vector<ClosingPart> parts) {
    absl::MutexLock lock(&mutex_);
    identity_.revision = revision;
    identity_.chain = {static_cast<uint8_t>(revision)};
    closings_.push_back({revision, {}, "annual report", std::move(parts)});
  }

  // From now on it is another database, which knows nothing of what was read before.
  void BeginAnew() {
    absl::MutexLock lock(&mutex_);
    closings_.clear();
    identity_ = {};
    anew_ = true;
  }

  // From now on it answers `status`; OK: as before.
  void FailWith(const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    failure_ = status;
  }

  absl::StatusOr<storage::RulesChange> Read(const storage::RulesIdentity& known) {
    absl::MutexLock lock(&mutex_);
    if (!failure_.ok()) return failure_;
    storage::RulesChange change;
    change.identity = identity_;
    if (known == identity_) return change;
    change.anew = known.revision == 0 || std::exchange(anew_, false);
    for (const Closing& closing : closings_) {
      if (change.anew || closing.revision > known.revision) change.closings.push_back(closing);
    }
    if (identity_.catalog != known.catalog && identity_.catalog.revision != 0) {
      const std::string text = kServiceCatalog;
      change.catalog = {identity_.catalog, text, CatalogKeys::ByPlace(*messages::SpecOf(text))};
    }
    if (identity_.access != known.access && identity_.access.revision != 0) {
      change.access = {identity_.access, access_};
    }
    return change;
  }

 private:
  absl::Mutex mutex_;
  storage::RulesIdentity identity_ ABSL_GUARDED_BY(mutex_);
  std::string access_ ABSL_GUARDED_BY(mutex_);
  std::vector<Closing> closings_ ABSL_GUARDED_BY(mutex_);
  bool anew_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
};

class FakeRulesStore : public storage::RulesStore {
 public:
  explicit FakeRulesStore(RulesDatabase* database) : database_(*database) {}

  absl::StatusOr<storage::RulesChange> Read(const storage::RulesIdentity& known) override {
    return database_.Read(known);
  }
  absl::StatusOr<storage::EarlierCatalog> LastBefore(int64_t) override {
    return absl::NotFoundError("none");
  }

 private:
  RulesDatabase& database_;
};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SERVICES_FAKE_RULES_STORE_H_
