// What is measured: the definition of an indicator, as plain data.
//
// Example: a resolution rate, printed as 99.38%.
//   IndicatorSpec{.code = "mediation.resolution_rate", .name_zh = "矛盾纠纷化解率",
//                 .section = "六", .definition = Ratio{"mediation.disputes_resolved",
//                                                      "mediation.disputes_received"},
//                 .display = {.scale = Scale::kPercent, .decimals = 2}}
//
// Catalog::Create checks the rules that these must obey.
#ifndef JURIMETER_DOMAIN_CATALOG_INDICATOR_H_
#define JURIMETER_DOMAIN_CATALOG_INDICATOR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "domain/values/period.h"  // exported: Comparison
#include "domain/values/rounding.h"

namespace jurimeter {

// A flow 时期指标: counted over a period; periods add up.
struct Flow {};

// A stock 时点指标: a level at a moment; the last level reported in or before a period stands.
struct Stock {};

// Everything of a flow from a first year to the end of the period 累计. The first year is
// `since_year` if that is not 0. If `years` is not 0, it is the first of so many years up to the
// period's. Otherwise it is the catalog's first year.
struct Cumulative {
  std::string flow;
  int since_year = 0;
  int years = 0;
};

// A "count" is a flow or stock, or a cumulative, part or sum of them.

// One count of a sum.
struct Term {
  std::string indicator;
  int64_t coefficient = 1;
  bool opening = false;  // of a stock only: its level before the period 旧存
};

// Counts added and subtracted.
struct Sum {
  std::vector<Term> terms;
};

// One category of a flow or stock, as a count.
struct Part {
  std::string of;
  std::string category;
};

// numerator / denominator * per; over a scope the ratio of the sums.
struct Ratio {
  std::string numerator;
  std::string denominator;
  int64_t per = 1;
};

// A category's part in the whole 占比.
struct Share {
  std::string of;
  std::string category;
};

// The part that the region asked for has in its parent region, whose code has `parent_digits`.
struct RegionShare {
  std::string of;
  int parent_digits = 0;
};

// (current - prior) / prior 增长.
struct Growth {
  std::string of;
  Comparison against = YearsBefore{};
};

// current / prior 是…的几倍.
struct Multiple {
  std::string of;
  Comparison against = YearsBefore{};
};

// current - prior; in percentage points if it is of a rate.
struct Change {
  std::string of;
  Comparison against = YearsBefore{};
};

// (current / prior)^(1 / years) - 1 年均增长.
struct AverageGrowth {
  std::string of;
  int years = 0;
};

// Who is compared with whom: bureaus, or regions of `region_digits` if that is not 0. The siblings
// of a rank have the same `within_digits` leading digits of their region.
struct Siblings {
  int region_digits = 0;
  int within_digits = 0;

  friend auto operator<=>(const Siblings&, const Siblings&) = default;
};

// The place of one sibling among all, from 1; equals share one.
struct Rank {
  std::string of;
  std::optional<Siblings> among;
  bool ascending = false;
};

enum class ThresholdTest { kMoreThan, kAtLeast, kLessThan, kAtMost };

// How many siblings of the scope pass the threshold, threshold * 10^-threshold_decimals in the unit
// in which `of` is printed.
struct CountBeyond {
  std::string of;
  std::optional<Siblings> over;
  ThresholdTest test = ThresholdTest::kMoreThan;
  int64_t threshold = 0;
  int threshold_decimals = 0;
};

// The greatest value among the siblings of the scope.
struct Maximum {
  std::string of;
  std::optional<Siblings> over;
};

// The share of the expected bureaus that reported in the period.
struct Coverage {
  std::string of;
};

// std::monostate: nothing was defined, which Catalog::Create refuses.
using Definition = std::variant<std::monostate, Flow, Stock, Cumulative, Ratio, Growth, Sum, Part,
                                Share, RegionShare, Multiple, Change, AverageGrowth, Rank,
                                CountBeyond, Maximum, Coverage>;

// In the order of Definition's alternatives.
enum class IndicatorKind {
  kFlow,
  kStock,
  kCumulative,
  kRatio,
  kGrowth,
  kSum,
  kPart,
  kShare,
  kRegionShare,
  kMultiple,
  kChange,
  kAverageGrowth,
  kRank,
  kCountBeyond,
  kMaximum,
  kCoverage,
};

inline constexpr int64_t kMaxCoefficient = 1'000'000;
inline constexpr int64_t kMaxPer = 1'000'000'000;
inline constexpr int kMaxQuantityDecimals = 6;
inline constexpr int kMaxYearsBefore = 100;

// The unit in which a number is printed.
enum class Scale {
  kOne,               // as counted
  kPercent,           // hundredths, %
  kWan,               // 10^4, 万
  kYi,                // 10^8, 亿
  kTimes,             // 倍
  kPercentagePoints,  // hundredths, 个百分点
};

// How the sign of a number is printed.
enum class Sign {
  kMinusOnly,  // 842, -12
  kAlways,     // +842, -12, 0
  kWords,      // 增加842, 减少12, 持平
};

// The words that make a bound. 以上, 上 and 以内 include the number itself (Civil Code, article
// 1259). The other words do not, so that an exact multiple of the step is printed without a word.
enum class BoundWord { kYu, kChao, kYishang, kShang, kYinei, kJin, kBuzu, kYue };

struct Bound {
  BoundWord word = BoundWord::kYu;
  int64_t step = 1;                // units of the last printed digit, at least 1
  bool chinese_magnitude = false;  // 千余 rather than 1000余
  bool with_unit = false;          // 30分钟以内: the unit stands before the word
};

inline constexpr int kMaxDecimals = 9;

// How a value is printed.
struct Display {
  Scale scale = Scale::kOne;
  int decimals = 0;  // 0 to kMaxDecimals
  bool keep_trailing_zeros = false;
  std::optional<Bound> bound;
  Sign sign = Sign::kMinusOnly;
  bool with_unit = false;  // the unit stands after the number
};

struct CategorySpec {
  std::string code;
  std::string name_zh;
  std::string name_en;
};

struct IndicatorSpec {
  std::string code;
  std::string name_zh;
  std::string name_en;
  std::string section;
  std::string unit_zh;
  std::string unit_en;
  Definition definition;
  std::vector<CategorySpec> categories;
  bool supporting = false;
  Rounding rounding = Rounding::kHalfUp;
  Display display;
  // Quantities are whole numbers of 10^-quantity_decimals units. Only flows and stocks may set it.
  int quantity_decimals = 0;
  std::vector<std::string> reporters;  // codes of the bureaus expected to report; empty: all
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_INDICATOR_H_
