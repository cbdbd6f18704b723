// A catalog store that says what a test says, for tests of who asks one.
//
// Example:
//   CatalogDatabase database;
//   CatalogWatch watch(std::make_unique<FakeCatalogStore>(&database), &readiness, &contact);
//   database.Apply(1);
#ifndef JURIMETER_TESTS_SERVICES_FAKE_CATALOG_STORE_H_
#define JURIMETER_TESTS_SERVICES_FAKE_CATALOG_STORE_H_

#include <cstdint>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/messages/catalog_text.h"
#include "storage/catalog_store.h"
#include "tests/services/service_catalog.h"

namespace jurimeter::test {

// What the database of a test says of its catalog. Threads: safe from any. Must outlive its stores.
class CatalogDatabase {
 public:
  // From now on it says that the catalog of `revision`, with the chain {revision}, is in force; 0:
  // none.
  void Apply(int64_t revision) {
    absl::MutexLock lock(&mutex_);
    identity_ = {revision, {static_cast<uint8_t>(revision)}};
  }

  // From now on it answers `status`; OK: as before.
  void FailWith(const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    failure_ = status;
  }

  absl::StatusOr<storage::CatalogIdentity> InForce() {
    absl::MutexLock lock(&mutex_);
    if (!failure_.ok()) return failure_;
    return identity_;
  }

 private:
  absl::Mutex mutex_;
  storage::CatalogIdentity identity_ ABSL_GUARDED_BY(mutex_);
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
};

class FakeCatalogStore : public storage::CatalogStore {
 public:
  explicit FakeCatalogStore(CatalogDatabase* database) : database_(*database) {}

  absl::StatusOr<storage::CatalogIdentity> InForce() override { return database_.InForce(); }
  absl::StatusOr<storage::StoredCatalog> Load() override {
    const absl::StatusOr<storage::CatalogIdentity> in_force = database_.InForce();
    if (!in_force.ok()) return in_force.status();
    const std::string text = kServiceCatalog;
    return storage::StoredCatalog{*in_force, text, CatalogKeys::ByPlace(*messages::SpecOf(text))};
  }
  absl::StatusOr<storage::EarlierCatalog> LastBefore(int64_t) override {
    return absl::NotFoundError("none");
  }
  absl::StatusOr<int64_t> Apply(const CatalogSpec&, const std::string&) override {
    return absl::UnimplementedError("a watch applies nothing");
  }

 private:
  CatalogDatabase& database_;
};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SERVICES_FAKE_CATALOG_STORE_H_
