// Describes the machine that a benchmark runs on.
#ifndef JURIMETER_TOOLS_BENCH_MACHINE_H_
#define JURIMETER_TOOLS_BENCH_MACHINE_H_

#include <sys/types.h>

#include <cstdint>

#include "tools/bench/report.h"

namespace jurimeter::bench {

Machine DescribeMachine();

// Memory of a process in MiB, now and at most so far; 0 if it has ended.
struct ProcessMemory {
  double resident_mib = 0;
  double peak_mib = 0;
};
ProcessMemory MemoryOf(pid_t pid);

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_MACHINE_H_
