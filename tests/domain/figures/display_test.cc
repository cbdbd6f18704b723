#include "domain/figures/display.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <limits>
#include <string>

namespace jurimeter {
namespace {

using testing::AnyOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr Rounding kAllRoundings[] = {Rounding::kHalfUp, Rounding::kHalfEven, Rounding::kDown,
                                      Rounding::kUp};

Display Plain(Scale scale, int decimals, bool keep_trailing_zeros = false) {
  Display display;
  display.scale = scale;
  display.decimals = decimals;
  display.keep_trailing_zeros = keep_trailing_zeros;
  return display;
}

Display Bounded(BoundWord word, int64_t step, Scale scale = Scale::kOne, int decimals = 0) {
  Display display = Plain(scale, decimals);
  display.bound = Bound{word, step, false, false};
  return display;
}

Display InWords(BoundWord word, int64_t step) {
  Display display = Bounded(word, step);
  display.bound->chinese_magnitude = true;
  return display;
}

Display WithUnit(BoundWord word, int64_t step) {
  Display display = Bounded(word, step);
  display.bound->with_unit = true;
  return display;
}

std::string Text(const Fraction& value, const Display& display,
                 Rounding rounding = Rounding::kHalfUp) {
  return DisplayText(value, display, rounding, "分钟").value_or("error");
}

struct Case {
  Fraction value;
  const char* text;
};

void ExpectTexts(const Display& display, std::initializer_list<Case> cases,
                 Rounding rounding = Rounding::kHalfUp) {
  for (const Case& c : cases) {
    EXPECT_EQ(Text(c.value, display, rounding), c.text)
        << c.value.numerator() << '/' << c.value.denominator();
  }
}

// Whether `text` has a digit that is not 0.
bool SaysMoreThan0(const std::string& text) {
  return text.find_first_of("123456789") != std::string::npos;
}

// Without a bound and with each.
void ExpectOnlyNothingIs0(Display display, std::initializer_list<Fraction> values) {
  for (const Rounding rounding : kAllRoundings) {
    EXPECT_FALSE(SaysMoreThan0(Text(Fraction(0), display, rounding)));
    for (const Fraction& value : values) {
      display.bound.reset();
      const std::string plain = Text(value, display, rounding);
      EXPECT_TRUE(SaysMoreThan0(plain)) << plain;
      EXPECT_EQ(plain.find("持平"), std::string::npos);
      for (const BoundWord word : {BoundWord::kYu, BoundWord::kYishang, BoundWord::kYue}) {
        display.bound = Bound{word, 5, false, false};
        const std::string bounded = Text(value, display, rounding);
        EXPECT_TRUE(SaysMoreThan0(bounded)) << bounded;
      }
    }
  }
}

TEST(DisplayTest, PrintsCounts) {
  ExpectTexts(Plain(Scale::kOne, 0),
              {{Fraction(0), "0"},
               {Fraction(649), "649"},
               {Fraction(1159), "1159"},
               {Fraction(-12), "-12"},
               {Fraction(-1, 3), "-0.3"},
               {Fraction(std::numeric_limits<int64_t>::max()), "9223372036854775807"},
               {Fraction(std::numeric_limits<int64_t>::min()), "-9223372036854775808"}});
  ExpectTexts(Plain(Scale::kOne, 2), {{Fraction(5), "5"},
                                      {Fraction(1, 20), "0.05"},
                                      {Fraction(-5, 2), "-2.5"},
                                      {Fraction(-1, 1000), "-0.001"}});
  ExpectTexts(Plain(Scale::kOne, 9), {{Fraction(1, 3), "0.333333333"}});
  ExpectTexts(Plain(Scale::kOne, 2, true),
              {{Fraction(5), "5.00"}, {Fraction(0), "0.00"}, {Fraction(1, 2), "0.50"}});
}

TEST(DisplayTest, PrintsLargeUnits) {
  ExpectTexts(Plain(Scale::kWan, 0), {{Fraction(5'000'000), "500万"},
                                      {Fraction(5'004'999), "500万"},
                                      {Fraction(5'005'000), "501万"},
                                      {Fraction(4'999), "0.5万"}});
  ExpectTexts(Plain(Scale::kWan, 2),
              {{Fraction(5'123'456), "512.35万"}, {Fraction(12'000), "1.2万"}});
  ExpectTexts(Plain(Scale::kYi, 1),
              {{Fraction(10'050'000'000), "100.5亿"}, {Fraction(-250'000'000), "-2.5亿"}});
}

TEST(DisplayTest, PrintsPercentages) {
  ExpectTexts(Plain(Scale::kPercent, 2), {{Fraction(1756, 1767), "99.38%"},
                                          {Fraction(1755, 1767), "99.32%"},
                                          {Fraction(1757, 1767), "99.43%"},
                                          {Fraction(1, 2), "50%"},
                                          {Fraction(214, 214), "100%"},
                                          {Fraction(0, 5), "0%"},
                                          {Fraction(5, 2), "250%"},
                                          {Fraction(-1, 4), "-25%"}});
  ExpectTexts(Plain(Scale::kPercent, 1), {{Fraction(80 - 33, 33), "142.4%"}});
  ExpectTexts(
      Plain(Scale::kPercent, 2, true),
      {{Fraction(214, 214), "100.00%"}, {Fraction(0, 5), "0.00%"}, {Fraction(199, 200), "99.50%"}});
}

TEST(DisplayTest, NeverSaysAllOrNothingWhereItIsNot) {
  ExpectTexts(Plain(Scale::kPercent, 0), {{Fraction(1351, 1352), "99.9%"},
                                          {Fraction(1, 1352), "0.1%"},
                                          {Fraction(199, 200), "99.5%"},
                                          {Fraction(1, 200), "1%"},
                                          {Fraction(-1, 100'000), "-0.001%"},
                                          {Fraction(-1351, 1352), "-99.9%"},
                                          {Fraction(1'999'999, 1'000'000), "200%"}});
  ExpectTexts(Plain(Scale::kPercent, 2), {{Fraction(1351, 1352), "99.93%"},
                                          {Fraction(99'996, 100'000), "99.996%"},
                                          {Fraction(99'995, 100'000), "99.995%"},
                                          {Fraction(99'994, 100'000), "99.99%"},
                                          {Fraction(4, 100'000), "0.004%"},
                                          {Fraction(999'999'999, 1'000'000'000), "99.9999999%"}});
  ExpectTexts(Plain(Scale::kPercent, 2, true), {{Fraction(99'996, 100'000), "99.996%"}});
  ExpectTexts(Plain(Scale::kPercent, 0), {{Fraction(1351, 1352), "99.93%"}}, Rounding::kUp);
  ExpectTexts(Plain(Scale::kOne, 2, true), {{Fraction(1, 1000), "0.001"}});
  ExpectTexts(Plain(Scale::kYi, 1), {{Fraction(49), "0.0000005亿"}});
  ExpectTexts(Bounded(BoundWord::kYue, 1, Scale::kWan), {{Fraction(4'000), "0.4万"}});
}

TEST(DisplayTest, WhatIsAboveAllIsRoundedAsItsRuleSays) {
  ExpectTexts(Plain(Scale::kPercent, 0), {{Fraction(1353, 1352), "100%"},
                                          {Fraction(201, 200), "101%"},
                                          {Fraction(-1353, 1352), "-100%"}});
  ExpectTexts(Plain(Scale::kPercent, 2), {{Fraction(100'004, 100'000), "100%"}});
  ExpectTexts(Plain(Scale::kPercent, 2, true), {{Fraction(100'004, 100'000), "100.00%"}});
  ExpectTexts(Plain(Scale::kPercent, 0), {{Fraction(1353, 1352), "100%"}}, Rounding::kDown);
}

// As much again is no more than a number; nothing left is.
TEST(DisplayTest, AGrowthOf100PercentIsNotAll) {
  const auto text = [](const Fraction& value, Sign sign) {
    Display display = Plain(Scale::kPercent, 1);
    display.sign = sign;
    return DisplayText(value, display, Rounding::kHalfUp, "", Percentage::kGrowth).value();
  };
  EXPECT_EQ(text(Fraction(99'996, 100'000), Sign::kMinusOnly), "100%");
  EXPECT_EQ(text(Fraction(99'996, 100'000), Sign::kWords), "增长100%");
  EXPECT_EQ(text(Fraction(100'004, 100'000), Sign::kAlways), "+100%");
  EXPECT_EQ(text(Fraction(-99'996, 100'000), Sign::kMinusOnly), "-99.996%");
  EXPECT_EQ(text(Fraction(-99'996, 100'000), Sign::kWords), "下降99.996%");
  EXPECT_EQ(text(Fraction(-1), Sign::kWords), "下降100%");
  EXPECT_EQ(text(Fraction(4, 100'000), Sign::kMinusOnly), "0.004%");
  EXPECT_EQ(PercentageOf(IndicatorKind::kGrowth), Percentage::kGrowth);
  EXPECT_EQ(PercentageOf(IndicatorKind::kAverageGrowth), Percentage::kGrowth);
  EXPECT_EQ(PercentageOf(IndicatorKind::kRatio), Percentage::kPart);
}

// Nothing is printed for 0 alone, in any scale, with any sign, bound and rounding.
TEST(DisplayTest, OnlyNothingIsPrintedAs0) {
  const int64_t max = std::numeric_limits<int64_t>::max();
  for (const Scale scale : {Scale::kOne, Scale::kPercent, Scale::kWan, Scale::kYi, Scale::kTimes,
                            Scale::kPercentagePoints}) {
    for (const Sign sign : {Sign::kMinusOnly, Sign::kAlways, Sign::kWords}) {
      for (const bool keep_trailing_zeros : {false, true}) {
        for (const int decimals : {0, 2, kMaxDecimals}) {
          Display display = Plain(scale, decimals, keep_trailing_zeros);
          display.sign = sign;
          ExpectOnlyNothingIs0(display, {Fraction(1, 3), Fraction(4, 1000), Fraction(1, max),
                                         Fraction(-1, 3), Fraction(-4, 176), Fraction(-1, max)});
        }
      }
    }
  }
}

// The 64-bit ratios nearest to nothing and to all.
TEST(DisplayTest, NeverSaysAllOrNothingAtTheExtremes) {
  const int64_t max = std::numeric_limits<int64_t>::max();
  for (const Rounding rounding : kAllRoundings) {
    for (int decimals = 0; decimals <= kMaxDecimals; ++decimals) {
      const Display display = Plain(Scale::kPercent, decimals);
      for (const Fraction& value : {Fraction(max - 1, max), Fraction(1, max)}) {
        const std::string text = Text(value, display, rounding);
        EXPECT_THAT(text, EndsWith("%"));
        EXPECT_THAT(text, Not(AnyOf("100%", "0%")));
      }
      EXPECT_EQ(Text(Fraction(max, max), display, rounding), "100%");
      EXPECT_EQ(Text(Fraction(0, max), display, rounding), "0%");
    }
  }
}

TEST(DisplayTest, RoundsByTheIndicatorsRule) {
  const struct {
    Fraction value;
    const char* half_up;
    const char* half_even;
    const char* down;
    const char* up;
  } kCases[] = {
      {Fraction(1, 8), "12.5%", "12.5%", "12.5%", "12.5%"},
      {Fraction(1, 16), "6.3%", "6.2%", "6.2%", "6.3%"},
      {Fraction(3, 16), "18.8%", "18.8%", "18.7%", "18.8%"},
      {Fraction(-1, 16), "-6.3%", "-6.2%", "-6.2%", "-6.3%"},
      {Fraction(-3, 16), "-18.8%", "-18.8%", "-18.7%", "-18.8%"},
      {Fraction(1, 3), "33.3%", "33.3%", "33.3%", "33.4%"},
      {Fraction(-1, 3), "-33.3%", "-33.3%", "-33.3%", "-33.4%"},
  };
  for (const auto& c : kCases) {
    const Display display = Plain(Scale::kPercent, 1);
    EXPECT_EQ(Text(c.value, display, Rounding::kHalfUp), c.half_up);
    EXPECT_EQ(Text(c.value, display, Rounding::kHalfEven), c.half_even);
    EXPECT_EQ(Text(c.value, display, Rounding::kDown), c.down);
    EXPECT_EQ(Text(c.value, display, Rounding::kUp), c.up);
  }
}

TEST(DisplayTest, MoreThan) {
  ExpectTexts(Bounded(BoundWord::kYu, 10), {{Fraction(120), "120"},
                                            {Fraction(121), "120余"},
                                            {Fraction(129), "120余"},
                                            {Fraction(130), "130"},
                                            {Fraction(369), "360余"},
                                            {Fraction(10), "10"},
                                            {Fraction(11), "10余"},
                                            // 0余 would say nothing.
                                            {Fraction(9), "9"},
                                            {Fraction(7), "7"},
                                            {Fraction(0), "0"}});
  ExpectTexts(Bounded(BoundWord::kYu, 100), {{Fraction(500), "500"},
                                             {Fraction(501), "500余"},
                                             {Fraction(599), "500余"},
                                             {Fraction(600), "600"}});
  ExpectTexts(Bounded(BoundWord::kChao, 100, Scale::kWan), {{Fraction(5'000'000), "500万"},
                                                            {Fraction(5'000'001), "超500万"},
                                                            {Fraction(5'999'999), "超500万"},
                                                            {Fraction(6'000'000), "600万"},
                                                            {Fraction(999'999), "100万"}});
  ExpectTexts(Bounded(BoundWord::kYu, 1, Scale::kWan), {{Fraction(365'000), "36万余"}});
  ExpectTexts(Bounded(BoundWord::kYu, 5, Scale::kYi, 1), {{Fraction(1'260'000'000), "12.5亿余"}});
}

TEST(DisplayTest, AtLeast) {
  ExpectTexts(Bounded(BoundWord::kYishang, 5, Scale::kPercent), {{Fraction(95, 100), "95%以上"},
                                                                 {Fraction(949, 1000), "90%以上"},
                                                                 {Fraction(999, 1000), "95%以上"},
                                                                 {Fraction(1), "100%"},
                                                                 {Fraction(7, 7), "100%"},
                                                                 {Fraction(1001, 1000), "100%以上"},
                                                                 {Fraction(3, 100), "3%"},
                                                                 {Fraction(0), "0%"}});
  ExpectTexts(Bounded(BoundWord::kYishang, 1, Scale::kPercent),
              {{Fraction(959, 1000), "95%以上"}, {Fraction(1351, 1352), "99%以上"}});
  ExpectTexts(Bounded(BoundWord::kYishang, 30, Scale::kPercent), {{Fraction(1), "100%"}});
  ExpectTexts(Bounded(BoundWord::kYishang, 5, Scale::kPercent, 1),
              {{Fraction(9984, 10'000), "99.5%以上"}});
  ExpectTexts(InWords(BoundWord::kShang, 10'000'000'000),
              {{Fraction(10'000'000'000), "上百亿"},
               {Fraction(10'000'000'001), "上百亿"},
               {Fraction(19'999'999'999), "上百亿"},
               {Fraction(20'000'000'000), "上200亿"},
               {Fraction(9'999'999'999), "9999999999"}});
}

TEST(DisplayTest, AtMost) {
  ExpectTexts(
      WithUnit(BoundWord::kYinei, 1),
      {{Fraction(30), "30分钟以内"}, {Fraction(59, 2), "30分钟以内"}, {Fraction(0), "0分钟"}});
  ExpectTexts(WithUnit(BoundWord::kYinei, 10),
              {{Fraction(21), "30分钟以内"}, {Fraction(31), "40分钟以内"}});
  ExpectTexts(Bounded(BoundWord::kYinei, 5, Scale::kPercent), {{Fraction(1, 1000), "5%以内"}});
}

TEST(DisplayTest, LessThan) {
  ExpectTexts(Bounded(BoundWord::kJin, 100), {{Fraction(401), "近500"},
                                              {Fraction(499), "近500"},
                                              {Fraction(500), "500"},
                                              {Fraction(1), "近100"}});
  ExpectTexts(Bounded(BoundWord::kBuzu, 10), {{Fraction(1), "不足10"}, {Fraction(10), "10"}});
  ExpectTexts(Bounded(BoundWord::kBuzu, 1, Scale::kPercent),
              {{Fraction(1, 1000), "不足1%"}, {Fraction(9, 1000), "不足1%"}});
}

TEST(DisplayTest, About) {
  const Display display = Bounded(BoundWord::kYue, 100);
  ExpectTexts(display, {{Fraction(449), "约400"},
                        {Fraction(450), "约500"},
                        {Fraction(551), "约600"},
                        {Fraction(500), "500"},
                        {Fraction(49), "49"}});
  ExpectTexts(display, {{Fraction(450), "约400"}, {Fraction(550), "约600"}}, Rounding::kHalfEven);
  ExpectTexts(display, {{Fraction(499), "约400"}}, Rounding::kDown);
  ExpectTexts(display, {{Fraction(401), "约500"}}, Rounding::kUp);
  // About all of it is not all of it.
  ExpectTexts(
      Bounded(BoundWord::kYue, 1, Scale::kPercent),
      {{Fraction(996, 1000), "约100%"}, {Fraction(1), "100%"}, {Fraction(4, 1000), "0.4%"}});
}

TEST(DisplayTest, OnlyTheNearestMultipleFollowsTheRounding) {
  for (const Rounding rounding : kAllRoundings) {
    ExpectTexts(Bounded(BoundWord::kYu, 10), {{Fraction(129), "120余"}}, rounding);
    ExpectTexts(Bounded(BoundWord::kYishang, 5, Scale::kPercent),
                {{Fraction(999, 1000), "95%以上"}}, rounding);
    ExpectTexts(Bounded(BoundWord::kJin, 10), {{Fraction(121), "近130"}}, rounding);
  }
}

TEST(DisplayTest, PowersOfTenInWords) {
  ExpectTexts(InWords(BoundWord::kYu, 1000), {{Fraction(1000), "1000"},
                                              {Fraction(1001), "千余"},
                                              {Fraction(1999), "千余"},
                                              {Fraction(2000), "2000"},
                                              {Fraction(2001), "2000余"}});
  ExpectTexts(InWords(BoundWord::kYu, 10'000),
              {{Fraction(12'345), "万余"}, {Fraction(365'000), "36万余"}});
  const char* kWords[] = {"上十",   "上百", "上千",   "上万",   "上十万", "上百万",
                          "上千万", "上亿", "上十亿", "上百亿", "上千亿", "上万亿"};
  int64_t power = 10;
  for (const char* word : kWords) {
    ExpectTexts(InWords(BoundWord::kShang, power), {{Fraction(power), word}});
    power *= 10;
  }
  ExpectTexts(
      InWords(BoundWord::kShang, 1),
      {{Fraction(1), "上1"}, {Fraction(12), "上12"}, {Fraction(10'000'000'000'000), "上100000亿"}});
}

// Against the meaning of each word, for every value of a range.
TEST(DisplayTest, BoundsAreTrueOfEveryValue) {
  const struct {
    BoundWord word;
    const char* text;
    bool (*holds)(int64_t value, int64_t number, int64_t step);
  } kWords[] = {
      {BoundWord::kYu, "余", [](auto v, auto n, auto step) { return n < v && v < n + step; }},
      {BoundWord::kChao, "超", [](auto v, auto n, auto step) { return n < v && v < n + step; }},
      {BoundWord::kYishang, "以上",
       [](auto v, auto n, auto step) { return n <= v && v < n + step; }},
      {BoundWord::kShang, "上", [](auto v, auto n, auto step) { return n <= v && v < n + step; }},
      {BoundWord::kYinei, "以内", [](auto v, auto n, auto step) { return n - step < v && v <= n; }},
      {BoundWord::kJin, "近", [](auto v, auto n, auto step) { return n - step < v && v < n; }},
      {BoundWord::kBuzu, "不足", [](auto v, auto n, auto step) { return n - step < v && v < n; }},
      {BoundWord::kYue, "约",
       [](auto v, auto n, auto step) { return v != n && 2 * std::abs(v - n) <= step; }},
  };
  for (const auto& word : kWords) {
    for (const int64_t step : {1, 7, 10, 100}) {
      for (int64_t value = 1; value <= 1000; ++value) {
        const std::string text = Text(Fraction(value), Bounded(word.word, step));
        if (text == std::to_string(value)) continue;
        ASSERT_THAT(text, HasSubstr(word.text)) << value;
        const size_t digits = text.find_first_of("123456789");
        ASSERT_NE(digits, std::string::npos) << text;
        const int64_t number = std::stoll(text.substr(digits));
        ASSERT_EQ(number % step, 0) << text;
        ASSERT_TRUE(word.holds(value, number, step)) << value << " is not " << text;
      }
    }
  }
}

TEST(DisplayTest, BelowZeroPrintsNoBound) {
  for (const BoundWord word :
       {BoundWord::kYu, BoundWord::kChao, BoundWord::kYishang, BoundWord::kShang, BoundWord::kYinei,
        BoundWord::kJin, BoundWord::kBuzu, BoundWord::kYue}) {
    ExpectTexts(Bounded(word, 10, Scale::kPercent, 1),
                {{Fraction(-1, 3), "-33.3%"}, {Fraction(-1), "-100%"}});
  }
}

TEST(DisplayTest, PrintsTheUnitBetweenNumberAndWordAndWithoutTheWordToo) {
  ExpectTexts(WithUnit(BoundWord::kYu, 10), {{Fraction(121), "120分钟余"},
                                             {Fraction(120), "120分钟"},
                                             {Fraction(9), "9分钟"},
                                             {Fraction(-121), "-121分钟"}});
  ExpectTexts(WithUnit(BoundWord::kChao, 10),
              {{Fraction(121), "超120分钟"}, {Fraction(120), "120分钟"}});
}

TEST(DisplayTest, PrintsTheUnitOfTheNumberBehindYu) {
  Display display = Bounded(BoundWord::kYu, 10);
  display.with_unit = true;
  ExpectTexts(display, {{Fraction(121), "120余分钟"}, {Fraction(120), "120分钟"}});
  display.scale = Scale::kWan;
  display.bound->step = 1;
  ExpectTexts(display, {{Fraction(363'900), "36万余分钟"}, {Fraction(360'000), "36万分钟"}});
  display.bound->word = BoundWord::kYishang;
  ExpectTexts(display, {{Fraction(363'900), "36万分钟以上"}});
}

TEST(DisplayTest, WhatDoesNotFitHasNoText) {
  const absl::int128 max = absl::Int128Max();
  const struct {
    Fraction value;
    Display display;
  } kCases[] = {
      {Fraction(max), Plain(Scale::kOne, 1)},
      {Fraction(max), Plain(Scale::kPercent, 0)},
      {Fraction(max), Bounded(BoundWord::kYu, 10, Scale::kPercent)},
      {Fraction(max), Bounded(BoundWord::kJin, 1'000'000)},
      {Fraction(1, max), Bounded(BoundWord::kYu, 2)},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(DisplayText(c.value, c.display, Rounding::kHalfUp, ""), std::nullopt);
  }
}

}  // namespace
}  // namespace jurimeter
