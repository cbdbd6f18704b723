#include "domain/values/quantity.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <string_view>

namespace jurimeter {
namespace {

TEST(ParseQuantityTest, ReadsDecimalNumbers) {
  const struct {
    const char* text;
    int decimals;
    int64_t quantity;
  } kCases[] = {{"0", 0, 0},
                {"+7", 0, 7},
                {"007", 0, 7},
                {"1234.56", 2, 123'456},
                {"1.5", 6, 1'500'000},
                {"1", 2, 100},
                {"1000000000000", 0, kMaxQuantity},
                {"1000000.000000", 6, kMaxQuantity}};
  for (const auto& c : kCases) {
    const auto quantity = ParseQuantity(c.text, c.decimals);
    ASSERT_TRUE(quantity.ok()) << c.text << quantity.faults();
    EXPECT_EQ(*quantity, c.quantity) << c.text;
  }
}

TEST(ParseQuantityTest, RefusesTheRest) {
  const struct {
    std::string_view text;
    int decimals;
    const char* fault;
  } kCases[] = {
      {"", 0, "missing"},
      {"-", 0, "is not a number in digits"},
      {".5", 1, "is not a number in digits"},
      {"5.", 1, "is not a number in digits"},
      {"1,000", 0, "is not a number in digits"},
      {"1 000", 0, "is not a number in digits"},
      {"1e3", 0, "is not a number in digits"},
      {"0x10", 0, "is not a number in digits"},
      {"+-1", 0, "is not a number in digits"},
      {"五", 0, "is not a number in digits"},
      {"\xFF", 0, "UTF-8"},
      {"1.5", 0, "has 1 decimal; expected a whole number"},
      {"1.000", 2, "has 3 decimals; expected at most 2"},
      {"-1", 0, "is out of range; expected 0 to 1000000000000"},
      {"-0", 0, "is out of range"},
      {"1000000000001", 0, "is out of range"},
      {"1000000.000001", 6, "expected 0 to 1000000.000000"},
      {"99999999999999999999999999999999999999999", 0, "is out of range"},
  };
  for (const auto& c : kCases) {
    const auto quantity = ParseQuantity(c.text, c.decimals);
    ASSERT_FALSE(quantity.ok()) << c.text;
    EXPECT_THAT(quantity.faults(), testing::HasSubstr(c.fault)) << c.text;
  }
}

TEST(CheckDecimalTest, LeavesRangeAndDecimalsToTheIndicator) {
  for (const char* number : {"0", "-1", "+1.5", "1000000000001", "0.0000000001"}) {
    EXPECT_TRUE(CheckDecimal(number).ok()) << number;
  }
  for (const char* other : {"", "-", "1.", "1.2.3", "abc"}) {
    EXPECT_FALSE(CheckDecimal(other).ok()) << other;
  }
}

}  // namespace
}  // namespace jurimeter
