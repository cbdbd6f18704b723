// A flow's totals on the days of one month. Small totals take three or four bytes a day.
//
// Example:
//   PackedDays days(first_day_of_month);
//   days.Add({first_day_of_month + 4, {.total = 12, .events = 3}});
//   days.ForEach([](const DayFlow& day) { ... });
//
// A service keeps these for each bureau, indicator and month for as long as it runs. So they
// reserve no more capacity than malloc gives in any case.
//
// Threads: values.
#ifndef JURIMETER_DOMAIN_TOTALS_PACKED_DAYS_H_
#define JURIMETER_DOMAIN_TOTALS_PACKED_DAYS_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "absl/numeric/int128.h"
#include "domain/totals/flow_total.h"

namespace jurimeter {

class PackedDays {
 public:
  // Most days, from `first_day` on.
  static constexpr int kMaxDays = 32;

  explicit PackedDays(int32_t first_day) : first_day_(first_day) {}
  PackedDays(const PackedDays& other);
  PackedDays& operator=(const PackedDays&) = delete;

  // Adds to the flow of the day, which is gone if it has no event then. Requires a day among the
  // kMaxDays, a sum of totals that fits into 128 bits, and a sum of events that fits into 64.
  void Add(const DayFlow& added);

  bool empty() const { return present_ == 0; }

  // The last day that has a flow. Requires one.
  int32_t last_day() const { return first_day_ + std::bit_width(present_) - 1; }

  // Calls `visit` with the DayFlow of each day that has one, ascending.
  template <typename Visit>
  void ForEach(Visit visit) const {
    const uint8_t* place = bytes_.get();
    for (uint32_t left = present_; left != 0; left &= left - 1) {
      DayFlow day = {first_day_ + std::countr_zero(left), {}};
      place = ReadFlow(place, &day.flow);
      visit(day);
    }
  }

 private:
  // A varint: 7 bits a byte, the lowest first; all but the last byte have the highest bit.
  template <typename Unsigned>
  static const uint8_t* ReadVarint(const uint8_t* place, Unsigned* value) {
    *value = *place & 0x7f;
    for (int shift = 7; (*place++ & 0x80) != 0; shift += 7) {
      *value |= static_cast<Unsigned>(*place & 0x7f) << shift;
    }
    return place;
  }

  // The total is zigzag (0, -1, 1, -2 ...), so that totals near 0 are short.
  static const uint8_t* ReadFlow(const uint8_t* place, FlowTotal* flow) {
    absl::uint128 total;
    uint64_t events;
    place = ReadVarint(ReadVarint(place, &total), &events);
    flow->total = static_cast<absl::int128>((total >> 1) ^ -(total & 1));
    flow->events = static_cast<int64_t>(events);
    return place;
  }

  // Puts `count` bytes into the place of `removed` ones at `offset`.
  void Splice(size_t offset, size_t removed, const uint8_t* bytes, size_t count);

  // Two varints for each day in `present_`, ascending: the total and the number of events.
  std::unique_ptr<uint8_t[]> bytes_;
  int32_t first_day_;
  uint32_t present_ = 0;  // bit i: the day first_day_ + i
  uint16_t size_ = 0;     // of bytes_
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_TOTALS_PACKED_DAYS_H_
