#include "domain/audit/share_group.h"

#include <algorithm>
#include <optional>

#include "domain/values/int128_math.h"
#include "domain/values/require.h"

namespace jurimeter::audit {
namespace {

using absl::int128;

struct PossiblePart {
  RatioInterval share;
  KnownCount count;
};

std::vector<PossiblePart> PartsUnder(const ShareGroupClaim& claim, size_t rounding) {
  std::vector<PossiblePart> parts;
  for (const FigureClaim& part : claim.parts) {
    parts.push_back({IntervalOf(part.printed, ClaimKind::kShare, kRoundings[rounding]),
                     part.numerator[rounding]});
  }
  return parts;
}

WholeRange RangeOf(const PossiblePart& part, int128 whole) {
  return {std::max(int128(part.count.min), LeastWithin(part.share.low, whole)),
          std::min(int128(part.count.max), GreatestWithin(part.share.high, whole))};
}

// Whether whole parts of `whole` can give every share.
bool Fits(const std::vector<PossiblePart>& parts, int128 whole, int64_t* tries) {
  int128 least = 0;
  int128 most = 0;
  for (const PossiblePart& part : parts) {
    --*tries;
    const WholeRange range = RangeOf(part, whole);
    if (range.empty()) return false;
    least += range.min;
    most += range.max;
  }
  return least <= whole && whole <= most;
}

// What each part can be of `whole`, given what the others can.
std::vector<KnownCount> Ranges(const std::vector<PossiblePart>& parts, int128 whole) {
  int128 least = 0;
  int128 most = 0;
  for (const PossiblePart& part : parts) {
    least += RangeOf(part, whole).min;
    most += RangeOf(part, whole).max;
  }
  std::vector<KnownCount> ranges;
  for (const PossiblePart& part : parts) {
    const WholeRange range = RangeOf(part, whole);
    ranges.push_back({static_cast<int64_t>(std::max(range.min, whole - (most - range.max))),
                      static_cast<int64_t>(std::min(range.max, whole - (least - range.min))),
                      true});
  }
  return ranges;
}

// The sum of the shares' ends, to be compared with the whole.
struct EndsSum {
  int128 sum = 0;
  int128 whole = 0;
  bool open = false;
};

EndsSum SumOfEnds(const std::vector<PossiblePart>& parts, RatioEnd RatioInterval::*end) {
  EndsSum total{.sum = 0, .whole = 1, .open = false};
  for (const PossiblePart& part : parts) {
    total.whole = std::max(total.whole, (part.share.*end).under);
  }
  // Each denominator is 2 * 10^n or 1, so that the greatest is a multiple of all.
  for (const PossiblePart& part : parts) {
    const RatioEnd& one = part.share.*end;
    total.sum += one.over * (total.whole / one.under);
    total.open |= one.open;
  }
  return total;
}

// If the least shares, or the greatest, already make up the whole, the shares can be nothing else.
void PinShares(std::vector<PossiblePart>* parts) {
  const EndsSum low = SumOfEnds(*parts, &RatioInterval::low);
  const EndsSum high = SumOfEnds(*parts, &RatioInterval::high);
  for (PossiblePart& part : *parts) {
    if (low.sum == low.whole) part.share.high = part.share.low;
    if (high.sum == high.whole) part.share.low = part.share.high;
  }
}

// Whether any fractions in the shares' ranges add up to 1. If the whole is large enough, they are
// counts.
bool SharesCanAddUp(const std::vector<PossiblePart>& parts) {
  if (std::any_of(parts.begin(), parts.end(),
                  [](const PossiblePart& part) { return part.share.empty(); })) {
    return false;
  }
  const EndsSum low = SumOfEnds(parts, &RatioInterval::low);
  const EndsSum high = SumOfEnds(parts, &RatioInterval::high);
  const bool low_enough = low.sum < low.whole || (low.sum == low.whole && !low.open);
  const bool high_enough = high.sum > high.whole || (high.sum == high.whole && !high.open);
  return low_enough && high_enough;
}

// The wholes that each part's count allows by itself.
WholeRange WholesFor(const std::vector<PossiblePart>& parts, const KnownCount& whole) {
  WholeRange wholes{std::max<int64_t>(whole.min, 1), whole.max};
  int128 counted = 0;
  int128 most = 0;
  for (const PossiblePart& part : parts) {
    const auto& [low, high] = part.share;
    counted += part.count.min;
    most += part.count.max;
    if (high.over > 0) {
      const RatioEnd inverse{high.under, high.over, high.open};
      wholes.min = std::max(wholes.min, LeastWithin(inverse, part.count.min));
    }
    if (low.over > 0) {
      const RatioEnd inverse{low.under, low.over, low.open};
      wholes.max = std::min(wholes.max, GreatestWithin(inverse, part.count.max));
    }
  }
  wholes.min = std::max(wholes.min, counted);
  wholes.max = std::min(wholes.max, most);
  return wholes;
}

// The least whole from `wholes` that fits; nothing if none does or the tries ran out.
std::optional<int128> FindWhole(const std::vector<PossiblePart>& parts, WholeRange wholes,
                                int64_t* tries) {
  for (; !wholes.empty() && *tries > 0; ++wholes.min) {
    // The next whole of which every part can be a count at all.
    for (const PossiblePart& part : parts) {
      --*tries;
      wholes.min = FirstDenominator(part.share, wholes.min);
      if (wholes.empty()) return std::nullopt;
    }
    if (Fits(parts, wholes.min, tries)) return wholes.min;
  }
  return std::nullopt;
}

// A number from which on every whole fits, if no count of a part is known: all parts have a count,
// and enough room to add up. Nothing if the shares leave no room.
std::optional<int128> EnoughFrom(const std::vector<PossiblePart>& parts) {
  const EndsSum low = SumOfEnds(parts, &RatioInterval::low);
  const EndsSum high = SumOfEnds(parts, &RatioInterval::high);
  const int128 room =
      std::min((low.whole - low.sum) * (high.whole / low.whole), high.sum - high.whole);
  if (high.whole < low.whole || room <= 0) return std::nullopt;
  int128 enough = int128(parts.size()) * high.whole / room + 1;
  for (const PossiblePart& part : parts) {
    const auto& [low_end, high_end] = part.share;
    const int128 unit = std::max(low_end.under, high_end.under);
    const int128 width =
        high_end.over * (unit / high_end.under) - low_end.over * (unit / low_end.under);
    if (width <= 0) return std::nullopt;
    enough = std::max(enough, unit / width + 1);
  }
  return enough;
}

GroupReading Read(std::vector<PossiblePart> parts, const KnownCount& whole, int64_t* tries) {
  GroupReading reading;
  if (!SharesCanAddUp(parts)) return reading;
  PinShares(&parts);
  if (whole.exact()) {
    int64_t enough_tries = static_cast<int64_t>(parts.size());
    if (!Fits(parts, whole.min, &enough_tries)) return reading;
    reading.outcome = GroupOutcome::kPossible;
    reading.least_whole = whole.min;
    reading.parts = Ranges(parts, whole.min);
    return reading;
  }
  const WholeRange wholes = WholesFor(parts, whole);
  if (wholes.empty()) return reading;
  const std::optional<int128> found = FindWhole(parts, wholes, tries);
  if (found) {
    reading.outcome = GroupOutcome::kPossible;
    reading.least_whole = static_cast<int64_t>(*found);
    return reading;
  }
  if (*tries > 0) return reading;
  const bool counts_unknown = std::all_of(parts.begin(), parts.end(), [](const PossiblePart& part) {
    return part.count == KnownCount{};
  });
  const std::optional<int128> enough = EnoughFrom(parts);
  const bool surely = counts_unknown && (!whole.limited || (enough && *enough <= wholes.max));
  reading.outcome = surely ? GroupOutcome::kPossible : GroupOutcome::kUndecided;
  return reading;
}

// Whether the other parts are possible if part `place` was printed as what they leave.
bool PossibleWithout(const ShareGroupClaim& claim, size_t place) {
  for (size_t i = 0; i < kRoundings.size(); ++i) {
    std::vector<PossiblePart> parts = PartsUnder(claim, i);
    parts[place].share = {{0, 1, false}, {1, 1, false}};
    if (!SharesCanAddUp(parts)) continue;
    int64_t tries = static_cast<int64_t>(parts.size());
    if (!claim.whole[i].exact() || Fits(parts, claim.whole[i].min, &tries)) return true;
  }
  return false;
}

void SumPrinted(const ShareGroupClaim& claim, GroupAudit* audit) {
  for (const FigureClaim& part : claim.parts) {
    audit->decimals = std::max(audit->decimals, part.printed.decimals);
  }
  for (const FigureClaim& part : claim.parts) {
    const PrintedNumber& share = part.printed;
    audit->printed_sum += share.digits * PowerOfTen(audit->decimals - share.decimals);
  }
  audit->adds_up = audit->printed_sum == PowerOfTen(audit->decimals + 2);
}

}  // namespace

bool IsFitPart(const FigureClaim& claim) {
  return claim.kind == ClaimKind::kShare && claim.printed.unit == PrintedUnit::kPercent &&
         !claim.printed.word;
}

GroupAudit AuditShareGroup(const ShareGroupClaim& claim, int64_t* tries) {
  JURIMETER_REQUIRE(!claim.parts.empty() && claim.parts.size() <= kMaxGroupShares);
  JURIMETER_REQUIRE(std::ranges::all_of(claim.parts, IsFitPart));
  GroupAudit audit;
  SumPrinted(claim, &audit);
  bool possible = false;
  for (size_t i = 0; i < kRoundings.size(); ++i) {
    audit.readings[i] = Read(PartsUnder(claim, i), claim.whole[i], tries);
    while (!(audit.readings[audit.alike[i]] == audit.readings[i])) ++audit.alike[i];
    possible |= audit.readings[i].outcome != GroupOutcome::kImpossible;
  }
  if (audit.adds_up && !possible) {
    for (size_t i = 0; i < claim.parts.size(); ++i) {
      if (PossibleWithout(claim, i)) audit.forced.push_back(i);
    }
  }
  return audit;
}

}  // namespace jurimeter::audit
