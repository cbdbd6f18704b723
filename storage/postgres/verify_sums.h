// Sums by which two sets of totals of flows are compared without keeping either: each cell and day
// has a random weight, by which what it counts is multiplied.
//
// Example:
//   const CellDayWeights weights = CellDayWeights::Draw();
//   FlowSums log(&weights), totals(&weights);
//   log.Add(day, /*quantity=*/3, /*events=*/1);
//   totals.Add(day, /*quantity=*/3, /*events=*/1);
//   if (log == totals) ...
//
// Equal sets have equal sums. Of unequal ones the difference of some cell and day is d, at most
// 10^12 for each event. It vanishes in the sums, which are modulo 2^128, only if the weight of that
// day, times d, happens to be what the other days leave. If d divides by 2^t and no more, that has
// the probability 2^(t-128): below 10^-19 while d is below 2^64.
//
// Threads: weights never change; sums belong to one thread.
#ifndef JURIMETER_STORAGE_POSTGRES_VERIFY_SUMS_H_
#define JURIMETER_STORAGE_POSTGRES_VERIFY_SUMS_H_

#include <cstdint>

#include "absl/numeric/int128.h"
#include "storage/postgres/cell_day.h"

namespace jurimeter::storage {

// Weights that nobody can foresee who writes the totals.
class CellDayWeights {
 public:
  // Weights of their own for each call.
  static CellDayWeights Draw();

  explicit CellDayWeights(absl::uint128 key) : key_(key) {}

  // SipHash-2-4 of 128 bits (Aumasson, Bernstein 2012) over bureau, indicator, category and day,
  // each as four bytes, the lowest first.
  absl::uint128 Of(const CellDay& day) const;

 private:
  absl::uint128 key_;
};

class FlowSums {
 public:
  // `weights` must outlive this.
  explicit FlowSums(const CellDayWeights* weights) : weights_(weights) {}

  // `quantity` and `events` are negative for what no longer counts.
  void Add(const CellDay& day, int64_t quantity, int64_t events) {
    const absl::uint128 weight = weights_->Of(day);
    quantity_ += weight * static_cast<absl::uint128>(quantity);
    events_ += weight * static_cast<absl::uint128>(events);
  }

  // Requires that both have the same weights.
  friend bool operator==(const FlowSums& left, const FlowSums& right) {
    return left.quantity_ == right.quantity_ && left.events_ == right.events_;
  }

 private:
  const CellDayWeights* weights_;
  absl::uint128 quantity_ = 0;
  absl::uint128 events_ = 0;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_VERIFY_SUMS_H_
