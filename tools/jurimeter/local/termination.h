// Waits for the signals that end a program, and for the end of its children.
#ifndef JURIMETER_TOOLS_JURIMETER_LOCAL_TERMINATION_H_
#define JURIMETER_TOOLS_JURIMETER_LOCAL_TERMINATION_H_

#include "absl/time/time.h"

namespace jurimeter::tools {

// Holds back SIGTERM, SIGINT, SIGHUP and SIGCHLD for WaitForSignal, in this thread and in threads
// that it starts later.
void HoldSignals();

enum class Wakeup { kTerminate, kHangup, kChild, kTimeout };

// The next signal that was held back, or kTimeout after `limit`.
Wakeup WaitForSignal(absl::Duration limit);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_LOCAL_TERMINATION_H_
