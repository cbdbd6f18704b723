#include "domain/figures/period_query.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/figures/breakdown.h"
#include "domain/figures/evaluation.h"
#include "domain/values/calendar.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

constexpr int kMinPartDigits = 2;
constexpr int kMaxPartDigits = 12;

void CheckPeriod(const Catalog& catalog, const Period& period, Violations* faults) {
  if (period.last < period.first) {
    faults->push_back({"period", absl::StrCat("ends on ", DayText(period.last),
                                              ", before it begins on ", DayText(period.first),
                                              "; expected a last day that is not earlier")});
  } else if (period.first.year() < catalog.first_year() || period.last.year() > kMaxYear) {
    faults->push_back(
        {"period", absl::StrCat(DayText(period.first), " to ", DayText(period.last),
                                " is not all counted; expected days from ", catalog.first_year(),
                                "-01-01 to ", kMaxYear, "-12-31")});
  }
}

PeriodKind UnitOf(BreakdownBy by) {
  if (by == BreakdownBy::kMonth) return PeriodKind::kMonth;
  return by == BreakdownBy::kQuarter ? PeriodKind::kQuarter : PeriodKind::kYear;
}

// How many parts a breakdown by time has; 0 of any other.
int64_t PartsInTime(const Period& period, BreakdownBy by) {
  int months = 0;
  if (by == BreakdownBy::kMonth) months = 1;
  if (by == BreakdownBy::kQuarter) months = 3;
  if (by == BreakdownBy::kYear) months = 12;
  if (months == 0) return 0;
  const auto place = [&](absl::CivilDay day) {
    return (absl::CivilMonth(day) - absl::CivilMonth(0)) / months;
  };
  return place(period.last) - place(period.first) + 1;
}

void CheckBreakdown(const PeriodQuery& query, Violations* faults) {
  if (!query.by) return;
  const int digits = query.by->region_digits;
  if (query.by->by == BreakdownBy::kRegion &&
      (digits < kMinPartDigits || digits > kMaxPartDigits)) {
    faults->push_back({"by.region_digits", absl::StrCat(digits, " is out of range; expected ",
                                                        kMinPartDigits, " to ", kMaxPartDigits)});
  }
  const int64_t parts = PartsInTime(query.period, query.by->by);
  if (parts > static_cast<int64_t>(kMaxParts)) {
    faults->push_back(
        {"by", absl::StrCat("makes ", parts, " parts of the period; expected at most ", kMaxParts,
                            ": ask for a shorter one")});
  }
}

// No fewer than the parts that a valid breakdown has.
size_t MostParts(const Catalog& catalog, const PeriodQuery& query) {
  switch (query.by->by) {
    case BreakdownBy::kBureau:
    case BreakdownBy::kRegion:
      return ScopeOf(catalog, query.region, query.bureaus).members().size();
    case BreakdownBy::kCategory: {
      size_t categories = 1;
      for (const Indicator& indicator : catalog.indicators()) {
        categories += indicator.spec.categories.size() + indicator.left_out.size();
      }
      return categories;
    }
    case BreakdownBy::kMonth:
    case BreakdownBy::kQuarter:
    case BreakdownBy::kYear:
      break;
  }
  return static_cast<size_t>(PartsInTime(query.period, query.by->by));
}

// Of a query that is valid otherwise.
void CheckSize(const Catalog& catalog, const PeriodQuery& query, Violations* faults) {
  if (!query.by) return;
  const size_t indicators =
      IndicatorsOf(catalog, query.indicators, query.include_supporting).size();
  const size_t parts = MostParts(catalog, query);
  const size_t figures = parts * indicators * (query.compare ? 2 : 1);
  if (figures <= kMaxPartFigures) return;
  faults->push_back(
      {"by",
       absl::StrCat("makes up to ", parts, " parts with ", indicators, " figures each, ",
                    query.compare ? "compared, " : "", "which are ", figures, "; expected at most ",
                    kMaxPartFigures,
                    ": ask for fewer indicators, for fewer bureaus or for a shorter period")});
}

class PeriodComputer {
 public:
  PeriodComputer(const Catalog& catalog, const Totals& totals, const PeriodQuery& query, GoOn go_on)
      : catalog_(catalog),
        query_(query),
        go_on_(go_on),
        indicators_(IndicatorsOf(catalog, query.indicators, query.include_supporting)),
        scope_(ScopeOf(catalog, query.region, query.bureaus)),
        evaluation_(catalog, totals) {}

