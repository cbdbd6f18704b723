#include "tools/bench/interruption.h"

#include <atomic>

#include "tools/jurimeter/local/termination.h"

namespace jurimeter::tools {

absl::Status CheckInterruption() {
  static std::atomic<bool> interrupted = false;
  Wakeup wakeup = Wakeup::kChild;
  // The end of a child is seen by those who talk to it.
  while (!interrupted && wakeup == Wakeup::kChild) {
    wakeup = WaitForSignal(absl::ZeroDuration());
    if (wakeup == Wakeup::kTerminate || wakeup == Wakeup::kHangup) interrupted = true;
  }
  return interrupted ? absl::CancelledError("asked to end") : absl::OkStatus();
}

}  // namespace jurimeter::tools
