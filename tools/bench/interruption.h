// Whether the user asked to end. Every loop of a benchmark looks at it, so that Ctrl-C leads to an
// orderly end: the scratch schema, the services and the private server are removed.
//
// tools::HoldSignals (termination.h) must have been called before.
//
// Threads: safe from any.
#ifndef JURIMETER_TOOLS_BENCH_INTERRUPTION_H_
#define JURIMETER_TOOLS_BENCH_INTERRUPTION_H_

#include "absl/status/status.h"

namespace jurimeter::bench {

//   CANCELLED  SIGTERM or SIGINT came, now or before
absl::Status CheckInterruption();

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_INTERRUPTION_H_
