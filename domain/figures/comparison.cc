#include "domain/figures/comparison.h"

#include <numeric>
#include <optional>

#include "absl/numeric/int128.h"
#include "domain/figures/average_growth.h"

namespace jurimeter {
namespace {

using absl::int128;

// The integers of a count or ratio; 0 where nothing was reported.
RatioParts PartsOf(const Value& value) {
  if (const auto* count = std::get_if<int64_t>(&value.exact)) return {*count, 1};
  if (const auto* ratio = std::get_if<RatioParts>(&value.exact)) return *ratio;
  return {0, 1};
}

GrowthParts PartsOf(const Value& current, const Value& prior) {
  const RatioParts now = PartsOf(current);
  const RatioParts before = PartsOf(prior);
  return {now.numerator, before.numerator, now.denominator, before.denominator};
}

// The status of a comparison that has no number whatever the numbers are; kOk where it may.
FigureStatus StatusOf(const Value& current, const Value& prior) {
  if (current.status != FigureStatus::kOk) return current.status;
  if (prior.status == FigureStatus::kNoData) return FigureStatus::kUndefined;
  return prior.status;
}

// Without a number, and with the integers where they say why.
Value Without(FigureStatus status, const GrowthParts& parts) {
  if (status != FigureStatus::kUndefined) return {status};
  return {status, parts};
}

int128 Magnitude(int128 number) { return number < 0 ? -number : number; }

int128 CommonDivisor(int128 a, int128 b) {
  while (b != 0) {
    const int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

std::optional<int128> Product(int128 a, int128 b) {
  if (a != 0 && Magnitude(b) > absl::Int128Max() / Magnitude(a)) return std::nullopt;
  return a * b;
}

// numerator / denominator * factor / divisor, in lowest terms; nothing where that does not fit.
std::optional<Fraction> Scaled(int128 numerator, int128 denominator, int128 factor,
                               int128 divisor) {
  if (numerator == absl::Int128Min()) return std::nullopt;
  const int128 common = CommonDivisor(Magnitude(numerator), denominator);
  const std::optional<int128> above = Product(numerator / common, factor);
  const std::optional<int128> below = Product(denominator / common, divisor);
  if (!above || !below) return std::nullopt;
  return Fraction(*above, *below);
}

int128 PowerOfTen(int exponent) {
  int128 power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

std::optional<Fraction> InUnit(int128 numerator, int128 denominator, const Unit& unit) {
  return Scaled(numerator, denominator, unit.per * PowerOfTen(unit.denominator_decimals),
                PowerOfTen(unit.quantity_decimals));
}

// With the products of a comparison crosswise: each is below 2^126, and so is a difference but for
// the least one, which still fits.
template <typename Number>
Value Compared(const Value& current, const Value& prior, bool prior_divides, Number number) {
  const GrowthParts parts = PartsOf(current, prior);
  const FigureStatus status = StatusOf(current, prior);
  if (status != FigureStatus::kOk) return Without(status, parts);
  if (prior_divides && parts.prior <= 0) return Without(FigureStatus::kUndefined, parts);
  const int128 now = int128(parts.current) * parts.prior_denominator;
  const int128 before = int128(parts.prior) * parts.current_denominator;
  const std::optional<Fraction> fraction = number(now, before, parts);
  if (!fraction) return {FigureStatus::kOverflow};
  return {FigureStatus::kOk, parts, fraction};
}

}  // namespace

std::optional<Fraction> NumberOf(int64_t numerator, int64_t denominator, const Unit& unit) {
  if (unit.per == 1 && unit.quantity_decimals == 0 && unit.denominator_decimals == 0) {
    return Fraction(numerator, denominator);
  }
  return InUnit(numerator, denominator, unit);
}

Value GrowthOf(const Value& current, const Value& prior) {
  return Compared(current, prior, /*prior_divides=*/true,
                  [](int128 now, int128 before, const GrowthParts&) {
                    return std::optional(Fraction(now - before, before));
                  });
}

Value MultipleOf(const Value& current, const Value& prior) {
  return Compared(current, prior, /*prior_divides=*/true,
                  [](int128 now, int128 before, const GrowthParts&) {
                    return std::optional(Fraction(now, before));
                  });
}

Value ChangeOf(const Value& current, const Value& prior, const Unit& unit) {
  return Compared(current, prior, /*prior_divides=*/false,
                  [&unit](int128 now, int128 before, const GrowthParts& parts) {
                    const int128 denominator =
                        int128(parts.current_denominator) * parts.prior_denominator;
                    return InUnit(now - before, denominator, unit);
                  });
}

Value AverageGrowthOf(const Value& current, const Value& prior, int years) {
  const GrowthParts parts = PartsOf(current, prior);
  const FigureStatus status = StatusOf(current, prior);
  if (status != FigureStatus::kOk) return Without(status, parts);
  if (parts.prior <= 0 || parts.current < 0) return Without(FigureStatus::kUndefined, parts);
  const absl::StatusOr<Fraction> growth = AverageGrowthOf(parts.current, parts.prior, years);
  if (!growth.ok()) return {FigureStatus::kOverflow};
  return {FigureStatus::kOk, parts, *growth};
}

}  // namespace jurimeter
