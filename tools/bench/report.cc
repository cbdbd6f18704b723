#include "tools/bench/report.h"

namespace jurimeter::bench {

std::optional<double> RatioToBaseline(const ReportLine& line) {
  if (!line.baseline.has_value()) return std::nullopt;
  return line.measured.median / line.baseline->spread.median;
}

bool MeetsGoal(const ReportLine& line) {
  const double value = RatioToBaseline(line).value_or(line.measured.median);
  return line.goal.bound == GoalBound::kAtLeast ? value >= line.goal.limit
                                                : value <= line.goal.limit;
}

}  // namespace jurimeter::bench
