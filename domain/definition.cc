#include "domain/definition.h"

namespace jurimeter {
namespace {

struct ListOperands {
  std::vector<Operand> operator()(std::monostate) const { return {}; }
  std::vector<Operand> operator()(const Flow&) const { return {}; }
  std::vector<Operand> operator()(const Stock&) const { return {}; }
  std::vector<Operand> operator()(const Cumulative& cumulative) const {
    return {{"cumulative.flow", cumulative.flow}};
  }
  std::vector<Operand> operator()(const Ratio& ratio) const {
    return {{"ratio.numerator", ratio.numerator}, {"ratio.denominator", ratio.denominator}};
  }
  std::vector<Operand> operator()(const Growth& growth) const { return {{"growth.of", growth.of}}; }
};

}  // namespace

std::vector<Operand> OperandsOf(const Definition& definition) {
  return std::visit(ListOperands{}, definition);
}

IndicatorKind KindOf(const Definition& definition) {
  if (std::holds_alternative<Stock>(definition)) return IndicatorKind::kStock;
  if (std::holds_alternative<Cumulative>(definition)) return IndicatorKind::kCumulative;
  if (std::holds_alternative<Ratio>(definition)) return IndicatorKind::kRatio;
  if (std::holds_alternative<Growth>(definition)) return IndicatorKind::kGrowth;
  return IndicatorKind::kFlow;
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
  }
  return "";
}

}  // namespace jurimeter
