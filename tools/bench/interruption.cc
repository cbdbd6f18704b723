#include "tools/bench/interruption.h"

#include <atomic>

#include "tools/jurimeter/local/termination.h"

namespace jurimeter::tools {

absl::Status CheckInterruption() {
  static std::atomic<bool> interrupted = false;
  Wakeup wakeup = Wakeup::kChild;
  // Callers that talk to a child see its end themselves.
  while (!interrupted && wakeup == Wakeup::kChild) {
    wakeup = WaitForSignal(absl::ZeroDuration());
    if (wakeup == Wakeup::kTerminate || wakeup == Wakeup::kHangup) interrupted = true;
  }
  return interrupted ? absl::CancelledError("asked to end") : absl::OkStatus();
}

}  // namespace jurimeter::tools
