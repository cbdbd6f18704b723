#include "tools/jurimeter/local/termination.h"

#include <csignal>
#include <ctime>

#include "services/runtime/held_signals.h"

namespace jurimeter::tools {
namespace {

sigset_t Held() { return runtime::SignalSet({SIGTERM, SIGINT, SIGHUP, SIGCHLD}); }

}  // namespace

void HoldSignals() {
  runtime::HoldBack(Held());
  // A shell may have started us with SIGINT ignored. A parent may have ignored SIGCHLD, and then we
  // would not learn how children end.
  for (int number : {SIGTERM, SIGINT, SIGCHLD}) std::signal(number, SIG_DFL);
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
