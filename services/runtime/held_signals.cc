#include "services/runtime/held_signals.h"

#include <pthread.h>

namespace jurimeter::runtime {

sigset_t SignalSet(std::initializer_list<int> numbers) {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : numbers) sigaddset(&signals, number);
  return signals;
}

void HoldBack(const sigset_t& signals) {
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace jurimeter::runtime
