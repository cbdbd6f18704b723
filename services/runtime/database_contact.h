// Whether the database answers at all. A database that is frozen, or behind a network that swallows
// packets, takes questions and never answers. It is as good as away, but whoever asks it only
// waits and cannot tell.
//
// Whoever talks to the database says when it answered. Somebody must ask at least once a second.
//
// Example:
//   DatabaseContact contact(&readiness);
//   contact.Heard();  // after each answer, whatever it was
//
// Threads: safe from any.
#ifndef JURIMETER_SERVICES_RUNTIME_DATABASE_CONTACT_H_
#define JURIMETER_SERVICES_RUNTIME_DATABASE_CONTACT_H_

#include <atomic>
#include <cstdint>
#include <string_view>

#include "absl/time/time.h"
#include "services/runtime/clock.h"
#include "services/runtime/readiness.h"
#include "services/runtime/repeating_task.h"

namespace jurimeter::runtime {

class DatabaseContact {
 public:
  // The readiness condition that this class sets: the database answered within kPatience.
  static constexpr std::string_view kCondition = "database";
  static constexpr absl::Duration kPatience = absl::Seconds(4);

  // `readiness` and `clock` must outlive this.
  explicit DatabaseContact(Readiness* readiness, const Clock* clock = SystemClock());

  // The database has just answered.
  void Heard() { heard_ns_.store(absl::ToUnixNanos(clock_.Now()), std::memory_order_relaxed); }

 private:
  void Supervise();

  Readiness& readiness_;
  const Clock& clock_;
  std::atomic<int64_t> heard_ns_ = 0;  // since 1970; 0: never
  RepeatingTask supervising_;
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_DATABASE_CONTACT_H_
