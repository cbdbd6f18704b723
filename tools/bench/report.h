// What a benchmark found: lines with what was measured, what it is compared with, and the goal.
//
// Threads: values.
#ifndef JURIMETER_TOOLS_BENCH_REPORT_H_
#define JURIMETER_TOOLS_BENCH_REPORT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/bench/spread.h"

namespace jurimeter::tools {

// Measured beside the thing itself, in the same rounds.
struct Baseline {
  std::string what;
  Spread spread;
};

enum class Bound { kAtLeast, kAtMost };

// Of the ratio where there is a baseline, else of the median.
struct Goal {
  Bound bound;
  double limit;
};

struct ReportLine {
  std::string name;  // "ingest.month": stands for ever, for programs
  std::string what;  // for people
  std::string unit;  // of measured and baseline
  Spread measured;
  std::optional<Baseline> baseline;
  Goal goal;
};

// Median by median; nothing without a baseline.
std::optional<double> Ratio(const ReportLine& line);

bool MeetsGoal(const ReportLine& line);

// What the figures depend on.
struct Machine {
  int cores = 0;  // that we may use
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

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_BENCH_REPORT_H_
