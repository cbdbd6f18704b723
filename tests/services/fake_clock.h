// A clock that goes on when a test says so.
//
// Example:
//   FakeClock clock;
//   RulesWatch watch(std::move(store), &readiness, &contact, &clock);
//   clock.Advance(RulesWatch::kInterval);  // the watch looks again, soon
//
// Whoever waits for a time that has come learns it within milliseconds, so that a test still waits
// for what comes of it: see eventually.h.
//
// Threads: safe from any.
#ifndef JURIMETER_TESTS_SERVICES_FAKE_CLOCK_H_
#define JURIMETER_TESTS_SERVICES_FAKE_CLOCK_H_

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/runtime/clock.h"

namespace jurimeter::test {

class FakeClock : public runtime::Clock {
 public:
  absl::Time Now() const override {
    absl::MutexLock lock(&mutex_);
    return now_;
  }

  void Advance(absl::Duration by) {
    absl::MutexLock lock(&mutex_);
    now_ += by;
  }

  bool AwaitUntil(absl::Time deadline, const absl::Condition& condition,
                  absl::Mutex* mutex) const override ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    while (!mutex->AwaitWithTimeout(condition, absl::Milliseconds(1))) {
      if (Now() >= deadline) return condition.Eval();
    }
    return true;
  }

 private:
  mutable absl::Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_) = absl::FromUnixSeconds(1'700'000'000);
};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SERVICES_FAKE_CLOCK_H_
