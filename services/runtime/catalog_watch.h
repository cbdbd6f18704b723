// Follows which catalog is in force, and whether the database has our schema.
//
// A thread of its own asks once a second. The service's readiness condition "catalog" is what the
// database last answered, so that a service can start before its database. The condition stays as
// it is if the watch cannot reach the database: others have connections of their own, and
// DatabaseContact knows whether anybody gets through.
//
// Threads: current() is safe from any and takes no lock that the watcher holds for long.
#ifndef JURIMETER_SERVICES_RUNTIME_CATALOG_WATCH_H_
#define JURIMETER_SERVICES_RUNTIME_CATALOG_WATCH_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "domain/ledger/digest.h"
#include "services/runtime/catalog_in_force.h"
#include "services/runtime/clock.h"
#include "services/runtime/database_contact.h"
#include "services/runtime/readiness.h"
#include "services/runtime/repeating_task.h"
#include "storage/catalog_store.h"

namespace jurimeter::runtime {

class CatalogWatch {
 public:
  // The readiness condition that this class sets.
  static constexpr std::string_view kCondition = "catalog";

  // From the end of one look to the next.
  static constexpr absl::Duration kInterval = absl::Seconds(1);

  // Starts watching. `readiness`, `contact` and `clock` must outlive this.
  CatalogWatch(std::unique_ptr<storage::CatalogStore> store, Readiness* readiness,
               DatabaseContact* contact, const Clock* clock = SystemClock());

  // The catalog last found in force; null before the first, and while none can be trusted. It stays
  // while the database is away.
  InForce current() const { return current_.load(); }

  // Somebody found that the catalog of the chain value `chain` is not in force. If it is the
  // current one, it is forgotten until the watch has read which is: it may be of another history.
  void Doubt(const Digest& chain);

  // How often the database was asked, whatever it answered.
  int64_t looks() const { return watching_.done(); }

 private:
  // Looks, and lets the others know what was found.
  void Follow();
  absl::Status Look();

  std::unique_ptr<storage::CatalogStore> store_;
  Readiness& readiness_;
  DatabaseContact& contact_;
  std::atomic<InForce> current_;
  std::string last_fault_;  // of the watching thread, to log each fault once
  RepeatingTask watching_;
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_CATALOG_WATCH_H_
