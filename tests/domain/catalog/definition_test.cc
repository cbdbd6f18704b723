#include "domain/catalog/definition.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> FieldsOf(const Definition& definition) {
  std::vector<std::string> fields;
  for (const Operand& operand : OperandsOf(definition)) {
    fields.push_back(operand.field + " " + std::string(operand.code));
  }
  return fields;
}

// A definition of each kind, of the operand "a".
std::vector<Definition> OneOfEachKind() {
  return {Flow{},
          Stock{},
          Cumulative{.flow = "a"},
          Ratio{"a", "b"},
          Growth{.of = "a"},
          Sum{{{"a"}}},
          Part{"a", "x"},
          Share{"a", "x"},
          RegionShare{.of = "a"},
          Multiple{.of = "a"},
          Change{.of = "a"},
          AverageGrowth{.of = "a"},
          Rank{"a", Siblings{}},
          CountBeyond{"a", Siblings{}},
          Maximum{"a", Siblings{}},
          Coverage{"a"}};
}

TEST(OperandsOfTest, ListsReferencesInTheOrderOfFields) {
  EXPECT_THAT(FieldsOf(Definition()), IsEmpty());
  EXPECT_THAT(FieldsOf(Flow{}), IsEmpty());
  EXPECT_THAT(FieldsOf(Ratio{"a", "b"}), ElementsAre("ratio.numerator a", "ratio.denominator b"));
  EXPECT_THAT(FieldsOf(Sum{{{"a"}, {"b", -1}}}),
              ElementsAre("sum.terms[0].indicator a", "sum.terms[1].indicator b"));
  EXPECT_THAT(FieldsOf(Sum{}), IsEmpty());
  EXPECT_THAT(FieldsOf(CountBeyond{"a", Siblings{}}), ElementsAre("count_beyond.of a"));
}

TEST(FirstOperandOfTest, IsTheFirstOfThese) {
  for (const Definition& definition : OneOfEachKind()) {
    const std::vector<Operand> operands = OperandsOf(definition);
    if (operands.empty()) continue;
    EXPECT_EQ(FirstOperandOf(definition), "a") << definition.index();
    EXPECT_EQ(operands.front().code, "a") << definition.index();
  }
}

TEST(KindOfTest, FollowsTheOrderOfDefinitions) {
  int kind = 0;
  for (const Definition& definition : OneOfEachKind()) {
    EXPECT_EQ(KindOf(definition), static_cast<IndicatorKind>(kind++));
    EXPECT_NE(KindName(KindOf(definition)), "");
  }
  EXPECT_EQ(kind, static_cast<int>(IndicatorKind::kCoverage) + 1);
  EXPECT_DEATH((void)KindOf(Definition()), "requires");
}

TEST(AdmitsTest, KindsByRule) {
  using enum IndicatorKind;
  const struct {
    OperandRule rule;
    std::vector<IndicatorKind> refused;
  } kCases[] = {
      {OperandRule::kReported,
       {kCumulative, kRatio, kGrowth, kSum, kPart, kShare, kRegionShare, kMultiple, kChange,
        kAverageGrowth, kRank, kCountBeyond, kMaximum, kCoverage}},
      {OperandRule::kCount,
       {kRatio, kGrowth, kShare, kRegionShare, kMultiple, kChange, kAverageGrowth, kRank,
        kCountBeyond, kMaximum, kCoverage}},
      {OperandRule::kChanging,
       {kGrowth, kMultiple, kChange, kAverageGrowth, kRank, kCountBeyond, kMaximum}},
      {OperandRule::kComparable, {kAverageGrowth, kRank, kCountBeyond, kMaximum}},
  };
  for (const auto& c : kCases) {
    std::vector<IndicatorKind> refused;
    for (const Definition& definition : OneOfEachKind()) {
      const IndicatorKind kind = KindOf(definition);
      if (!Admits(c.rule, kind, Scale::kOne)) refused.push_back(kind);
    }
    EXPECT_EQ(refused, c.refused) << AdmittedBy(c.rule);
  }
  EXPECT_TRUE(Admits(OperandRule::kGrowing, kRatio, Scale::kOne));
  EXPECT_FALSE(Admits(OperandRule::kGrowing, kRatio, Scale::kPercent));
  EXPECT_FALSE(Admits(OperandRule::kGrowing, kShare, Scale::kOne));
  EXPECT_FALSE(Admits(OperandRule::kFlow, kStock, Scale::kOne));
}

}  // namespace
}  // namespace jurimeter
