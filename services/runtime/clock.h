// The time of a service. Services take the system's clock. A test brings a clock of its own, and
// need not wait until time has passed.
//
// Example:
//   const absl::Time deadline = clock->Now() + kPatience;
//   absl::MutexLock lock(&mutex_);
//   const bool came = clock->AwaitUntil(deadline, absl::Condition(&has_work), &mutex_);
//
// Threads: safe from any.
#ifndef JURIMETER_SERVICES_RUNTIME_CLOCK_H_
#define JURIMETER_SERVICES_RUNTIME_CLOCK_H_

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace jurimeter::runtime {

class Clock {
 public:
  virtual ~Clock() = default;

  virtual absl::Time Now() const = 0;

  // Waits until `condition` holds or `deadline` has come. Returns whether `condition` holds. Lets
  // others have `mutex`, which guards the condition, while it waits.
  virtual bool AwaitUntil(absl::Time deadline, const absl::Condition& condition,
                          absl::Mutex* mutex) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) = 0;
};

// The clock of this machine; it lives as long as the program.
const Clock* SystemClock();

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_CLOCK_H_
