// The value of an indicator for one period and scope: exact, before it is printed.
//
// Threads: values.
#ifndef JURIMETER_DOMAIN_FIGURES_VALUE_H_
#define JURIMETER_DOMAIN_FIGURES_VALUE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "domain/values/fraction.h"

namespace jurimeter {

enum class FigureStatus {
  kOk,
  kUndefined,      // a denominator, or what is compared with, is zero or less, or missing
  kNoData,         // nobody in the scope reported
  kOverflow,       // a number does not fit
  kNotApplicable,  // the question does not fit the indicator
};

struct RatioParts {
  int64_t numerator;
  int64_t denominator;

  friend bool operator==(const RatioParts&, const RatioParts&) = default;
};

// The two numbers that are compared. The denominators of counts are 1.
struct GrowthParts {
  int64_t current;
  int64_t prior;
  int64_t current_denominator = 1;
  int64_t prior_denominator = 1;

  friend bool operator==(const GrowthParts&, const GrowthParts&) = default;
};

struct RankParts {
  int64_t rank;
  int64_t of;  // number of siblings that have a rank

  friend bool operator==(const RankParts&, const RankParts&) = default;
};

// The integers as they were counted. std::monostate: there are none.
using Exact = std::variant<std::monostate, int64_t, RatioParts, GrowthParts, RankParts>;

struct Value {
  FigureStatus status;
  Exact exact = {};
  // In the indicator's unit, if status is kOk. An average growth has a number that is printed like
  // the exact one (average_growth.h).
  std::optional<Fraction> number = std::nullopt;
  std::vector<std::string> holders = {};  // codes of those who have the maximum
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_VALUE_H_
