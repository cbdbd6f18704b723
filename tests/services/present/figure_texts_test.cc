#include "services/present/figure_texts.h"

#include <gmock/gmock.h>

#include <functional>
#include <string>

namespace jurimeter::present {
namespace {

using ::testing::ElementsAre;

v1::Figure FigureWith(const std::function<void(v1::Figure*)>& set) {
  v1::Figure figure;
  set(&figure);
  return figure;
}

TEST(FigureTextsTest, NamesHaveNoPrefix) {
  EXPECT_EQ(StatusText(v1::FIGURE_STATUS_NO_DATA), "NO_DATA");
  EXPECT_EQ(KindText(v1::INDICATOR_KIND_AVERAGE_GROWTH), "AVERAGE_GROWTH");
}

TEST(FigureTextsTest, AUnitStandsOnce) {
  const struct {
    const char* unit;
    const char* display;
    const char* text;
  } kCases[] = {
      {"件", "1756", "1756件"},
      {"件", "", "-"},
      {"分钟", "30分钟以内", "30分钟以内"},
      {"%", "99.38%", "99.38%"},
      {"件", "99.38%", "99.38%"},
      {"件", "1.2个百分点", "1.2个百分点"},
      {"件", "3倍", "3倍"},
      {"件", "持平", "持平"},
      {"件", "1.75万", "1.75万件"},
  };
  for (const auto& each : kCases) {
    v1::Figure figure;
    figure.set_unit_zh(each.unit);
    EXPECT_EQ(WithUnit(figure, each.display), each.text);
  }
}

TEST(FigureTextsTest, ExactNumbersAreInFull) {
  const struct {
    std::function<void(v1::Figure*)> set;
    const char* text;
  } kCases[] = {
      {[](auto*) {}, ""},
      {[](auto* f) { f->set_value(1767); }, "1767"},
      {[](auto* f) {
         f->set_value(10'390'000'025);
         f->set_quantity_decimals(2);
       },
       "103900000.25"},
      {[](auto* f) {
         f->set_value(-5);
         f->set_quantity_decimals(2);
       },
       "-0.05"},
      {[](auto* f) {
         f->set_value(0);
         f->set_quantity_decimals(1);
       },
       "0.0"},
      {[](auto* f) {
         f->mutable_ratio()->set_numerator(1756);
         f->mutable_ratio()->set_denominator(1767);
       },
       "1756 / 1767"},
      {[](auto* f) {
         f->mutable_ratio()->set_numerator(1756);
         f->mutable_ratio()->set_denominator(15);
         f->set_denominator_decimals(1);
       },
       "1756 / 1.5"},
      {[](auto* f) {
         f->mutable_growth()->set_current(80);
         f->mutable_growth()->set_current_denominator(1);
         f->mutable_growth()->set_prior(33);
         f->mutable_growth()->set_prior_denominator(1);
       },
       "80 ← 33"},
      {[](auto* f) {
         f->mutable_growth()->set_current(80);
         f->mutable_growth()->set_current_denominator(100);
         f->mutable_growth()->set_prior(33);
         f->mutable_growth()->set_prior_denominator(90);
       },
       "80 / 100 ← 33 / 90"},
      {[](auto* f) {
         f->mutable_rank()->set_rank(2);
         f->mutable_rank()->set_of(9);
       },
       "2 of 9"},
      {[](auto* f) {
         f->set_value(40);
         f->add_holders("justice");
         f->add_holders("health");
       },
       "40 (justice, health)"},
  };
  for (const auto& each : kCases) EXPECT_EQ(ExactText(FigureWith(each.set)), each.text);
}

TEST(FigureTextsTest, FieldsStandInTheirColumns) {
  EXPECT_THAT(ExactColumns(),
              ElementsAre("value", "numerator", "denominator", "current", "prior",
                          "current_denominator", "prior_denominator", "rank", "of"));
  const v1::Figure value = FigureWith([](auto* f) {
    f->set_value(0);
    f->set_quantity_decimals(1);
    f->mutable_compared()->mutable_ratio()->set_numerator(7);
    f->mutable_compared()->mutable_ratio()->set_denominator(8);
  });
  EXPECT_THAT(ExactFields(value), ElementsAre("0.0", "", "", "", "", "", "", "", ""));
  EXPECT_THAT(ComparedFields(value), ElementsAre("", "0.7", "8", "", "", "", "", "", ""));
  const v1::Figure rank = FigureWith([](auto* f) {
    f->mutable_rank()->set_rank(2);
    f->mutable_rank()->set_of(9);
    f->set_quantity_decimals(3);
  });
  EXPECT_THAT(ExactFields(rank), ElementsAre("", "", "", "", "", "", "", "2", "9"));
}

}  // namespace
}  // namespace jurimeter::present
