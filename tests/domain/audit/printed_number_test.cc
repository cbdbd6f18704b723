#include "domain/audit/printed_number.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <optional>

namespace jurimeter::audit {
namespace {

TEST(ParsePrintedNumberTest, ReadsWhatReportsPrint) {
  constexpr PrintedUnit kPercent = PrintedUnit::kPercent, kPermille = PrintedUnit::kPermille,
                        kTimes = PrintedUnit::kTimes;
  constexpr PrintedSign kPlus = PrintedSign::kPlus, kMinus = PrintedSign::kMinus;
  const struct {
    const char* text;
    PrintedSign sign;
    int64_t digits;
    int decimals, exponent;
    PrintedUnit unit;
    std::optional<BoundWord> word;
    int64_t step;
  } kCases[] = {
      {"99.38%", PrintedSign::kNone, 9938, 2, 0, kPercent, std::nullopt, 1},
      {"2.96倍", PrintedSign::kNone, 296, 2, 0, kTimes, std::nullopt, 1},
      {"3‰", PrintedSign::kNone, 3, 0, 0, kPermille, std::nullopt, 1},
      {"+8.4%", kPlus, 84, 1, 0, kPercent, std::nullopt, 1},
      {"下降5%", kMinus, 5, 0, 0, kPercent, std::nullopt, 1},
      {"120余", PrintedSign::kNone, 120, 0, 0, PrintedUnit::kNone, BoundWord::kYu, 10},
      {"95%以上", PrintedSign::kNone, 95, 0, 0, kPercent, BoundWord::kYishang, 1},
      {"上百亿", PrintedSign::kNone, 1, 0, 10, PrintedUnit::kNone, BoundWord::kShang, 1},
      {"36.39万", PrintedSign::kNone, 3639, 2, 4, PrintedUnit::kNone, std::nullopt, 1},
      {"增长近3倍", kPlus, 3, 0, 0, kTimes, BoundWord::kJin, 1},
      {"36万余", PrintedSign::kNone, 36, 0, 4, PrintedUnit::kNone, BoundWord::kYu, 1},
  };
  for (const auto& c : kCases) {
    const auto number = ParsePrintedNumber(c.text);
    ASSERT_TRUE(number.ok()) << c.text << number.faults();
    EXPECT_EQ(number->sign, c.sign) << c.text;
    EXPECT_EQ(number->digits, c.digits) << c.text;
    EXPECT_EQ(number->decimals, c.decimals) << c.text;
    EXPECT_EQ(number->exponent, c.exponent) << c.text;
    EXPECT_EQ(number->unit, c.unit) << c.text;
    EXPECT_EQ(number->word, c.word) << c.text;
    EXPECT_EQ(number->step, c.step) << c.text;
  }
}

TEST(ParsePrintedNumberTest, RefusesTheRest) {
  const struct {
    const char* text;
    const char* fault;
  } kCases[] = {
      {"", "is \"\"; expected a number such as"},
      {"%", "expected a number such as"},
      {"五成", "expected a number such as"},
      {"99 %", "expected a number such as"},
      {"99%%", "expected a number such as"},
      {"--5%", "expected a number such as"},
      {"1,000", "expected a number such as"},
      {".5%", "one point between digits"},
      {"9.9.9%", "one point between digits"},
      {"99.%", "digits behind the point"},
      {"1.1234567891%", "at most 9 digits"},
      {"1000000000000000001%", "at most 1000000000000000000"},
      {"1千万亿亿", "expected a number such as"},
      {"超95%以上", "not two"},
      {"近0%", "expected no bound on zero"},
      {"-0.0%", "expected no sign before zero"},
      {"\xFF", "expected a number such as"},
  };
  for (const auto& c : kCases) {
    const auto number = ParsePrintedNumber(c.text);
    ASSERT_FALSE(number.ok()) << c.text;
    EXPECT_THAT(number.faults(), testing::HasSubstr(c.fault)) << c.text;
  }
}

TEST(MagnitudeOfTest, DependsOnTheRoundingWithoutABound) {
  const auto range = [](const char* text, Rounding rounding) {
    return MagnitudeOf(*ParsePrintedNumber(text), rounding);
  };
  const MagnitudeRange half_up = range("7%", Rounding::kHalfUp);
  EXPECT_EQ(half_up.low, 13);
  EXPECT_EQ(half_up.high, 15);
  EXPECT_FALSE(half_up.low_open);
  EXPECT_TRUE(half_up.high_open);
  const MagnitudeRange half_even = range("7%", Rounding::kHalfEven);
  EXPECT_TRUE(half_even.low_open && half_even.high_open);
  EXPECT_EQ(range("7%", Rounding::kDown).low, 14);
  EXPECT_EQ(range("7%", Rounding::kUp).high, 14);
  EXPECT_TRUE(range("超7%", Rounding::kUp).unlimited);
  EXPECT_EQ(range("120余", Rounding::kUp).high, 260);
  EXPECT_EQ(range("不足7%", Rounding::kUp).low, 0);
}

}  // namespace
}  // namespace jurimeter::audit
