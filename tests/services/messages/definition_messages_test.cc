// What the way there and back of catalog_messages_test does not show: defaults, and what a message
// can say that a definition cannot.
#include "services/messages/definition_messages.h"

#include <gtest/gtest.h>

#include <variant>

namespace jurimeter::messages {
namespace {

// The definition of a message that has no fault.
template <typename T>
T SoundDefinition(const v1::Indicator& message) {
  const auto [definition, faults] = DefinitionFromProto(message);
  EXPECT_TRUE(faults.empty()) << message.ShortDebugString();
  EXPECT_TRUE(std::holds_alternative<T>(definition)) << message.ShortDebugString();
  return std::get<T>(definition);
}

TEST(DefinitionMessagesTest, FillsInTheDefaults) {
  v1::Indicator sum, ratio, growth;
  sum.mutable_sum()->add_terms()->set_indicator("a");
  EXPECT_EQ(SoundDefinition<Sum>(sum).terms[0].coefficient, 1);
  ratio.mutable_ratio();
  EXPECT_EQ(SoundDefinition<Ratio>(ratio).per, 1);
  growth.mutable_growth();
  EXPECT_EQ(SoundDefinition<Growth>(growth).against, Comparison(YearsBefore{1}));
}

TEST(DefinitionMessagesTest, ComparesWithWhatTheMessageNames) {
  v1::Comparison years, before;
  years.set_years_before(0);  // which the catalog refuses; it is no default
  EXPECT_EQ(ComparisonFromProto(years), Comparison(YearsBefore{0}));
  before.mutable_period_before();
  EXPECT_EQ(ComparisonFromProto(before), Comparison(PeriodBefore{}));
  EXPECT_EQ(ComparisonFromProto({}), Comparison(YearsBefore{1}));
}

TEST(DefinitionMessagesTest, RegionsOfNoDigitsAreNoBureaus) {
  v1::Indicator rank;
  rank.mutable_rank()->mutable_among()->set_region_digits(0);
  EXPECT_EQ(SoundDefinition<Rank>(rank).among, std::nullopt);
  rank.mutable_rank()->mutable_among()->mutable_bureaus();
  EXPECT_EQ(SoundDefinition<Rank>(rank).among, Siblings{});
}

TEST(DefinitionMessagesTest, NamesATestThatIsMissingOrUnknown) {
  for (const int test : {0, 99}) {
    v1::Indicator message;
    message.mutable_count_beyond()->set_test(static_cast<v1::ThresholdTest>(test));
    const auto [definition, faults] = DefinitionFromProto(message);
    EXPECT_TRUE(std::holds_alternative<CountBeyond>(definition));
    ASSERT_EQ(faults.size(), 1u) << test;
    EXPECT_EQ(faults[0].field, "count_beyond.test");
  }
}

TEST(DefinitionMessagesTest, WhatIsNotThereIsNotInvented) {
  const auto [definition, faults] = DefinitionFromProto({});
  EXPECT_TRUE(std::holds_alternative<std::monostate>(definition));
  EXPECT_TRUE(faults.empty()) << "Catalog::Create says that it is missing";
  v1::Indicator message;
  SetDefinition(std::monostate(), &message);
  EXPECT_EQ(message.definition_case(), v1::Indicator::DEFINITION_NOT_SET);
}

TEST(DefinitionMessagesTest, ARangeMayHaveOneEnd) {
  v1::Rule message;
  message.set_code("r1");
  message.mutable_range()->set_indicator("a");
  message.mutable_range()->set_max(0);
  const RuleSpec spec = RuleFromProto(message);
  EXPECT_EQ(spec.code, "r1");
  const auto* range = std::get_if<ExpectedRange>(&spec.rule);
  ASSERT_NE(range, nullptr);
  EXPECT_EQ(range->min, std::nullopt);
  EXPECT_EQ(range->max, 0);
}

}  // namespace
}  // namespace jurimeter::messages