  std::optional<PeriodFigures> Compute() {
    const Question whole = {query_.period, scope_};
    PeriodFigures answer;
    answer.figures = FiguresOf(whole);
    if (query_.by) answer.parts = Parts(*query_.by);
    if (!stopped_) answer.breaches = BreachesOf(catalog_, whole, indicators_, &evaluation_);
    if (stopped_) return std::nullopt;
    return answer;
  }

 private:
  std::vector<Figure> FiguresOf(const Question& question) {
    std::vector<Figure> figures;
    for (const Indicator* indicator : indicators_) {
      stopped_ = stopped_ || !go_on_();
      if (stopped_) break;
      const Value value = evaluation_.Evaluate(*indicator, question);
      Figure figure = FigureOf(*indicator, value);
      if (query_.compare) {
        const Value prior = evaluation_.EvaluateEarlier(*indicator, question, *query_.compare);
        figure.compared = ComparedWith(*indicator, value, prior);
      }
      figures.push_back(std::move(figure));
    }
    return figures;
  }

  std::vector<PartFigures> Parts(const Breakdown& by) {
    switch (by.by) {
      case BreakdownBy::kBureau:
        return BureauParts();
      case BreakdownBy::kRegion:
        return RegionParts(static_cast<size_t>(by.region_digits));
      case BreakdownBy::kCategory:
        return CategoryParts();
      case BreakdownBy::kMonth:
      case BreakdownBy::kQuarter:
      case BreakdownBy::kYear:
        break;
    }
    std::vector<PartFigures> parts;
    for (const NamedPeriod& part : SplitPeriod(query_.period, UnitOf(by.by))) {
      parts.push_back({part.key, "", "", FiguresOf({part.period, scope_})});
    }
    return parts;
  }

  // All days up to the period's end. What left the scope before the period may still be in its
  // figures: a cumulative, an opening stock, a comparison.
  Period UpToEnd() const {
    return RangePeriod(absl::CivilDay(catalog_.first_year(), 1, 1), query_.period.last);
  }

  static bool HasNumber(const Figure& figure) {
    return figure.status == FigureStatus::kOk ||
           (figure.compared && figure.compared->status == FigureStatus::kOk);
  }

  // Adds `part` where it counts in the period, or has something of an earlier time.
  static void AddPart(const std::vector<ScopePart>& in_period, PartFigures part,
                      std::vector<PartFigures>* parts) {
    const bool counts =
        std::ranges::any_of(in_period, [&](const ScopePart& each) { return each.key == part.key; });
    if (counts || std::ranges::any_of(part.figures, HasNumber)) parts->push_back(std::move(part));
  }

  std::vector<PartFigures> BureauParts() {
    const std::vector<ScopePart> in_period = PartsByBureau(scope_, query_.period);
    std::vector<PartFigures> parts;
    for (const ScopePart& part : PartsByBureau(scope_, UpToEnd())) {
      const Assignment& assigned = catalog_.FindBureau(part.key)->On(query_.period.last);
      AddPart(
          in_period,
          {part.key, assigned.name_zh, assigned.name_en, FiguresOf({query_.period, part.scope})},
          &parts);
    }
    return parts;
  }

  std::vector<PartFigures> RegionParts(size_t digits) {
    std::map<std::string, const RegionSpec*> named;
    for (const RegionSpec& region : catalog_.spec().regions) named.emplace(region.code, &region);
    std::vector<PartFigures> parts;
    const std::vector<ScopePart> in_period = PartsByRegion(scope_, digits, query_.period);
    for (const ScopePart& part : PartsByRegion(scope_, digits, UpToEnd())) {
      const auto found = named.find(part.key);
      const RegionSpec* region = found == named.end() ? nullptr : found->second;
      AddPart(in_period,
              {part.key, region == nullptr ? "" : region->name_zh,
               region == nullptr ? "" : region->name_en, FiguresOf({query_.period, part.scope})},
              &parts);
    }
    return parts;
  }

  // The categories of all that the figures are computed from: those that are declared, those that
  // were left out and what has none, these two where something was reported.
  std::vector<PartFigures> CategoryParts() {
    std::vector<const Indicator*> behind;
    for (const Indicator* indicator : indicators_) AddAllBehind(*indicator, &behind);
    std::set<std::string> seen;
    std::vector<PartFigures> parts;
    for (const Indicator* indicator : behind) {
      for (const CategorySpec& category : indicator->spec.categories) {
        if (seen.insert(category.code).second) parts.push_back(CategoryPart(category));
      }
    }
    for (const Indicator* indicator : behind) {
      for (const CategorySpec& category : indicator->left_out) {
        if (seen.insert(category.code).second) AddReported(CategoryPart(category), &parts);
      }
    }
    AddReported(CategoryPart({"", "", ""}), &parts);
    return parts;
  }

