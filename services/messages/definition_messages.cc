#include "services/messages/definition_messages.h"

#include <optional>
#include <variant>

#include "absl/strings/str_cat.h"

namespace jurimeter::messages {
namespace {

Sum SumFromProto(const v1::Sum& message) {
  Sum sum;
  for (const v1::Term& term : message.terms()) {
    const int64_t coefficient = term.coefficient() == 0 ? 1 : term.coefficient();
    sum.terms.push_back({term.indicator(), coefficient, term.opening()});
  }
  return sum;
}

Ratio RatioFromProto(const v1::Ratio& message) {
  return {message.numerator(), message.denominator(), message.per() == 0 ? 1 : message.per()};
}

std::optional<Siblings> SiblingsFromProto(const v1::Siblings& message) {
  switch (message.level_case()) {
    case v1::Siblings::kBureaus:
      return Siblings{0, message.within_digits()};
    case v1::Siblings::kRegionDigits:
      if (message.region_digits() == 0) return std::nullopt;  // which means bureaus to the domain
      return Siblings{message.region_digits(), message.within_digits()};
    case v1::Siblings::LEVEL_NOT_SET:
      break;
  }
  return std::nullopt;
}

ThresholdTest TestFromProto(v1::ThresholdTest test, Violations* faults) {
  switch (test) {
    case v1::THRESHOLD_TEST_MORE_THAN:
      return ThresholdTest::kMoreThan;
    case v1::THRESHOLD_TEST_AT_LEAST:
      return ThresholdTest::kAtLeast;
    case v1::THRESHOLD_TEST_LESS_THAN:
      return ThresholdTest::kLessThan;
    case v1::THRESHOLD_TEST_AT_MOST:
      return ThresholdTest::kAtMost;
    case v1::THRESHOLD_TEST_UNSPECIFIED:
      faults->push_back(
          {"count_beyond.test", "missing; expected a test such as THRESHOLD_TEST_MORE_THAN"});
      return ThresholdTest::kMoreThan;
    default:
      faults->push_back({"count_beyond.test", absl::StrCat(test, " is not a value of this field")});
      return ThresholdTest::kMoreThan;
  }
}

v1::ThresholdTest ToProto(ThresholdTest test) {
  switch (test) {
    case ThresholdTest::kMoreThan:
      return v1::THRESHOLD_TEST_MORE_THAN;
    case ThresholdTest::kAtLeast:
      return v1::THRESHOLD_TEST_AT_LEAST;
    case ThresholdTest::kLessThan:
      return v1::THRESHOLD_TEST_LESS_THAN;
    case ThresholdTest::kAtMost:
      return v1::THRESHOLD_TEST_AT_MOST;
  }
  return v1::THRESHOLD_TEST_UNSPECIFIED;
}

CountBeyond CountBeyondFromProto(const v1::CountBeyond& message, Violations* faults) {
  return {message.of(), SiblingsFromProto(message.over()), TestFromProto(message.test(), faults),
          message.threshold(), message.threshold_decimals()};
}

void Set(const std::optional<Siblings>& siblings, v1::Siblings* message) {
  if (siblings->region_digits == 0) {
    message->mutable_bureaus();
  } else {
    message->set_region_digits(siblings->region_digits);
  }
  message->set_within_digits(siblings->within_digits);
}

void Set(const Comparison& against, v1::Comparison* message) {
  if (const auto* before = std::get_if<YearsBefore>(&against)) {
    message->set_years_before(before->years);
  } else {
    message->mutable_period_before();
  }
}

struct DefinitionSetter {
  v1::Indicator& message;

