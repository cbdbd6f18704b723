#include "tools/jurimeter/local/termination.h"

#include <pthread.h>

#include <csignal>
#include <ctime>

namespace jurimeter::tools {
namespace {

sigset_t Held() {
  sigset_t signals;
  sigemptyset(&signals);
  for (int number : {SIGTERM, SIGINT, SIGHUP, SIGCHLD}) sigaddset(&signals, number);
  return signals;
}

}  // namespace

void HoldSignals() {
  const sigset_t signals = Held();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // A shell may have started us with SIGINT ignored. A parent may have ignored SIGCHLD, and then we
  // would not learn how children end.
  for (int number : {SIGTERM, SIGINT, SIGCHLD}) std::signal(number, SIG_DFL);
  std::signal(SIGPIPE, SIG_IGN);
}

Wakeup WaitForSignal(absl::Duration limit) {
  const sigset_t signals = Held();
  const timespec patience = absl::ToTimespec(limit);
  switch (sigtimedwait(&signals, nullptr, &patience)) {
    case SIGTERM:
    case SIGINT:
      return Wakeup::kTerminate;
    case SIGHUP:
      return Wakeup::kHangup;
    case SIGCHLD:
      return Wakeup::kChild;
    default:
      return Wakeup::kTimeout;
  }
}

}  // namespace jurimeter::tools
