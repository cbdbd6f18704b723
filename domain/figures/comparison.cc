#include "domain/figures/comparison.h"

#include <optional>

#include "absl/numeric/int128.h"
#include "domain/figures/average_growth.h"
#include "domain/values/int128_math.h"

namespace jurimeter {
namespace {

using absl::int128;

// The integers of a count or ratio; 0 if nothing was reported.
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

// Why no numbers could be compared; kOk if they can be.
FigureStatus StatusOf(const Value& current, const Value& prior) {
  if (current.status != FigureStatus::kOk) return current.status;
  if (prior.status == FigureStatus::kNoData) return FigureStatus::kUndefined;
  return prior.status;
}

// A value without a number. An undefined one has the integers, which say why.
Value Without(FigureStatus status, const GrowthParts& parts) {
  if (status != FigureStatus::kUndefined) return {status};
  return {status, parts};
}

// numerator / denominator * factor / divisor, in lowest terms; nothing if that does not fit.
std::optional<Fraction> ScaledFraction(int128 numerator, int128 denominator, int128 factor,
                                       int128 divisor) {
  const auto common = static_cast<int128>(
      CommonDivisor(Magnitude(numerator), static_cast<absl::uint128>(denominator)));
  const std::optional<int128> above = Product(numerator / common, factor);
  const std::optional<int128> below = Product(denominator / common, divisor);
  if (!above || !below) return std::nullopt;
  return Fraction(*above, *below);
}

std::optional<Fraction> InUnit(int128 numerator, int128 denominator, const Unit& unit) {
  return ScaledFraction(numerator, denominator, unit.per * PowerOfTen(unit.denominator_decimals),
                        PowerOfTen(unit.quantity_decimals));
}

// Calls `number` with the crosswise products of the two ratios. The magnitude of each is at most
// 2^126, so that their difference fits into an int128.
template <typename Number>
Value CompareBy(const Value& current, const Value& prior, bool prior_divides, Number number) {
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
  return CompareBy(current, prior, /*prior_divides=*/true,
                   [](int128 now, int128 before, const GrowthParts&) {
                     return std::optional(Fraction(now - before, before));
                   });
}

Value MultipleOf(const Value& current, const Value& prior) {
  return CompareBy(current, prior, /*prior_divides=*/true,
                   [](int128 now, int128 before, const GrowthParts&) {
                     return std::optional(Fraction(now, before));
                   });
}

Value ChangeOf(const Value& current, const Value& prior, const Unit& unit) {
  return CompareBy(current, prior, /*prior_divides=*/false,
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
  const std::optional<Fraction> growth = AverageGrowthRate(parts.current, parts.prior, years);
  if (!growth) return {FigureStatus::kOverflow};
  return {FigureStatus::kOk, parts, growth};
}

}  // namespace jurimeter
