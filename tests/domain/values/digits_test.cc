#include "domain/values/digits.h"

#include <gmock/gmock.h>

namespace jurimeter {
namespace {

TEST(DigitsTest, PrintsWholeNumbersAndDecimals) {
  EXPECT_EQ(Digits(0), "0");
  EXPECT_EQ(Digits(1767), "1767");
  EXPECT_EQ(Digits(absl::Uint128Max()), "340282366920938463463374607431768211455");
  EXPECT_EQ(Digits(0, 2), "0.00");
  EXPECT_EQ(Digits(5, 2), "0.05");
  EXPECT_EQ(Digits(12'345, 2), "123.45");
  EXPECT_EQ(Digits(1'000'000'000'000, 6), "1000000.000000");
}

TEST(SignedDigitsTest, PrintsAMinusBelowZero) {
  EXPECT_EQ(SignedDigits(0), "0");
  EXPECT_EQ(SignedDigits(-7), "-7");
  EXPECT_EQ(SignedDigits(-5, 2), "-0.05");
  EXPECT_EQ(SignedDigits(12'345, 2), "123.45");
  EXPECT_EQ(SignedDigits(absl::Int128Min()), "-170141183460469231731687303715884105728");
}

TEST(AreDigitsTest, TakesDigitsOfAsciiAlone) {
  for (const char* text : {"0", "0123456789"}) EXPECT_TRUE(AreDigits(text)) << text;
  for (const char* text : {"", "-1", "+1", " 1", "1 ", "1.5", "0x1", "/", ":", "１", "１2"}) {
    EXPECT_FALSE(AreDigits(text)) << text;
  }
}

}  // namespace
}  // namespace jurimeter
