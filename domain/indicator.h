// What is measured: the definition of an indicator, as plain data.
//
// Example: a resolution rate, printed as 99.38%.
//   IndicatorSpec{.code = "mediation.resolution_rate", .name_zh = "矛盾纠纷化解率",
//                 .section = "六", .definition = Ratio{"mediation.disputes_resolved",
//                                                      "mediation.disputes_received"},
//                 .display = {.scale = Scale::kPercent, .decimals = 2}}
//
// The rules that these must obey are Catalog::Create's.
#ifndef JURIMETER_DOMAIN_INDICATOR_H_
#define JURIMETER_DOMAIN_INDICATOR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "domain/rounding.h"

namespace jurimeter {

// A flow 时期指标: counted over a period; periods add up.
struct Flow {};

// A stock 时点指标: a level at a moment; the last level reported in or before a period stands.
struct Stock {};

// Everything of a flow from the catalog's first year to the end of the period 累计.
struct Cumulative {
  std::string flow;
};

// numerator / denominator; over a scope the ratio of the sums.
struct Ratio {
  std::string numerator;
  std::string denominator;
};

// (current - prior) / prior against the same period of the year before 同比增长.
struct Growth {
  std::string of;
};

// std::monostate: nothing was defined, which Catalog::Create refuses.
using Definition = std::variant<std::monostate, Flow, Stock, Cumulative, Ratio, Growth>;

enum class IndicatorKind { kFlow, kStock, kCumulative, kRatio, kGrowth };

// The unit in which a number is printed.
enum class Scale {
  kOne,      // as counted
  kPercent,  // hundredths, %
  kWan,      // 10^4, 万
  kYi,       // 10^8, 亿
};

// The words that make a bound. 以上 and 以内 include the number itself (Civil Code, article
// 1259); the others do not, and leave a value that is exactly a multiple of the step bare.
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
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_INDICATOR_H_
