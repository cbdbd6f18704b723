#include "services/runtime/termination_signals.h"

#include <pthread.h>

#include <csignal>
#include <cstdint>
#include <ctime>
#include <initializer_list>

#include "absl/time/clock.h"
#include "services/runtime/logging.h"

namespace jurimeter::runtime {
namespace {

sigset_t SetOf(std::initializer_list<int> numbers) {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : numbers) sigaddset(&signals, number);
  return signals;
}

}  // namespace

void BlockSignals() {
  const sigset_t signals = SetOf({SIGTERM, SIGINT, SIGHUP});
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

void AwaitTermination(const std::function<void()>& on_hangup) {
  const sigset_t signals = SetOf({SIGTERM, SIGINT, SIGHUP});
  int signal = 0;
  while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) on_hangup();
  Log(LogLevel::kInfo, "stopping", {{"signal", int64_t{signal}}});
}

void AwaitSecondTermination(absl::Duration delay) {
  const sigset_t signals = SetOf({SIGTERM, SIGINT});
  const absl::Time end = absl::Now() + delay;
  for (absl::Duration left = delay; left > absl::ZeroDuration(); left = end - absl::Now()) {
    const timespec patience = absl::ToTimespec(left);
    if (sigtimedwait(&signals, nullptr, &patience) > 0) return;
  }
}

}  // namespace jurimeter::runtime
