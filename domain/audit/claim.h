// A published figure with what is known of the counts behind it.
//
// Example:
//   ClaimText text{.kind = ClaimKind::kRatio, .printed = "99.38%", .denominator = "1767"};
//   Checked<FigureClaim> claim = ReadClaim(text);
//   if (claim.ok()) AuditFigure(*claim);
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_AUDIT_CLAIM_H_
#define JURIMETER_DOMAIN_AUDIT_CLAIM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "domain/audit/printed_number.h"
#include "domain/audit/ratio_interval.h"
#include "domain/audit/whole_pairs.h"
#include "domain/values/checked.h"
#include "domain/values/rounding.h"

namespace jurimeter::audit {

inline constexpr std::array<Rounding, 4> kRoundings = {Rounding::kHalfUp, Rounding::kHalfEven,
                                                       Rounding::kDown, Rounding::kUp};

enum class ClaimKind {
  kUnspecified,
  kRatio,     // numerator / denominator
  kShare,     // the same; the numerator is a part of the denominator
  kGrowth,    // (current - prior) / prior
  kMultiple,  // current / prior
};

// What is known of a count.
struct KnownCount {
  int64_t min = 0;
  int64_t max = kMaxCount;
  bool limited = false;  // whether max is known, rather than just the largest count there is

  bool exact() const { return min == max; }

  friend bool operator==(const KnownCount&, const KnownCount&) = default;
};

// In the order of kRoundings, since a count printed as 36.39万 was rounded like the figure.
using KnownCounts = std::array<KnownCount, kRoundings.size()>;

struct FigureClaim {
  ClaimKind kind = ClaimKind::kUnspecified;
  PrintedNumber printed;
  KnownCounts numerator;    // the current count, if it is a growth or multiple
  KnownCounts denominator;  // the prior count, if it is a growth or multiple; at least 1
};

// A claim as texts; empty if nothing is known.
struct ClaimText {
  ClaimKind kind = ClaimKind::kUnspecified;
  std::string_view printed = {};
  std::string_view numerator = {};  // of a ratio or share only
  std::string_view denominator = {};
  std::string_view current = {};  // of a growth or multiple only
  std::string_view prior = {};
};

// Reads what is known of a count. "" is nothing, "1767" exactly that number, "500余" or "36.39万"
// what a printed number says. "1..126" is a range with both ends; either end may be left out. A
// fault is as of ParsePrintedNumber.
Checked<KnownCounts, std::string> ParseKnownCounts(std::string_view text);

// The claim that `text` makes, or every fault of it, by the fields of ClaimText.
Checked<FigureClaim> ReadClaim(const ClaimText& text);

// The range of numerator / denominator, or current / prior, that `printed` says under `rounding`.
RatioInterval IntervalOf(const PrintedNumber& printed, ClaimKind kind, Rounding rounding);

}  // namespace jurimeter::audit

#endif  // JURIMETER_DOMAIN_AUDIT_CLAIM_H_
