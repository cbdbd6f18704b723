// What a definition refers to.
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_CATALOG_DEFINITION_H_
#define JURIMETER_DOMAIN_CATALOG_DEFINITION_H_

#include <string>
#include <string_view>
#include <vector>

#include "domain/catalog/indicator.h"

namespace jurimeter {

// What an operand must be.
enum class OperandRule {
  kFlow,
  kReported,    // a flow or stock
  kCount,       // a flow, stock, cumulative, part or sum
  kGrowing,     // a count, or a ratio that is not printed in percent
  kChanging,    // a count or any ratio
  kComparable,  // as kChanging, or a growth, multiple or change
};

// A reference from a definition to another indicator.
struct Operand {
  std::string field;      // below the indicator, such as "ratio.denominator"
  std::string_view code;  // valid while the definition lives; empty if none was given
  OperandRule rule;
};

// The references of `definition`, in the order of Indicator::operands.
std::vector<Operand> OperandsOf(const Definition& definition);

// The code of the first reference, without a list of all. Requires a definition that refers to one.
std::string_view FirstOperandOf(const Definition& definition);

// Requires a definition.
IndicatorKind KindOf(const Definition& definition);

// "a flow", "a ratio".
std::string_view KindName(IndicatorKind kind);

// Whether an indicator of `kind` is a flow or stock, or counted from them.
bool IsCount(IndicatorKind kind);

// Whether it is one count over another: a ratio, share, region share or coverage.
bool IsRatio(IndicatorKind kind);

// Whether it compares two periods by a fraction: a growth, multiple or change.
bool IsComparison(IndicatorKind kind);

// Whether `rule` admits an indicator of `kind` that is printed in `scale`.
bool Admits(OperandRule rule, IndicatorKind kind, Scale scale);

// What `rule` admits: "a flow or stock".
std::string_view AdmittedBy(OperandRule rule);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_DEFINITION_H_
