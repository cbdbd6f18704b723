// What a definition refers to.
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_DEFINITION_H_
#define JURIMETER_DOMAIN_DEFINITION_H_

#include <string_view>
#include <vector>

#include "domain/indicator.h"

namespace jurimeter {

// A reference from a definition to another indicator.
struct Operand {
  std::string_view field;  // below the indicator, such as "ratio.denominator"
  std::string_view code;   // valid while the definition lives; empty where none was given
};

// The references of `definition`, in the order of Indicator::operands.
std::vector<Operand> OperandsOf(const Definition& definition);

// Requires a definition.
IndicatorKind KindOf(const Definition& definition);

// "a flow", "a ratio".
std::string_view KindName(IndicatorKind kind);

// Whether an indicator of `kind` counts something, rather than comparing counts.
inline bool IsCount(IndicatorKind kind) {
  return kind != IndicatorKind::kRatio && kind != IndicatorKind::kGrowth;
}

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_DEFINITION_H_
