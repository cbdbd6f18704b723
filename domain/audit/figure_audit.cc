#include "domain/audit/figure_audit.h"

#include <algorithm>
#include <cstddef>

#include "domain/values/int128_math.h"

namespace jurimeter::audit {
namespace {

using absl::int128;

RatioEnd Inverse(const RatioEnd& end) { return {end.under, end.over, end.open}; }

bool IsZero(const RatioEnd& end) { return end.over == 0; }

// The counts that can be part of a pair. If a denominator of these has a numerator at all, it has
// one within `numerators`.
struct Candidates {
  WholeRange numerators;
  WholeRange denominators;
  bool finite = true;

  bool none() const { return numerators.empty() || denominators.empty(); }
};

Candidates Narrow(const RatioInterval& interval, const KnownCount& numerator,
                  const KnownCount& denominator) {
  const auto& [low, high] = interval;
  Candidates all{{numerator.min, numerator.max}, {denominator.min, denominator.max}};
  all.finite = (numerator.limited || (denominator.limited && !high.infinite())) &&
               (denominator.limited || (numerator.limited && !IsZero(low)));
  WholeRange& numerators = all.numerators;
  WholeRange& denominators = all.denominators;
  if (IsZero(low) && low.open) numerators.min = std::max(numerators.min, int128(1));
  if (IsZero(high)) numerators.max = std::min(numerators.max, int128(0));
  if (all.none()) return all;
  if (!high.infinite() && !IsZero(high)) {
    denominators.min = std::max(denominators.min, LeastWithin(Inverse(high), numerators.min));
  }
  if (!IsZero(low)) {
    denominators.max = std::min(denominators.max, GreatestWithin(Inverse(low), numerators.max));
  }
  if (all.none()) return all;
  numerators.min = std::max(numerators.min, LeastWithin(low, denominators.min));
  if (!high.infinite()) {
    numerators.max = std::min(numerators.max, GreatestWithin(high, denominators.max));
  }
  return all;
}

// The numerators of one denominator among the candidates.
WholeRange NumeratorsOf(const RatioInterval& interval, const WholeRange& numerators,
                        int128 denominator) {
  WholeRange range = numerators;
  range.min = std::max(range.min, LeastWithin(interval.low, denominator));
  if (!interval.high.infinite()) {
    range.max = std::min(range.max, GreatestWithin(interval.high, denominator));
  }
  return range;
}

// Lists the first pairs; `denominator` is the first that has a numerator.
void List(const RatioInterval& interval, const Candidates& all, int128 denominator,
          Reading* reading) {
  while (denominator <= all.denominators.max) {
    const WholeRange range = NumeratorsOf(interval, all.numerators, denominator);
    for (int128 numerator = range.min; numerator <= range.max; ++numerator) {
      if (reading->listed == kMaxListed) return;
      reading->first[static_cast<size_t>(reading->listed++)] = {static_cast<int64_t>(numerator),
                                                                static_cast<int64_t>(denominator)};
    }
    if (reading->listed == kMaxListed || denominator == all.denominators.max) return;
    denominator = FirstDenominator(interval, denominator + 1);
  }
}

KnownCount Bounds(int128 min, int128 max, bool limited) {
  return {static_cast<int64_t>(min), limited ? static_cast<int64_t>(max) : kMaxCount, limited};
}

// Finds the least and greatest numerator and denominator that occur. Both ranges hold several.
void FindBounds(const RatioInterval& interval, const Candidates& all, int128 first_denominator,
                const KnownCount& numerator, const KnownCount& denominator, Reading* reading) {
  const RatioInterval inverse = interval.Inverted();
  const bool none_counts = all.numerators.min == 0 && IsZero(interval.low);
  const int128 least =
      none_counts ? int128(0) : FirstDenominator(inverse, std::max(all.numerators.min, int128(1)));
  const bool numerator_limited =
      numerator.limited || (denominator.limited && !interval.high.infinite());
  const bool denominator_limited =
      denominator.limited || (numerator.limited && !IsZero(interval.low));
  reading->numerator =
      Bounds(least, numerator_limited ? LastDenominator(inverse, all.numerators.max) : int128(0),
             numerator_limited);
  reading->denominator =
      Bounds(first_denominator,
             denominator_limited ? LastDenominator(interval, all.denominators.max) : int128(0),
             denominator_limited);
}

}  // namespace

Reading ReadInterval(const RatioInterval& interval, const KnownCount& numerator,
                     const KnownCount& denominator) {
  Reading reading;
  if (interval.empty()) return reading;
  const Candidates all = Narrow(interval, numerator, denominator);
  if (all.none()) return reading;
  // With one of the two known, every candidate of the other is a solution.
  const bool in_a_row = numerator.exact() || denominator.exact();
  const int128 first =
      in_a_row ? all.denominators.min : FirstDenominator(interval, all.denominators.min);
  if (first > all.denominators.max) return reading;
  reading.possible = true;
  reading.finite = all.finite;
  if (in_a_row) {
    reading.numerator =
        Bounds(all.numerators.min, all.numerators.max, numerator.exact() || all.finite);
    reading.denominator =
        Bounds(all.denominators.min, all.denominators.max, denominator.exact() || all.finite);
  } else {
    FindBounds(interval, all, first, numerator, denominator, &reading);
  }
  List(interval, all, first, &reading);
  if (!all.finite) return reading;
  if (in_a_row) {
    reading.pairs = all.numerators.size() * all.denominators.size();
    reading.denominators = all.denominators.size();
  } else {
    reading.pairs = CountPairs(interval, all.numerators, all.denominators);
    reading.denominators = CountDenominators(interval, all.numerators, all.denominators);
  }
  return reading;
}

namespace {

// Whether the figure prints none or all.
bool IsSaturated(const FigureClaim& claim) {
  const bool ratio = claim.kind == ClaimKind::kRatio || claim.kind == ClaimKind::kShare;
  const PrintedNumber& printed = claim.printed;
  if (!ratio || printed.unit != PrintedUnit::kPercent || printed.word) return false;
  return printed.digits == 0 || printed.digits == PowerOfTen(printed.decimals + 2);
}

// Whether all possible readings have one pair, and the same one.
bool HaveOnlyOne(const std::array<Reading, kRoundings.size()>& readings, WholePair* only) {
  const Reading* known = nullptr;
  for (const Reading& reading : readings) {
    if (!reading.possible) continue;
    if (!reading.finite || reading.pairs != 1) return false;
    if (known != nullptr && known->first[0] != reading.first[0]) return false;
    known = &reading;
  }
  if (known == nullptr) return false;
  *only = known->first[0];
  return true;
}

void Decide(FigureAudit* audit) {
  std::array<Reading, kRoundings.size()> strict;
  strict.fill(audit->all_or_none);
  const auto& readings = audit->all_or_none.possible ? strict : audit->readings;
  const auto possible = [](const Reading& reading) { return reading.possible; };
  const auto unlimited = [](const Reading& reading) { return !reading.finite; };
  if (std::none_of(readings.begin(), readings.end(), possible)) {
    audit->verdict = Verdict::kImpossible;
  } else if (std::any_of(readings.begin(), readings.end(), unlimited)) {
    audit->verdict = Verdict::kUnlimited;
  } else if (HaveOnlyOne(readings, &audit->only)) {
    audit->verdict = Verdict::kOnlyOne;
  } else {
    audit->verdict = Verdict::kSeveral;
  }
}

bool ListsAll(const Reading& reading) { return reading.finite && reading.pairs == reading.listed; }

using Intervals = std::array<RatioInterval, kRoundings.size()>;

// Whether the figure says the same under two roundings: the same range of ratios and of counts.
bool SaysTheSame(const FigureClaim& claim, const Intervals& intervals, size_t a, size_t b) {
  return intervals[a] == intervals[b] && claim.numerator[a] == claim.numerator[b] &&
         claim.denominator[a] == claim.denominator[b];
}

}  // namespace

FigureAudit AuditFigure(const FigureClaim& claim) {
  FigureAudit audit;
  Intervals intervals;
  const auto alike = [&](size_t a, size_t b) {
    return SaysTheSame(claim, intervals, a, b) ||
           (ListsAll(audit.readings[a]) && audit.readings[a] == audit.readings[b]);
  };
  for (size_t i = 0; i < kRoundings.size(); ++i) {
    intervals[i] = IntervalOf(claim.printed, claim.kind, kRoundings[i]);
    const bool as_before = i > 0 && SaysTheSame(claim, intervals, i - 1, i);
    audit.readings[i] = as_before
                            ? audit.readings[i - 1]
                            : ReadInterval(intervals[i], claim.numerator[i], claim.denominator[i]);
    while (audit.alike[i] < i && !alike(audit.alike[i], i)) ++audit.alike[i];
  }
  audit.saturated = IsSaturated(claim);
  if (audit.saturated) {
    const RatioEnd end = {claim.printed.digits == 0 ? 0 : 1, 1, false};
    audit.all_or_none = ReadInterval({end, end}, claim.numerator[0], claim.denominator[0]);
  }
  Decide(&audit);
  return audit;
}

}  // namespace jurimeter::audit
