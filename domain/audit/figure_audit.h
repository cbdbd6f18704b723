// Which whole numbers a published figure can have been computed from.
//
// The audit decides by arithmetic on bounds and tries no pairs. A figure takes a few hundred steps
// at most, however large its counts.
//
// Example: 99.38% of 1767. Half up, half even and up: only 1756; down: none.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_AUDIT_FIGURE_AUDIT_H_
#define JURIMETER_DOMAIN_AUDIT_FIGURE_AUDIT_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/numeric/int128.h"
#include "domain/audit/claim.h"

namespace jurimeter::audit {

// Two counts; of a growth or multiple, the current and the prior one.
struct WholePair {
  int64_t numerator = 0;
  int64_t denominator = 0;

  friend bool operator==(const WholePair&, const WholePair&) = default;
};

// Most pairs that are listed.
inline constexpr int kMaxListed = 5;

// What one way of rounding allows. Counts lie between 0 and kMaxCount.
struct Reading {
  bool possible = false;
  // If false, infinitely many pairs give the figure; `pairs` and `denominators` are then 0.
  bool finite = true;
  absl::int128 pairs = 0;         // how many pairs of whole numbers give the figure
  absl::int128 denominators = 0;  // how many denominators have a numerator
  // The least and the greatest that occur. If there is no greatest, `limited` is false.
  KnownCount numerator;
  KnownCount denominator;
  // The first pairs, by denominator and then by numerator.
  int listed = 0;
  std::array<WholePair, kMaxListed> first;

  friend bool operator==(const Reading&, const Reading&) = default;
};

enum class Verdict {
  kImpossible,  // under no rounding
  kOnlyOne,     // one pair of whole numbers, the same under each rounding
  kSeveral,     // a finite number
  kUnlimited,
};

// For each of kRoundings, the first rounding that allows the same.
using Alike = std::array<size_t, kRoundings.size()>;

struct FigureAudit {
  Verdict verdict = Verdict::kImpossible;
  WholePair only;  // if the verdict is kOnlyOne
  // Whether the figure is a ratio or share of 0% or 100%. `all_or_none` reads that as exactly none
  // or all, and decides the verdict if it is possible. `readings` take it as rounded: 1351 of 1352
  // rounds to 100%.
  bool saturated = false;
  Reading all_or_none;
  std::array<Reading, kRoundings.size()> readings;  // by kRoundings
  // Readings are alike if both list all their pairs and the pairs are the same, or if their ranges
  // are the same.
  Alike alike{};
};

// The pairs of these counts whose ratio is in `interval`. Requires denominators of at least 1.
Reading ReadInterval(const RatioInterval& interval, const KnownCount& numerator,
                     const KnownCount& denominator);

FigureAudit AuditFigure(const FigureClaim& claim);

}  // namespace jurimeter::audit

#endif  // JURIMETER_DOMAIN_AUDIT_FIGURE_AUDIT_H_
