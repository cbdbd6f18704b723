// Whether the database answers at all. One that takes questions and never answers, frozen or behind
// a network that swallows packets, is as good as away, and whoever asks it cannot say so.
//
// Whoever talks to the database says when it heard of it. Somebody must ask at least once a second.
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
#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/runtime/readiness.h"

namespace jurimeter::runtime {

class DatabaseContact {
 public:
  // The readiness condition that this class sets: the database answered within kPatience.
  static constexpr std::string_view kCondition = "database";
  static constexpr absl::Duration kPatience = absl::Seconds(4);

  // `readiness` must outlive this.
  explicit DatabaseContact(Readiness* readiness);
  ~DatabaseContact();

  void Heard() { heard_ns_.store(absl::GetCurrentTimeNanos(), std::memory_order_relaxed); }

 private:
  void Supervise();

  Readiness& readiness_;
  std::atomic<int64_t> heard_ns_ = 0;  // since 1970; 0: never
  absl::Notification stop_;
  std::thread thread_;
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_DATABASE_CONTACT_H_
