#include "domain/audit/whole_pairs.h"

#include <algorithm>
#include <utility>

#include "domain/values/require.h"

namespace jurimeter::audit {
namespace {

using absl::int128;

// `interval` less the whole part of its low end. Requires that it holds no whole number, so that
// what is left lies between 0 and 1.
RatioInterval FractionalPart(RatioInterval interval) {
  const int128 whole = interval.low.over / interval.low.under;
  interval.low.over -= whole * interval.low.under;
  interval.high.over -= whole * interval.high.under;
  return interval;
}

// How many numerators from 0 on lie below `end` times a denominator b: (end.over * b + offset) /
// end.under, rounded down. The end itself counts if `inclusive`.
struct CountBelow {
  int128 step;
  int128 offset;
  int128 divisor;

  CountBelow(const RatioEnd& end, bool inclusive)
      : step(end.over), offset(inclusive ? end.under : end.under - 1), divisor(end.under) {}

  // Last denominator with a count of at most `count`; 0 if there is none.
  int128 LastUpTo(int128 count) const {
    if (step == 0) return offset / divisor <= count ? int128(kMaxCount) : int128(0);
    return (divisor * (count + 1) - offset - 1) / step;
  }

  int128 SumOver(const WholeRange& denominators) const {
    return SumOfQuotients(denominators.size(), divisor, step, step * denominators.min + offset);
  }
};

// `last` if it lies within `range`; otherwise the range's end, or the number before its beginning.
int128 LastIn(const WholeRange& range, int128 last) {
  return std::max(std::min(range.max, last), range.min - 1);
}

// Sum over the denominators of the numerators up to `most` that are not above the interval.
int128 SumNotAbove(const RatioInterval& interval, int128 most, const WholeRange& denominators) {
  const int128 ceiling = most + 1;
  if (interval.high.infinite()) return ceiling * denominators.size();
  const CountBelow below(interval.high, !interval.high.open);
  const int128 last = LastIn(denominators, below.LastUpTo(ceiling));
  return below.SumOver({denominators.min, last}) + ceiling * (denominators.max - last);
}

// Sum over the denominators of the numerators that are below the interval, or below `least`.
int128 SumBelow(const RatioInterval& interval, int128 least, const WholeRange& denominators) {
  const CountBelow below(interval.low, interval.low.open);
  const int128 last = LastIn(denominators, below.LastUpTo(least));
  return least * (last - denominators.min + 1) + below.SumOver({last + 1, denominators.max});
}

// SumOfQuotients for a step and start below the divisor. It counts the lattice points under a line,
// and at each turn goes on from the other side of the line.
template <typename Number>
int128 SumOfProperQuotients(Number terms, Number divisor, Number step, Number start) {
  int128 sum = 0;
  while (true) {
    const Number highest = step * terms + start;
    if (highest < divisor) return sum;
    terms = highest / divisor;
    start = highest % divisor;
    std::swap(step, divisor);
    const Number quotient = step / divisor;
    sum += int128(terms) * (int128(terms) - 1) / 2 * int128(quotient);
    sum += int128(terms) * int128(start / divisor);
    step -= quotient * divisor;
    start %= divisor;
  }
}

}  // namespace

// If `from` holds no numerator, a further denominator b belongs to a numerator n above high * from,
// and b grows with n. So the least such n is wanted for which n times the inverse interval holds a
// b. That is the same question about smaller numbers.
int128 FirstDenominator(const RatioInterval& interval, int128 from) {
  if (HoldsWhole(interval, from)) return from;
  const RatioInterval rest = FractionalPart(interval);
  const RatioInterval inverse = rest.Inverted();
  const int128 numerator = FirstDenominator(inverse, GreatestWithin(rest.high, from) + 1);
  return LeastWithin(inverse.low, numerator);
}

int128 LastDenominator(const RatioInterval& interval, int128 to) {
  if (to < 1) return 0;
  if (HoldsWhole(interval, to)) return to;
  const RatioInterval rest = FractionalPart(interval);
  const RatioInterval inverse = rest.Inverted();
  const int128 numerator = LastDenominator(inverse, LeastWithin(rest.low, to) - 1);
  return numerator == 0 ? int128(0) : GreatestWithin(inverse.high, numerator);
}

int128 SumOfQuotients(int128 terms, int128 divisor, int128 step, int128 start) {
  JURIMETER_REQUIRE(terms >= 0 && divisor > 0 && step >= 0 && start >= 0);
  const int128 sum = terms * (terms - 1) / 2 * (step / divisor) + terms * (start / divisor);
  step %= divisor;
  start %= divisor;
  // Short division is several times faster, and nearly always enough.
  if (divisor * (terms + 1) < int128(1) << 63) {
    return sum + SumOfProperQuotients<uint64_t>(
                     static_cast<uint64_t>(terms), static_cast<uint64_t>(divisor),
                     static_cast<uint64_t>(step), static_cast<uint64_t>(start));
  }
  return sum + SumOfProperQuotients<int128>(terms, divisor, step, start);
}

int128 CountPairs(const RatioInterval& interval, const WholeRange& numerators,
                  const WholeRange& denominators) {
  return SumNotAbove(interval, numerators.max, denominators) -
         SumBelow(interval, numerators.min, denominators);
}

// A denominator times an interval that is narrower than 1 holds at most one numerator, and wider
// than 1 at least one; at exactly 1 only an interval open at both ends can miss.
int128 CountDenominators(const RatioInterval& interval, const WholeRange& numerators,
                         const WholeRange& denominators) {
  const RatioEnd& low = interval.low;
  const RatioEnd& high = interval.high;
  if (high.infinite()) return denominators.size();
  const int128 unit = std::max(low.under, high.under);
  const int128 width = high.over * (unit / high.under) - low.over * (unit / low.under);
  if (width == 0) return CountPairs(interval, numerators, denominators);
  const int128 narrow_to = std::min(denominators.max, (unit - 1) / width);
  const WholeRange narrow = {denominators.min, std::max(narrow_to, denominators.min - 1)};
  const WholeRange wide = {narrow.max + 1, denominators.max};
  int128 count = wide.size();
  if (!narrow.empty()) count += CountPairs(interval, numerators, narrow);
  const int128 exact = unit / width;
  const bool missed = exact * width == unit && wide.min <= exact && exact <= wide.max &&
                      !HoldsWhole(interval, exact);
  return missed ? count - 1 : count;
}

}  // namespace jurimeter::audit
