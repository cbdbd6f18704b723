// A published figure with what is known of the counts behind it.
//
// Example:
//   ClaimText text{.kind = ClaimKind::kRatio, .printed = "99.38%", .denominator = "1767"};
//   FigureClaim claim;
//   const Violations faults = ReadClaim(text, &claim);
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_AUDIT_CLAIM_H_
#define JURIMETER_DOMAIN_AUDIT_CLAIM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "domain/audit/printed_number.h"
#include "domain/audit/ratio_interval.h"
#include "domain/audit/whole_pairs.h"
#include "domain/values/rounding.h"
#include "domain/values/violation.h"

namespace jurimeter::audit {

inline constexpr std::array<Rounding, 4> kRoundings = {Rounding::kHalfUp, Rounding::kHalfEven,
                                                       Rounding::kDown, Rounding::kUp};

enum class ClaimKind {
  kUnspecified,
  kRatio,     // numerator / denominator
  kShare,     // the same, where the numerator is a part of the denominator
  kGrowth,    // (current - prior) / prior
  kMultiple,  // current / prior
};

// What is known of a count.
struct KnownCount {
  int64_t min = 0;
  int64_t max = kMaxCount;
  bool limited = false;  // max is known, and not merely the largest count there is

  bool exact() const { return min == max; }

  friend bool operator==(const KnownCount&, const KnownCount&) = default;
};

// By kRoundings: a count printed as 36.39万 was rounded like the figure.
using KnownCounts = std::array<KnownCount, kRoundings.size()>;

struct FigureClaim {
  ClaimKind kind = ClaimKind::kUnspecified;
  PrintedNumber printed;
  KnownCounts numerator;    // of a growth or multiple: current
  KnownCounts denominator;  // of a growth or multiple: prior; from 1 on
};

// As texts; empty where nothing is known.
struct ClaimText {
  ClaimKind kind = ClaimKind::kUnspecified;
  std::string_view printed = {};
  std::string_view numerator = {};  // only of a ratio or share
  std::string_view denominator = {};
  std::string_view current = {};  // only of a growth or multiple
  std::string_view prior = {};
};

// Reads what is known of a count: "" nothing, "1767" exactly that, "500余" or "36.39万" what a
// printed number says, "1..126" a range with both ends, of which either may be left out.
// INVALID_ARGUMENT as of ParsePrintedNumber.
absl::StatusOr<KnownCounts> ParseKnownCounts(std::string_view text);

// Reads `text` into `claim` and returns every fault, by the fields of ClaimText.
Violations ReadClaim(const ClaimText& text, FigureClaim* claim);

// The range of numerator / denominator, or current / prior, that `printed` says under `rounding`.
RatioInterval IntervalOf(const PrintedNumber& printed, ClaimKind kind, Rounding rounding);

}  // namespace jurimeter::audit

#endif  // JURIMETER_DOMAIN_AUDIT_CLAIM_H_
