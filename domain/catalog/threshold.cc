#include "domain/catalog/threshold.h"

#include "absl/numeric/int128.h"
#include "domain/values/int128_math.h"
#include "domain/values/require.h"

namespace jurimeter {

Fraction ThresholdOf(int64_t number, int decimals, Scale scale) {
  JURIMETER_REQUIRE(0 <= decimals && decimals <= kMaxDecimals);
  absl::int128 numerator = number;
  absl::int128 denominator = PowerOfTen(decimals);
  switch (scale) {
    case Scale::kPercent:
    case Scale::kPercentagePoints:
      denominator *= 100;
      break;
    case Scale::kWan:
      numerator *= 10'000;
      break;
    case Scale::kYi:
      numerator *= 100'000'000;
      break;
    case Scale::kOne:
    case Scale::kTimes:
      break;
  }
  return Fraction(numerator, denominator);
}

bool Passes(const Fraction& value, ThresholdTest test, const Fraction& threshold) {
  switch (test) {
    case ThresholdTest::kMoreThan:
      return threshold < value;
    case ThresholdTest::kAtLeast:
      return !(value < threshold);
    case ThresholdTest::kLessThan:
      return value < threshold;
    case ThresholdTest::kAtMost:
      return !(threshold < value);
  }
  return false;
}

}  // namespace jurimeter
