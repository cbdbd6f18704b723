#include "domain/catalog/definition.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "domain/values/require.h"

namespace jurimeter {
namespace {

struct ListOperands {
  using Operands = std::vector<Operand>;

  Operands operator()(std::monostate) const { return {}; }
  Operands operator()(const Flow&) const { return {}; }
  Operands operator()(const Stock&) const { return {}; }
  Operands operator()(const Cumulative& cumulative) const {
    return {{"cumulative.flow", cumulative.flow, OperandRule::kFlow}};
  }
  Operands operator()(const Ratio& ratio) const {
    return {{"ratio.numerator", ratio.numerator, OperandRule::kCount},
            {"ratio.denominator", ratio.denominator, OperandRule::kCount}};
  }
  Operands operator()(const Growth& growth) const {
    return {{"growth.of", growth.of, OperandRule::kGrowing}};
  }
  Operands operator()(const Sum& sum) const {
    Operands operands;
    for (size_t place = 0; place < sum.terms.size(); ++place) {
      operands.push_back({absl::StrCat("sum.terms[", place, "].indicator"),
                          sum.terms[place].indicator, OperandRule::kCount});
    }
    return operands;
  }
  Operands operator()(const Part& part) const {
    return {{"part.of", part.of, OperandRule::kReported}};
  }
  Operands operator()(const Share& share) const {
    return {{"share.of", share.of, OperandRule::kReported}};
  }
  Operands operator()(const RegionShare& share) const {
    return {{"region_share.of", share.of, OperandRule::kCount}};
  }
  Operands operator()(const Multiple& multiple) const {
    return {{"multiple.of", multiple.of, OperandRule::kGrowing}};
  }
  Operands operator()(const Change& change) const {
    return {{"change.of", change.of, OperandRule::kChanging}};
  }
  Operands operator()(const AverageGrowth& growth) const {
    return {{"average_growth.of", growth.of, OperandRule::kCount}};
  }
  Operands operator()(const Rank& rank) const {
    return {{"rank.of", rank.of, OperandRule::kComparable}};
  }
  Operands operator()(const CountBeyond& count) const {
    return {{"count_beyond.of", count.of, OperandRule::kComparable}};
  }
  Operands operator()(const Maximum& maximum) const {
    return {{"maximum.of", maximum.of, OperandRule::kComparable}};
  }
  Operands operator()(const Coverage& coverage) const {
    return {{"coverage.of", coverage.of, OperandRule::kReported}};
  }
};

}  // namespace

std::vector<Operand> OperandsOf(const Definition& definition) {
  return std::visit(ListOperands{}, definition);
}

std::string_view FirstOperandOf(const Definition& definition) {
  if (const auto* sum = std::get_if<Sum>(&definition)) {
    JURIMETER_REQUIRE(!sum->terms.empty());
    return sum->terms.front().indicator;
  }
  const std::vector<Operand> operands = OperandsOf(definition);
  JURIMETER_REQUIRE(!operands.empty());
  return operands.front().code;
}

IndicatorKind KindOf(const Definition& definition) {
  static_assert(std::variant_size_v<Definition> == static_cast<int>(IndicatorKind::kCoverage) + 2);
  JURIMETER_REQUIRE(!std::holds_alternative<std::monostate>(definition));
  return static_cast<IndicatorKind>(definition.index() - 1);
}

std::string_view KindName(IndicatorKind kind) {
  switch (kind) {
    case IndicatorKind::kFlow:
      return "a flow";
    case IndicatorKind::kStock:
      return "a stock";
    case IndicatorKind::kCumulative:
      return "cumulative";
    case IndicatorKind::kRatio:
      return "a ratio";
    case IndicatorKind::kGrowth:
      return "a growth";
    case IndicatorKind::kSum:
      return "a sum";
    case IndicatorKind::kPart:
      return "a part";
    case IndicatorKind::kShare:
      return "a share";
    case IndicatorKind::kRegionShare:
      return "a region's share";
    case IndicatorKind::kMultiple:
      return "a multiple";
    case IndicatorKind::kChange:
      return "a change";
    case IndicatorKind::kAverageGrowth:
      return "an average growth";
    case IndicatorKind::kRank:
      return "a rank";
    case IndicatorKind::kCountBeyond:
      return "a count beyond a threshold";
    case IndicatorKind::kMaximum:
      return "a maximum";
    case IndicatorKind::kCoverage:
      return "a coverage";
  }
  return "";
}

bool IsCount(IndicatorKind kind) {
  return kind == IndicatorKind::kFlow || kind == IndicatorKind::kStock ||
         kind == IndicatorKind::kCumulative || kind == IndicatorKind::kPart ||
         kind == IndicatorKind::kSum;
}

bool IsRatio(IndicatorKind kind) {
  return kind == IndicatorKind::kRatio || kind == IndicatorKind::kShare ||
         kind == IndicatorKind::kRegionShare || kind == IndicatorKind::kCoverage;
}

bool IsComparison(IndicatorKind kind) {
  return kind == IndicatorKind::kGrowth || kind == IndicatorKind::kMultiple ||
         kind == IndicatorKind::kChange;
}

bool Admits(OperandRule rule, IndicatorKind kind, Scale scale) {
  switch (rule) {
    case OperandRule::kFlow:
      return kind == IndicatorKind::kFlow;
    case OperandRule::kReported:
      return kind == IndicatorKind::kFlow || kind == IndicatorKind::kStock;
    case OperandRule::kCount:
      return IsCount(kind);
    case OperandRule::kGrowing:
      return IsCount(kind) || (kind == IndicatorKind::kRatio && scale != Scale::kPercent);
    case OperandRule::kChanging:
      return IsCount(kind) || IsRatio(kind);
    case OperandRule::kComparable:
      return IsCount(kind) || IsRatio(kind) || IsComparison(kind);
  }
  return false;
}

std::string_view AdmittedBy(OperandRule rule) {
  switch (rule) {
    case OperandRule::kFlow:
      return "a flow";
    case OperandRule::kReported:
      return "a flow or stock";
    case OperandRule::kCount:
      return "a flow, stock, cumulative, part or sum";
    case OperandRule::kGrowing:
      return "a flow, stock, cumulative, part or sum, or of a ratio that is not printed in "
             "percent (what is printed in percent has a change)";
    case OperandRule::kChanging:
      return "a flow, stock, cumulative, part, sum, ratio, share, region_share or coverage";
    case OperandRule::kComparable:
      return "what has one value to compare: no average_growth, rank, count_beyond or maximum";
  }
  return "";
}

}  // namespace jurimeter
