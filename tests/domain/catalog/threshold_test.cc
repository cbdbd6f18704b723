#include "domain/catalog/threshold.h"

#include <gtest/gtest.h>

namespace jurimeter {
namespace {

TEST(ThresholdOfTest, IsTheValueThatIsPrinted) {
  EXPECT_EQ(ThresholdOf(995, 1, Scale::kPercent), Fraction(995, 1000));
  EXPECT_EQ(ThresholdOf(-5, 0, Scale::kPercentagePoints), Fraction(-5, 100));
  EXPECT_EQ(ThresholdOf(25, 1, Scale::kWan), Fraction(25'000));
  EXPECT_EQ(ThresholdOf(1, 0, Scale::kYi), Fraction(100'000'000));
  EXPECT_EQ(ThresholdOf(15, 1, Scale::kTimes), Fraction(3, 2));
  EXPECT_EQ(ThresholdOf(1, 9, Scale::kOne), Fraction(1, 1'000'000'000));
}

TEST(PassesTest, KnowsWhichTestsTakeTheThresholdItself) {
  const struct {
    ThresholdTest test;
    bool below, at, above;
  } kCases[] = {{ThresholdTest::kMoreThan, false, false, true},
                {ThresholdTest::kAtLeast, false, true, true},
                {ThresholdTest::kLessThan, true, false, false},
                {ThresholdTest::kAtMost, true, true, false}};
  for (const auto& c : kCases) {
    EXPECT_EQ(Passes(Fraction(1, 3), c.test, Fraction(1, 2)), c.below);
    EXPECT_EQ(Passes(Fraction(2, 4), c.test, Fraction(1, 2)), c.at);
    EXPECT_EQ(Passes(Fraction(2, 3), c.test, Fraction(1, 2)), c.above);
  }
}

}  // namespace
}  // namespace jurimeter
