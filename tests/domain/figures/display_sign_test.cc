// Signs, words of direction, 倍, percentage points and units.
#include <gmock/gmock.h>

#include <initializer_list>
#include <string>

#include "domain/figures/display.h"
#include "tests/domain/figures/figure_world.h"

namespace jurimeter {
namespace {

struct Case {
  Fraction value;
  const char* text;
};

void ExpectTexts(const Display& display, std::initializer_list<Case> cases, const char* unit = "件",
                 Rounding rounding = Rounding::kHalfUp) {
  for (const Case& c : cases) {
    EXPECT_EQ(DisplayText(c.value, display, rounding, unit).value_or("error"), c.text)
        << c.value.numerator() << '/' << c.value.denominator();
  }
}

Display WithUnit(Display display) {
  display.with_unit = true;
  return display;
}

Display Bounded(Display display, BoundWord word, int64_t step) {
  display.bound = Bound{word, step, false, false};
  return display;
}

TEST(DisplaySignTest, Times) {
  ExpectTexts(In(Scale::kTimes, 2), {{Fraction(296, 100), "2.96倍"},
                                     {Fraction(2), "2倍"},
                                     {Fraction(1, 1000), "0.001倍"},
                                     {Fraction(-1, 2), "-0.5倍"}});
  ExpectTexts(In(Scale::kTimes, 0), {{Fraction(172 - 176, 176), "-0.02倍"}, {Fraction(0), "0倍"}});
  ExpectTexts(In(Scale::kTimes, 0, Sign::kWords), {{Fraction(172 - 176, 176), "下降0.02倍"}});
  // 395 after 100 has grown by nearly three times and is nearly four times as many.
  ExpectTexts(Bounded(In(Scale::kTimes, 0, Sign::kWords), BoundWord::kJin, 1),
              {{Fraction(295, 100), "增长近3倍"}, {Fraction(3), "增长3倍"}});
  ExpectTexts(Bounded(In(Scale::kTimes, 0), BoundWord::kJin, 1), {{Fraction(395, 100), "近4倍"}});
}

TEST(DisplaySignTest, PercentagePoints) {
  ExpectTexts(In(Scale::kPercentagePoints, 1, Sign::kAlways),
              {{Fraction(84, 1000), "+8.4个百分点"},
               {Fraction(-31, 1000), "-3.1个百分点"},
               {Fraction(0), "0个百分点"},
               {Fraction(1, 100'000), "+0.001个百分点"},
               {Fraction(-1, 100'000), "-0.001个百分点"},
               {Fraction(1), "+100个百分点"},
               {Fraction(9999, 10'000), "+100个百分点"}});
  ExpectTexts(In(Scale::kPercentagePoints, 1, Sign::kWords),
              {{Fraction(84, 1000), "上升8.4个百分点"},
               {Fraction(-31, 1000), "下降3.1个百分点"},
               {Fraction(0), "持平"}});
  ExpectTexts(In(Scale::kPercentagePoints, 1), {{Fraction(-1, 100'000), "-0.001个百分点"}});
}

TEST(DisplaySignTest, ChangesOfCounts) {
  ExpectTexts(WithUnit(In(Scale::kOne, 0, Sign::kWords)),
              {{Fraction(842), "增加842件"}, {Fraction(-12), "减少12件"}, {Fraction(0), "持平"}});
  ExpectTexts(In(Scale::kOne, 0, Sign::kAlways),
              {{Fraction(842), "+842"}, {Fraction(-12), "-12"}, {Fraction(0), "0"}});
  // A change is never said to be none, nor of another direction.
  ExpectTexts(In(Scale::kWan, 1, Sign::kWords),
              {{Fraction(3), "增加0.0003万"}, {Fraction(-3), "减少0.0003万"}});
  ExpectTexts(
      Bounded(In(Scale::kOne, 0, Sign::kWords), BoundWord::kYu, 100),
      {{Fraction(842), "增加800余"}, {Fraction(-842), "减少800余"}, {Fraction(-42), "减少42"}});
  ExpectTexts(Bounded(In(Scale::kOne, 0, Sign::kWords), BoundWord::kYinei, 100),
              {{Fraction(-842), "减少900以内"}});
}

TEST(DisplaySignTest, GrowthInWords) {
  ExpectTexts(In(Scale::kPercent, 1, Sign::kWords), {{Fraction(47, 33), "增长142.4%"},
                                                     {Fraction(-1, 4), "下降25%"},
                                                     {Fraction(-1), "下降100%"},
                                                     {Fraction(0), "持平"},
                                                     {Fraction(-1, 1'000'000), "下降0.0001%"}});
}

TEST(DisplaySignTest, Ties) {
  for (const auto& [rounding, up, down] :
       {std::tuple(Rounding::kHalfUp, "增加0.13万", "减少0.13万"),
        std::tuple(Rounding::kHalfEven, "增加0.12万", "减少0.12万"),
        std::tuple(Rounding::kDown, "增加0.12万", "减少0.12万"),
        std::tuple(Rounding::kUp, "增加0.13万", "减少0.13万")}) {
    ExpectTexts(In(Scale::kWan, 2, Sign::kWords), {{Fraction(1250), up}, {Fraction(-1250), down}},
                "件", rounding);
  }
}

TEST(DisplaySignTest, Units) {
  ExpectTexts(WithUnit(In(Scale::kYi, 1)), {{Fraction(10'390'000'000), "103.9亿元"}}, "元");
  ExpectTexts(WithUnit(In(Scale::kOne, 2)), {{Fraction(5286, 100), "52.86天"}}, "天");
  ExpectTexts(WithUnit(Bounded(In(Scale::kYi, 0), BoundWord::kChao, 1)),
              {{Fraction(10'390'000'000), "超103亿元"}, {Fraction(10'300'000'000), "103亿元"}},
              "元");
}

}  // namespace
}  // namespace jurimeter
