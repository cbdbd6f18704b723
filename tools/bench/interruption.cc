#include "tools/bench/interruption.h"

#include <atomic>

#include "tools/jurimeter/local/termination.h"

namespace jurimeter::bench {

absl::Status CheckInterruption() {
  static std::atomic<bool> interrupted = false;
  tools::Wakeup wakeup = tools::Wakeup::kChild;
  // Callers that talk to a child see its end themselves.
  while (!interrupted && wakeup == tools::Wakeup::kChild) {
    wakeup = tools::WaitForSignal(absl::ZeroDuration());
    if (wakeup == tools::Wakeup::kTerminate || wakeup == tools::Wakeup::kHangup) interrupted = true;
  }
  return interrupted ? absl::CancelledError("asked to end") : absl::OkStatus();
}

}  // namespace jurimeter::bench
