// Makes unary calls, many at a time or one after the other. It does little work itself: it has
// ready-made requests, one thread and a completion queue, and does not parse answers.
#ifndef JURIMETER_TOOLS_BENCH_UNARY_LOAD_H_
#define JURIMETER_TOOLS_BENCH_UNARY_LOAD_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace jurimeter::bench {

inline constexpr char kSubmitMethod[] = "/jurimeter.v1.IndicatorIngestion/SubmitIndicator";
inline constexpr char kQueryYearMethod[] = "/jurimeter.v1.IndicatorQuery/QueryYear";

struct UnaryLoad {
  std::string address;
  std::string method;  // "/package.Service/Method"
  // Serialised requests. They are taken one after the other, then again from the first.
  absl::Span<const std::string> requests;
  size_t calls = 1;
  size_t in_flight = 1;  // most calls at a time
  int connections = 1;
  // No call begins after this time, however few were made: thousands of calls to a slow service
  // would take hours.
  absl::Duration limit = absl::Seconds(10);
};

struct UnaryOutcome {
  absl::Duration elapsed;
  std::vector<double> latencies_ms;  // of the calls, in the order of their ends
  size_t response_bytes = 0;         // of the longest answer

  double calls_per_s() const {
    return static_cast<double>(latencies_ms.size()) / absl::ToDoubleSeconds(elapsed);
  }
};

//   CANCELLED    the user asked to end
//   UNAVAILABLE  nothing answers at the address
//   INTERNAL     a call failed
absl::StatusOr<UnaryOutcome> MakeCalls(const UnaryLoad& load);

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_UNARY_LOAD_H_