  void operator()(std::monostate) const {}
  void operator()(const Flow&) const { message.mutable_flow(); }
  void operator()(const Stock&) const { message.mutable_stock(); }
  void operator()(const Cumulative& cumulative) const {
    message.mutable_cumulative()->set_flow(cumulative.flow);
    message.mutable_cumulative()->set_since_year(cumulative.since_year);
    message.mutable_cumulative()->set_years(cumulative.years);
  }
  void operator()(const Ratio& ratio) const {
    message.mutable_ratio()->set_numerator(ratio.numerator);
    message.mutable_ratio()->set_denominator(ratio.denominator);
    message.mutable_ratio()->set_per(ratio.per == 1 ? 0 : ratio.per);
  }
  void operator()(const Growth& growth) const {
    message.mutable_growth()->set_of(growth.of);
    Set(growth.against, message.mutable_growth()->mutable_against());
  }
  void operator()(const Sum& sum) const {
    for (const Term& term : sum.terms) {
      v1::Term& added = *message.mutable_sum()->add_terms();
      added.set_indicator(term.indicator);
      added.set_coefficient(term.coefficient);
      added.set_opening(term.opening);
    }
  }
  void operator()(const Part& part) const {
    message.mutable_part()->set_of(part.of);
    message.mutable_part()->set_category(part.category);
  }
  void operator()(const Share& share) const {
    message.mutable_share()->set_of(share.of);
    message.mutable_share()->set_category(share.category);
  }
  void operator()(const RegionShare& share) const {
    message.mutable_region_share()->set_of(share.of);
    message.mutable_region_share()->set_parent_digits(share.parent_digits);
  }
  void operator()(const Multiple& multiple) const {
    message.mutable_multiple()->set_of(multiple.of);
    Set(multiple.against, message.mutable_multiple()->mutable_against());
  }
  void operator()(const Change& change) const {
    message.mutable_change()->set_of(change.of);
    Set(change.against, message.mutable_change()->mutable_against());
  }
  void operator()(const AverageGrowth& growth) const {
    message.mutable_average_growth()->set_of(growth.of);
    message.mutable_average_growth()->set_years(growth.years);
  }
  void operator()(const Rank& rank) const {
    message.mutable_rank()->set_of(rank.of);
    message.mutable_rank()->set_ascending(rank.ascending);
    Set(rank.among, message.mutable_rank()->mutable_among());
  }
  void operator()(const CountBeyond& count) const {
    v1::CountBeyond& set = *message.mutable_count_beyond();
    set.set_of(count.of);
    Set(count.over, set.mutable_over());
    set.set_test(ToProto(count.test));
    set.set_threshold(count.threshold);
    set.set_threshold_decimals(count.threshold_decimals);
  }
  void operator()(const Maximum& maximum) const {
    message.mutable_maximum()->set_of(maximum.of);
    Set(maximum.over, message.mutable_maximum()->mutable_over());
  }
  void operator()(const Coverage& coverage) const {
    message.mutable_coverage()->set_of(coverage.of);
  }
};

Definition ReadDefinition(const v1::Indicator& message, Violations* faults) {
  switch (message.definition_case()) {
    case v1::Indicator::kFlow:
      return Flow{};
    case v1::Indicator::kStock:
      return Stock{};
    case v1::Indicator::kCumulative:
      return Cumulative{message.cumulative().flow(), message.cumulative().since_year(),
                        message.cumulative().years()};
    case v1::Indicator::kRatio:
      return RatioFromProto(message.ratio());
    case v1::Indicator::kGrowth:
      return Growth{message.growth().of(), ComparisonFromProto(message.growth().against())};
    case v1::Indicator::kSum:
      return SumFromProto(message.sum());
    case v1::Indicator::kPart:
      return Part{message.part().of(), message.part().category()};
    case v1::Indicator::kShare:
      return Share{message.share().of(), message.share().category()};
    case v1::Indicator::kRegionShare:
      return RegionShare{message.region_share().of(), message.region_share().parent_digits()};
    case v1::Indicator::kMultiple:
      return Multiple{message.multiple().of(), ComparisonFromProto(message.multiple().against())};
    case v1::Indicator::kChange:
      return Change{message.change().of(), ComparisonFromProto(message.change().against())};
    case v1::Indicator::kAverageGrowth:
      return AverageGrowth{message.average_growth().of(), message.average_growth().years()};
    case v1::Indicator::kRank:
      return Rank{message.rank().of(), SiblingsFromProto(message.rank().among()),
                  message.rank().ascending()};
    case v1::Indicator::kCountBeyond:
      return CountBeyondFromProto(message.count_beyond(), faults);
    case v1::Indicator::kMaximum:
      return Maximum{message.maximum().of(), SiblingsFromProto(message.maximum().over())};
    case v1::Indicator::kCoverage:
      return Coverage{message.coverage().of()};
    case v1::Indicator::DEFINITION_NOT_SET:
      break;
  }
  return std::monostate();
}

}  // namespace

DefinitionReading DefinitionFromProto(const v1::Indicator& message) {
  DefinitionReading reading;
  reading.definition = ReadDefinition(message, &reading.faults);
  return reading;
}

void SetDefinition(const Definition& definition, v1::Indicator* message) {
  std::visit(DefinitionSetter{*message}, definition);
}

Comparison ComparisonFromProto(const v1::Comparison& message) {
  if (message.has_years_before()) return YearsBefore{message.years_before()};
  if (message.has_period_before()) return PeriodBefore{};
  return YearsBefore{1};
}

RuleSpec RuleFromProto(const v1::Rule& message) {
  RuleSpec spec = {message.code(), message.name_zh(), message.name_en(), {}};
  if (message.has_not_more_than()) {
    spec.rule = NotMoreThan{message.not_more_than().left(), message.not_more_than().right()};
  } else if (message.has_parts_equal_whole()) {
    const v1::PartsEqualWhole& rule = message.parts_equal_whole();
    spec.rule = PartsEqualWhole{{rule.parts().begin(), rule.parts().end()}, rule.whole()};
  } else if (message.has_range()) {
    const v1::ExpectedRange& range = message.range();
    ExpectedRange expected = {range.indicator(), std::nullopt, std::nullopt, range.decimals()};
    if (range.has_min()) expected.min = range.min();
    if (range.has_max()) expected.max = range.max();
    spec.rule = expected;
  }
  return spec;
}

}  // namespace jurimeter::messages
