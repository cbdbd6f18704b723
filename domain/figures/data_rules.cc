#include "domain/figures/data_rules.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/catalog/indicators_behind.h"
#include "domain/catalog/threshold.h"
#include "domain/figures/breakdown.h"
#include "domain/figures/double_stock.h"
#include "domain/figures/message_number.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

struct RuleNumber {
  const Indicator* indicator;
  Value value;

  bool reported() const { return value.status == FigureStatus::kOk; }
  Fraction number() const { return reported() ? *value.number : Fraction(0); }
};

using RuleNumbers = std::vector<RuleNumber>;

std::vector<std::string> CodesOf(const RuleSpec& rule) {
  if (const auto* order = std::get_if<NotMoreThan>(&rule.rule)) return {order->left, order->right};
  if (const auto* partition = std::get_if<PartsEqualWhole>(&rule.rule)) {
    std::vector<std::string> codes = partition->parts;
    codes.push_back(partition->whole);
    return codes;
  }
  return {std::get<ExpectedRange>(rule.rule).indicator};
}

using Indicators = absl::flat_hash_set<const Indicator*>;

// Whether something behind `rule` is also in `asked`.
bool IsAbout(const Catalog& catalog, const RuleSpec& rule, const Indicators& asked) {
  std::vector<const Indicator*> named;
  for (const std::string& code : CodesOf(rule)) named.push_back(catalog.FindIndicator(code));
  return std::ranges::any_of(IndicatorsBehind(catalog, named),
                             [&asked](const Indicator* behind) { return asked.contains(behind); });
}

// The sum of counts in one unit, which have one denominator.
Fraction SumOf(RuleNumbers::const_iterator first, RuleNumbers::const_iterator last) {
  Fraction sum(0);
  for (; first != last; ++first) {
    const Fraction number = first->number();
    if (first->reported()) {
      sum = Fraction(sum.numerator() + number.numerator(), number.denominator());
    }
  }
  return sum;
}

// How the numbers break the rule, in words for the text; empty if they keep it.
struct FindBreach {
  const RuleNumbers& numbers;

  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(const NotMoreThan&) const {
    return numbers[1].number() < numbers[0].number() ? "expected the first not above the second"
                                                     : "";
  }
  std::string operator()(const PartsEqualWhole&) const {
    const bool equal = SumOf(numbers.begin(), numbers.end() - 1) == numbers.back().number();
    return equal ? "" : "expected all but the last to add up to it";
  }
  std::string operator()(const ExpectedRange& range) const {
    const Scale scale = numbers[0].indicator->spec.display.scale;
    const Fraction value = numbers[0].number();
    const bool below = range.min && value < ThresholdOf(*range.min, range.decimals, scale);
    const bool above = range.max && ThresholdOf(*range.max, range.decimals, scale) < value;
    if (!below && !above) return "";
    const int64_t bound = below ? *range.min : *range.max;
    Display plain;
    plain.scale = scale;
    return absl::StrCat(
        below ? "expected at least " : "expected at most ",
        MessageNumber(*numbers[0].indicator, ThresholdOf(bound, range.decimals, scale), plain));
  }
};

// Whether enough was reported to check `rule`.
bool IsChecked(const RuleSpec& rule, const Bureau* bureau, const RuleNumbers& numbers) {
  const auto reported = std::ranges::count_if(numbers, &RuleNumber::reported);
  if (bureau == nullptr) return reported > 0;
  if (std::holds_alternative<PartsEqualWhole>(rule.rule)) {
    return reported > 1 && numbers.back().reported();
  }
  return reported == std::ssize(numbers);
}

class BreachFinder {
 public:
  BreachFinder(const Question& question, const Catalog& catalog, Evaluation* evaluation)
      : question_(question),
        catalog_(catalog),
        evaluation_(*evaluation),
        bureaus_(PartsByBureau(question.scope, question.period)) {}

  void Find(const RuleSpec& rule, std::vector<Breach>* breaches) {
    Check(rule, nullptr, question_.scope, breaches);
    for (const ScopePart& part : bureaus_) {
      Check(rule, catalog_.FindBureau(part.key), part.scope, breaches);
    }
  }

 private:
  // Checks the whole scope if `bureau` is null.
  void Check(const RuleSpec& rule, const Bureau* bureau, const Scope& scope,
             std::vector<Breach>* breaches) {
    RuleNumbers numbers;
    for (const std::string& code : CodesOf(rule)) {
      const Indicator& indicator = *catalog_.FindIndicator(code);
      numbers.push_back({&indicator, evaluation_.Evaluate(indicator, {question_.period, scope})});
      const FigureStatus status = numbers.back().value.status;
      // A number that cannot be compared says nothing about a rule.
      if (status != FigureStatus::kOk && status != FigureStatus::kNoData) return;
    }
    if (!IsChecked(rule, bureau, numbers)) return;
    const std::string expected = std::visit(FindBreach{numbers}, rule.rule);
    if (!expected.empty()) breaches->push_back(MakeBreach(rule, bureau, numbers, expected));
  }

  Breach MakeBreach(const RuleSpec& rule, const Bureau* bureau, const RuleNumbers& numbers,
                    const std::string& expected) const {
    Breach breach = {&rule, bureau, question_.period, {}, ""};
    for (const RuleNumber& number : numbers) {
      breach.numbers.push_back(
          {number.indicator->spec.code,
           MessageNumber(*number.indicator, number.number(), number.indicator->spec.display)});
    }
    const std::string listed =
        absl::StrJoin(breach.numbers, ", ", [](std::string* out, const BreachNumber& number) {
          absl::StrAppend(out, number.indicator, " ", number.number);
        });
    breach.text = absl::StrCat(bureau == nullptr ? "the whole scope" : bureau->spec.code, ", ",
                               DayText(question_.period.first), " to ",
                               DayText(question_.period.last), ": ", listed, "; ", expected);
    return breach;
  }

  const Question& question_;
  const Catalog& catalog_;
  Evaluation& evaluation_;
  const std::vector<ScopePart> bureaus_;
};

}  // namespace

std::vector<Breach> BreachesOf(const Catalog& catalog, const Question& question,
                               const std::vector<const Indicator*>& indicators,
                               Evaluation* evaluation) {
  std::vector<Breach> breaches;
  const std::vector<const Indicator*> behind = IndicatorsBehind(catalog, indicators);
  const Indicators asked(behind.begin(), behind.end());
  for (const Indicator& stock : catalog.indicators()) {
    if (stock.kind != IndicatorKind::kStock || !stock.has_categories()) continue;
    if (asked.contains(&stock)) AddDoubleStocks(stock, question, &evaluation->tables(), &breaches);
  }
  if (catalog.spec().rules.empty()) return breaches;
  BreachFinder finder(question, catalog, evaluation);
  for (const RuleSpec& rule : catalog.spec().rules) {
    if (IsAbout(catalog, rule, asked)) finder.Find(rule, &breaches);
  }
  return breaches;
}

}  // namespace jurimeter
