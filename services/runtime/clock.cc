#include "services/runtime/clock.h"

#include "absl/time/clock.h"

namespace jurimeter::runtime {
namespace {

class OfTheSystem : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }

  bool AwaitUntil(absl::Time deadline, const absl::Condition& condition,
                  absl::Mutex* mutex) const override ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    return mutex->AwaitWithDeadline(condition, deadline);
  }
};

}  // namespace

const Clock* SystemClock() {
  static const OfTheSystem clock;
  return &clock;
}

}  // namespace jurimeter::runtime
