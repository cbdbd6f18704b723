// The report of a benchmark. A line has what was measured, its baseline, and its goal.
//
// Threads: values.
#ifndef JURIMETER_TOOLS_BENCH_REPORT_H_
#define JURIMETER_TOOLS_BENCH_REPORT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/bench/spread.h"

namespace jurimeter::bench {

// What is measured in the same rounds, to compare with.
struct Baseline {
  std::string what;
  Spread spread;
};

enum class GoalBound { kAtLeast, kAtMost };

// A bound on the ratio if there is a baseline, else on the median.
struct Goal {
  GoalBound bound;
  double limit;
};

struct ReportLine {
  std::string name;  // "ingest.month"; for programs, and never changed
  std::string what;  // for people
  std::string unit;  // of measured and baseline
  Spread measured;
  std::optional<Baseline> baseline;
  Goal goal;
};

// The measured median divided by the baseline's; nothing without a baseline.
std::optional<double> RatioToBaseline(const ReportLine& line);

bool MeetsGoal(const ReportLine& line);

// The things that the figures depend on.
struct Machine {
  int cores = 0;  // that this process may use
  std::string processor;
  int64_t memory_mib = 0;
  std::string kernel;
};

struct DatabaseSettings {
  std::string version;
  std::string fsync;
  std::string synchronous_commit;
  std::string full_page_writes;
  std::string shared_buffers;
};

struct Report {
  Machine machine;
  DatabaseSettings database;
  int rounds = 0;
  std::vector<ReportLine> lines;
};

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_REPORT_H_
