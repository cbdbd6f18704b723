#include "domain/totals/packed_days.h"

#include <algorithm>
#include <cstring>

namespace jurimeter {
namespace {

// Varints of 128 bits and of 64 bits.
constexpr size_t kMaxFlowBytes = 19 + 10;
static_assert(PackedDays::kMaxDays * kMaxFlowBytes <= UINT16_MAX);

// The bytes that malloc really gives for `size`, so that they cost nothing to ask for. The steps
// are small: 32 days grow into a new block at most 58 times.
size_t Capacity(size_t size) {
  constexpr size_t kHeader = 8, kStep = 16;
  return (size + kHeader + kStep - 1) / kStep * kStep - kHeader;
}

template <typename Unsigned>
uint8_t* WriteVarint(Unsigned value, uint8_t* place) {
  for (; value >= 0x80; value >>= 7) *place++ = static_cast<uint8_t>(value) | 0x80;
  *place++ = static_cast<uint8_t>(value);
  return place;
}

// Returns the number of bytes written.
size_t WriteFlow(const FlowTotal& flow, uint8_t* bytes) {
  const auto total = static_cast<absl::uint128>(flow.total);
  const absl::uint128 zigzag = (total << 1) ^ -(total >> 127);
  uint8_t* place = WriteVarint(zigzag, bytes);
  return WriteVarint(static_cast<uint64_t>(flow.events), place) - bytes;
}

// The place behind `count` varints.
const uint8_t* SkipVarints(const uint8_t* place, int count) {
  while (count > 0) {
    if ((*place++ & 0x80) == 0) --count;
  }
  return place;
}

}  // namespace

PackedDays::PackedDays(const PackedDays& other)
    : first_day_(other.first_day_), present_(other.present_), size_(other.size_) {
  if (size_ == 0) return;
  bytes_ = std::make_unique_for_overwrite<uint8_t[]>(Capacity(size_));
  std::memcpy(bytes_.get(), other.bytes_.get(), size_);
}

void PackedDays::Add(const DayFlow& added) {
  const uint32_t bit = uint32_t{1} << (added.day - first_day_);
  FlowTotal flow = added.flow;
  size_t offset = size_;
  size_t removed = 0;
  if (bit <= present_) {  // otherwise it is the last
    const int before = std::popcount(present_ & (bit - 1));
    const uint8_t* place = SkipVarints(bytes_.get(), 2 * before);
    offset = place - bytes_.get();
    if ((present_ & bit) != 0) {
      FlowTotal old;
      removed = ReadFlow(place, &old) - place;
      flow += old;
    }
  }
  uint8_t bytes[kMaxFlowBytes] = {};
  if (flow.events == 0) {
    Splice(offset, removed, bytes, 0);
    present_ &= ~bit;
  } else {
    Splice(offset, removed, bytes, WriteFlow(flow, bytes));
    present_ |= bit;
  }
}

void PackedDays::Splice(size_t offset, size_t removed, const uint8_t* bytes, size_t count) {
  const size_t size = size_ - removed + count;
  const size_t tail = size_ - offset - removed;
  const uint8_t* old_tail = bytes_.get() + offset + removed;
  if (size_ == 0 || Capacity(size) > Capacity(size_)) {
    auto larger = std::make_unique_for_overwrite<uint8_t[]>(Capacity(size));
    std::copy_n(bytes_.get(), offset, larger.get());
    std::copy_n(old_tail, tail, larger.get() + offset + count);
    bytes_ = std::move(larger);
  } else {
    std::memmove(bytes_.get() + offset + count, old_tail, tail);
  }
  std::copy_n(bytes, count, bytes_.get() + offset);
  size_ = static_cast<uint16_t>(size);
}

}  // namespace jurimeter