  PartFigures CategoryPart(const CategorySpec& category) {
    return {category.code, category.name_zh, category.name_en,
            FiguresOf({query_.period, scope_, category.code})};
  }

  static void AddReported(PartFigures part, std::vector<PartFigures>* parts) {
    const auto reported = [](const Figure& figure) {
      return HasNumber(figure) || (figure.status != FigureStatus::kNoData &&
                                   figure.status != FigureStatus::kNotApplicable);
    };
    if (std::ranges::any_of(part.figures, reported)) parts->push_back(std::move(part));
  }

  // Adds `indicator` and everything that it is computed from, each once.
  void AddAllBehind(const Indicator& indicator, std::vector<const Indicator*>* behind) const {
    if (std::ranges::find(*behind, &indicator) != behind->end()) return;
    behind->push_back(&indicator);
    for (const size_t operand : indicator.operands) {
      AddAllBehind(catalog_.indicators()[operand], behind);
    }
  }

  const Catalog& catalog_;
  const PeriodQuery& query_;
  const GoOn go_on_;
  bool stopped_ = false;
  const std::vector<const Indicator*> indicators_;
  const Scope scope_;
  Evaluation evaluation_;
};

}  // namespace

Violations CheckQuery(const Catalog& catalog, const PeriodQuery& query) {
  Violations faults;
  CheckPeriod(catalog, query.period, &faults);
  CheckRegion(query.region, &faults);
  CheckBureaus(catalog, query.bureaus, &faults);
  CheckIndicators(catalog, query.indicators, &faults);
  const auto* before = query.compare ? std::get_if<YearsBefore>(&*query.compare) : nullptr;
  if (before != nullptr && (before->years < 1 || before->years > kMaxYearsBefore)) {
    faults.push_back({"compare.years_before", absl::StrCat(before->years, " is out of range; ",
                                                           "expected 1 to ", kMaxYearsBefore)});
  }
  CheckBreakdown(query, &faults);
  if (faults.empty()) CheckSize(catalog, query, &faults);
  return faults;
}

PeriodQuery OfYear(const YearQuery& query) {
  return {.period = YearPeriod(query.year),
          .region = query.region,
          .bureaus = query.bureaus,
          .indicators = query.indicators,
          .include_supporting = query.include_supporting};
}

std::optional<PeriodFigures> ComputeFigures(const Catalog& catalog, const Totals& totals,
                                            const PeriodQuery& query, GoOn go_on) {
  return PeriodComputer(catalog, totals, query, go_on).Compute();
}

PeriodFigures ComputeFigures(const Catalog& catalog, const Totals& totals,
                             const PeriodQuery& query) {
  return *ComputeFigures(catalog, totals, query, [] { return true; });
}

Violations CheckQuery(const Catalog& catalog, const CompletenessQuery& query) {
  Violations faults;
  CheckPeriod(catalog, query.period, &faults);
  CheckRegion(query.region, &faults);
  CheckIndicators(catalog, query.indicators, &faults);
  for (size_t place = 0; place < query.indicators.size(); ++place) {
    const Indicator* indicator = catalog.FindIndicator(query.indicators[place]);
    if (indicator == nullptr || !indicator->derived()) continue;
    faults.push_back({absl::StrCat("indicators[", place, "]"),
                      absl::StrCat(Quoted(query.indicators[place]), " is derived; expected the ",
                                   "code of a flow or stock")});
  }
  return faults;
}

std::vector<IndicatorCompleteness> ComputeCompleteness(const Catalog& catalog, const Totals& totals,
                                                       const CompletenessQuery& query) {
  const Scope scope = ScopeOf(catalog, query.region, {});
  BureauTables tables(catalog, totals);
  std::vector<IndicatorCompleteness> answer;
  for (const Indicator* indicator : IndicatorsOf(catalog, query.indicators, true)) {
    if (indicator->derived()) continue;
    answer.push_back({indicator, CompletenessOf(*indicator, query.period, scope, &tables)});
  }
  return answer;
}

}  // namespace jurimeter
