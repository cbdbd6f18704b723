// Published shares of one whole that must add up.
//
// Example: 33.3%, 33.3% and 33.3% print 99.9% together. Half up that is only rounding: 3 of equal
// parts do it.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_AUDIT_SHARE_GROUP_H_
#define JURIMETER_DOMAIN_AUDIT_SHARE_GROUP_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/numeric/int128.h"
#include "domain/audit/claim.h"
#include "domain/audit/figure_audit.h"

namespace jurimeter::audit {

// The parts, each with its printed share and what is known of its count as numerator; their
// `denominator` is not read.
struct ShareGroupClaim {
  std::vector<FigureClaim> parts;
  KnownCounts whole;  // from 1 on
};

enum class GroupOutcome {
  kPossible,
  kImpossible,
  kUndecided,  // the tries ran out
};

// What one way of rounding allows.
struct GroupReading {
  GroupOutcome outcome = GroupOutcome::kImpossible;
  // Least whole of which whole parts give every share; 0 where it was not found.
  int64_t least_whole = 0;
  // Of an exactly known whole: what each part can be, given the others; a part of one possible
  // count is forced. Empty otherwise.
  std::vector<KnownCount> parts;

  friend bool operator==(const GroupReading&, const GroupReading&) = default;
};

struct GroupAudit {
  // The printed shares' sum: printed_sum / 10^decimals, in percent.
  absl::int128 printed_sum = 0;
  int decimals = 0;
  bool adds_up = false;  // to exactly 100%
  std::array<GroupReading, kRoundings.size()> readings;
  Alike alike{};  // of readings that are the same
  // Where the shares add up to 100% and no rounding allows them: the parts of which one may have
  // been printed as 100% less the others, its last digit forced, so that the others are possible.
  std::vector<size_t> forced;
};

// Shares that a group may have.
inline constexpr size_t kMaxParts = 200;

// A share of a group prints a percentage without a bound.
bool IsFitPart(const FigureClaim& claim);

// Requires 1 to kMaxParts parts, all of them fit.
//
// Of an exactly known or an unknown whole the answer takes a few steps. Of a bounded whole, or with
// counts of parts known, wholes are tried one by one; `tries` is how many tests of a part that may
// take, and is reduced by those it took.
GroupAudit AuditShareGroup(const ShareGroupClaim& claim, int64_t* tries);

}  // namespace jurimeter::audit

#endif  // JURIMETER_DOMAIN_AUDIT_SHARE_GROUP_H_
