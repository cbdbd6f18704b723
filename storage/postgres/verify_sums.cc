#include "storage/postgres/verify_sums.h"

#include <bit>
#include <random>

namespace jurimeter::storage {
namespace {

struct SipState {
  uint64_t v0, v1, v2, v3;

  void Rounds(int count) {
    for (; count > 0; --count) {
      v0 += v1;
      v1 = std::rotl(v1, 13) ^ v0;
      v0 = std::rotl(v0, 32);
      v2 += v3;
      v3 = std::rotl(v3, 16) ^ v2;
      v0 += v3;
      v3 = std::rotl(v3, 21) ^ v0;
      v2 += v1;
      v1 = std::rotl(v1, 17) ^ v2;
      v2 = std::rotl(v2, 32);
    }
  }

  void Absorb(uint64_t word) {
    v3 ^= word;
    Rounds(2);
    v0 ^= word;
  }

  uint64_t Bits() const { return v0 ^ v1 ^ v2 ^ v3; }
};

uint64_t Word(int32_t low, int32_t high) {
  return static_cast<uint64_t>(static_cast<uint32_t>(high)) << 32 | static_cast<uint32_t>(low);
}

// The last word of a message of 16 bytes: its length, in the highest byte.
constexpr uint64_t kLength = uint64_t{16} << 56;

}  // namespace

CellDayWeights CellDayWeights::Draw() {
  std::random_device random;
  absl::uint128 key = 0;
  for (int word = 0; word < 4; ++word) key = key << 32 | random();
  return CellDayWeights(key);
}

absl::uint128 CellDayWeights::Of(const CellDay& day) const {
  const uint64_t k0 = absl::Uint128Low64(key_), k1 = absl::Uint128High64(key_);
  SipState state = {k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d ^ 0xee,
                    k0 ^ 0x6c7967656e657261, k1 ^ 0x7465646279746573};
  state.Absorb(Word(day.cell.bureau, day.cell.indicator));
  state.Absorb(Word(day.cell.category, day.day));
  state.Absorb(kLength);
  state.v2 ^= 0xee;
  state.Rounds(4);
  const uint64_t low = state.Bits();
  state.v1 ^= 0xdd;
  state.Rounds(4);
  return absl::MakeUint128(state.Bits(), low);
}

}  // namespace jurimeter::storage
