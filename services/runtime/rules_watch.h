// Follows which rules are in force, and whether the database has our schema. The rules are the
// catalog, the access list and the closed days.
//
// A thread of its own asks once a second. The service's readiness condition "rules" is what the
// database last answered, so that a service can start before its database. The condition stays as
// it is if the watch cannot reach the database: others have connections of their own, and
// DatabaseContact knows whether anybody gets through.
//
// Threads: safe from any. current() waits for nothing; Renew waits for a look that is under way.
#ifndef JURIMETER_SERVICES_RUNTIME_RULES_WATCH_H_
#define JURIMETER_SERVICES_RUNTIME_RULES_WATCH_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "domain/ledger/digest.h"
#include "services/runtime/clock.h"
#include "services/runtime/database_contact.h"
#include "services/runtime/readiness.h"
#include "services/runtime/repeating_task.h"
#include "services/runtime/rules_in_force.h"
#include "storage/rules_store.h"

namespace jurimeter::runtime {

class RulesWatch {
 public:
  // The readiness condition that this class sets.
  static constexpr std::string_view kCondition = "rules";

  // From the end of one look to the next.
  static constexpr absl::Duration kInterval = absl::Seconds(1);

  // Starts watching. `readiness`, `contact` and `clock` must outlive this.
  RulesWatch(std::unique_ptr<storage::RulesStore> store, Readiness* readiness,
             DatabaseContact* contact, const Clock* clock = SystemClock());

  // The rules last found in force; null only before the first. They stay while the database is
  // away.
  Rules current() const { return current_.load(); }

  // The rules in force, for somebody who found that those of the chain value `outdated` are not:
  // the current ones if they are others, or else what the database says now. Asks on the caller's
  // thread.
  //   FAILED_PRECONDITION, UNIMPLEMENTED  the database has none that this program can follow
  //   UNAVAILABLE                         the database is away
  absl::StatusOr<Rules> Renew(const Digest& outdated);

  // The rules that the database has now, whatever was known: for somebody who refuses by them. Asks
  // on the caller's thread; the errors are those of Renew.
  absl::StatusOr<Rules> ReadNow();

  // How often the database was asked, whatever it answered.
  int64_t looks() const { return watching_.done(); }

 private:
  // Looks, and lets the others know what was found.
  absl::Status Follow() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Look() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Follows, and returns what is in force.
  absl::StatusOr<Rules> FollowNow() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;  // held during a look
  const std::unique_ptr<storage::RulesStore> store_ ABSL_PT_GUARDED_BY(mutex_);
  Readiness& readiness_;
  DatabaseContact& contact_;
  std::atomic<Rules> current_;
  std::string last_fault_ ABSL_GUARDED_BY(mutex_);  // to log each fault once
  RepeatingTask watching_;
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_RULES_WATCH_H_
