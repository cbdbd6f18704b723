// The signals that end a service, or have it read its options again.
//
// Threads: the one that calls BlockSignals, and those that it starts later.
#ifndef JURIMETER_SERVICES_RUNTIME_TERMINATION_SIGNALS_H_
#define JURIMETER_SERVICES_RUNTIME_TERMINATION_SIGNALS_H_

#include <functional>

#include "absl/time/time.h"

namespace jurimeter::runtime {

// Keeps SIGTERM, SIGINT and SIGHUP for the functions below and ignores SIGPIPE. Call it first in
// main, before any thread starts.
void BlockSignals();

// Returns when SIGTERM or SIGINT comes. Calls `on_hangup` for each SIGHUP until then.
void AwaitTermination(const std::function<void()>& on_hangup);

// Returns when `delay` has passed, or at once if SIGTERM or SIGINT comes again.
void AwaitSecondTermination(absl::Duration delay);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_TERMINATION_SIGNALS_H_
