// Numbers as the ledger hashes them.
#ifndef JURIMETER_DOMAIN_LEDGER_BIG_ENDIAN_H_
#define JURIMETER_DOMAIN_LEDGER_BIG_ENDIAN_H_

#include <cstdint>
#include <string>

namespace jurimeter {

// Appends the lowest `bytes` bytes of `bits`, the highest of them first.
inline void AppendBigEndian(uint64_t bits, int bytes, std::string* out) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out->push_back(static_cast<char>(bits >> shift & 0xFF));
  }
}

// Appends the eight bytes of `number`.
inline void AppendLong(int64_t number, std::string* out) {
  AppendBigEndian(static_cast<uint64_t>(number), 8, out);
}

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_LEDGER_BIG_ENDIAN_H_
