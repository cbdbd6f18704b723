// Follows the database: is it there, has it our schema, and which catalog is in force?
//
// A thread of its own asks once a second. The service's readiness condition "database" is what it
// last found, so that a service starts before its database, and comes back by itself with it. A
// second thread watches the first: a database that takes the question and never answers, frozen or
// behind a network that swallows packets, is as good as away.
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
#include "domain/catalog.h"
#include "services/runtime/readiness.h"
#include "storage/catalog_store.h"

namespace jurimeter::runtime {

struct CatalogInForce {
  int64_t version;
  std::shared_ptr<const Catalog> catalog;
};

class CatalogWatch {
 public:
  // The readiness condition that this class sets.
  static constexpr std::string_view kCondition = "database";

  // Without an answer for so long the condition no longer holds.
  static constexpr absl::Duration kPatience = absl::Seconds(4);

  // Starts watching. `readiness` must outlive this.
  CatalogWatch(std::unique_ptr<storage::CatalogStore> store, Readiness* readiness,
               absl::Duration interval = absl::Seconds(1));
  // Stops watching.
  ~CatalogWatch();

  // The catalog last found in force; null before the first. It stays while the database is away.
  std::shared_ptr<const CatalogInForce> current() const { return current_.load(); }

 private:
  void Run();
  absl::Status Look();
  // Takes the condition away where a look does not end.
  void Supervise();

  std::unique_ptr<storage::CatalogStore> store_;
  Readiness& readiness_;
  const absl::Duration interval_;
  std::atomic<std::shared_ptr<const CatalogInForce>> current_;
  std::string last_fault_;  // of the watching thread, to log each fault once
  // When the look that is under way began, in nanoseconds since 1970; 0 between looks.
  std::atomic<int64_t> looking_since_ = 0;
  absl::Notification stop_;
  std::thread thread_;
  std::thread supervisor_;
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_CATALOG_WATCH_H_
