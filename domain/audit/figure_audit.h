// Which whole numbers a published figure can have been computed from.
//
// Decides by arithmetic on bounds, without trying pairs: a figure takes a few hundred steps at
// most, whatever the size of the counts.
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

// Of a growth or multiple: current and prior.
struct WholePair {
  int64_t numerator = 0;
  int64_t denominator = 0;

  friend bool operator==(const WholePair&, const WholePair&) = default;
};

// Pairs that are named.
inline constexpr int kMaxListed = 5;

// What one way of rounding allows. Counts lie between 0 and kMaxCount.
struct Reading {
  bool possible = false;
  // Where false, infinitely many pairs do; `pairs` and `denominators` are 0 then.
  bool finite = true;
  absl::int128 pairs = 0;         // how many pairs of whole numbers give the figure
  absl::int128 denominators = 0;  // how many denominators have a numerator
  // Least and greatest that occur; of what has no greatest, `limited` is false.
  KnownCount numerator;
  KnownCount denominator;
  // The first pairs, by denominator and then by numerator.
  int listed = 0;
  std::array<WholePair, kMaxListed> first;

  friend bool operator==(const Reading&, const Reading&) = default;
};

enum class Verdict {
  kImpossible,  // under no rounding
  kOnlyOne,     // one pair of whole numbers, whatever the rounding
  kSeveral,     // a finite number
  kUnlimited,
};

// By kRoundings: the first of the roundings that allow the same.
using Alike = std::array<size_t, kRoundings.size()>;

struct FigureAudit {
  Verdict verdict = Verdict::kImpossible;
  WholePair only;  // where the verdict is kOnlyOne
  // The figure is a ratio or share of 0% or 100%, which says none or all. `all_or_none` takes it at
  // its word and decides the verdict where it is possible; `readings` do not: 1351 of 1352 rounds
  // to 100%.
  bool saturated = false;
  Reading all_or_none;
  std::array<Reading, kRoundings.size()> readings;  // by kRoundings
  // Alike are readings of which all pairs are listed and the same, or whose ranges are.
  Alike alike{};
};

// What `interval` allows of these counts, denominators from 1 on.
Reading ReadInterval(const RatioInterval& interval, const KnownCount& numerator,
                     const KnownCount& denominator);

FigureAudit AuditFigure(const FigureClaim& claim);

}  // namespace jurimeter::audit

#endif  // JURIMETER_DOMAIN_AUDIT_FIGURE_AUDIT_H_
