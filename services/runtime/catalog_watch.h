// Follows which catalog is in force, and whether the database has our schema.
//
// A thread of its own asks once a second. The service's readiness condition "catalog" is what the
// database last answered, so that a service starts before its database. That the watch itself does
// not get through takes nothing away: others have connections of their own (DatabaseContact).
//
// Threads: current() is safe from any and takes no lock that the watcher holds for long.
#ifndef JURIMETER_SERVICES_RUNTIME_CATALOG_WATCH_H_
#define JURIMETER_SERVICES_RUNTIME_CATALOG_WATCH_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "domain/catalog/catalog.h"
#include "domain/event/digest.h"
#include "services/runtime/database_contact.h"
#include "services/runtime/readiness.h"
#include "storage/catalog_store.h"

namespace jurimeter::runtime {

struct CatalogInForce {
  storage::CatalogIdentity identity;
  std::shared_ptr<const Catalog> catalog;
};

class CatalogWatch {
 public:
  // The readiness condition that this class sets.
  static constexpr std::string_view kCondition = "catalog";

  // Starts watching. `readiness` and `contact` must outlive this.
  CatalogWatch(std::unique_ptr<storage::CatalogStore> store, Readiness* readiness,
               DatabaseContact* contact, absl::Duration interval = absl::Seconds(1));
  // Stops watching.
  ~CatalogWatch();

  // The catalog last found in force; null before the first, and while none can be trusted. It stays
  // while the database is away.
  std::shared_ptr<const CatalogInForce> current() const { return current_.load(); }

  // Somebody met a catalog of `content` in force on a new connection: one of other content is
  // forgotten until the watch has read which is in force, since it may be of another history.
  void Expect(const Digest& content);

  // Somebody found that the catalog of `content` is not in force: it is forgotten likewise.
  void Doubt(const Digest& content);

 private:
  void Run();
  absl::Status Look();
  void Forget();

  std::unique_ptr<storage::CatalogStore> store_;
  Readiness& readiness_;
  DatabaseContact& contact_;
  const absl::Duration interval_;
  std::atomic<std::shared_ptr<const CatalogInForce>> current_;
  std::string last_fault_;  // of the watching thread, to log each fault once
  absl::Notification stop_;
  std::thread thread_;
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_CATALOG_WATCH_H_
