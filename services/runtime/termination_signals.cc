#include "services/runtime/termination_signals.h"

#include <csignal>
#include <cstdint>
#include <ctime>

#include "absl/time/clock.h"
#include "services/runtime/held_signals.h"
#include "services/runtime/logging.h"

namespace jurimeter::runtime {

void BlockSignals() { HoldBack(SignalSet({SIGTERM, SIGINT, SIGHUP})); }

void AwaitTermination(const std::function<void()>& on_hangup) {
  const sigset_t signals = SignalSet({SIGTERM, SIGINT, SIGHUP});
  int signal = 0;
  while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) on_hangup();
  Log(LogLevel::kInfo, "stopping", {{"signal", int64_t{signal}}});
}

void AwaitSecondTermination(absl::Duration delay) {
  const sigset_t signals = SignalSet({SIGTERM, SIGINT});
  const absl::Time end = absl::Now() + delay;
  for (absl::Duration left = delay; left > absl::ZeroDuration(); left = end - absl::Now()) {
    const timespec patience = absl::ToTimespec(left);
    if (sigtimedwait(&signals, nullptr, &patience) > 0) return;
  }
}

}  // namespace jurimeter::runtime
