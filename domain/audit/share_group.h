// Published shares of one whole that must add up.
//
// Example: 33.3%, 33.3% and 33.3% add up to 99.9%. Half up, that is only rounding: each is one of
// three equal parts.
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
  // Least whole of which whole parts give every share; 0 if it was not found.
  int64_t least_whole = 0;
  // What each part can be, given the others, if the whole is exactly known; otherwise empty. A part
  // with just one possible count is forced.
  std::vector<KnownCount> parts;

  friend bool operator==(const GroupReading&, const GroupReading&) = default;
};

struct GroupAudit {
  // The printed shares' sum: printed_sum / 10^decimals, in percent.
  absl::int128 printed_sum = 0;
  int decimals = 0;
  bool adds_up = false;  // to exactly 100%
  std::array<GroupReading, kRoundings.size()> readings;
  Alike alike{};  // readings are alike if they are the same
  // If the shares add up to 100% and no rounding allows them, one of these parts may have been
  // printed as 100% less the others. The others are then possible.
  std::vector<size_t> forced;
};

// Most shares of a group.
inline constexpr size_t kMaxGroupShares = 200;

// A share of a group prints a percentage without a bound.
bool IsFitPart(const FigureClaim& claim);

// Requires 1 to kMaxGroupShares parts, all of them fit.
//
// If the whole is exactly known or unknown, the answer takes a few steps. If the whole is bounded,
// or counts of parts are known, wholes are tried one by one. `tries` limits the tests of a part,
// and is reduced by those that were made.
GroupAudit AuditShareGroup(const ShareGroupClaim& claim, int64_t* tries);

}  // namespace jurimeter::audit

#endif  // JURIMETER_DOMAIN_AUDIT_SHARE_GROUP_H_
