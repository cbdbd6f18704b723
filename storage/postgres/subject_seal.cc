#include "storage/postgres/subject_seal.h"

#include <openssl/rand.h>

#include <array>
#include <cstddef>

#include "domain/values/require.h"

namespace jurimeter::storage {
namespace {

constexpr size_t kSealBytes = 16;
constexpr size_t kSealsAtOnce = 64;

// To ask OpenSSL for each seal would take several times as long.
struct Stock {
  std::array<unsigned char, kSealBytes * kSealsAtOnce> bytes;
  size_t taken = kSealsAtOnce;
};

}  // namespace

std::string NewSubjectSeal(std::string_view subject) {
  if (subject.empty()) return "";
  thread_local Stock stock;
  if (stock.taken == kSealsAtOnce) {
    JURIMETER_REQUIRE(RAND_bytes(stock.bytes.data(), static_cast<int>(stock.bytes.size())) == 1);
    stock.taken = 0;
  }
  const unsigned char* const seal = stock.bytes.data() + kSealBytes * stock.taken++;
  return {reinterpret_cast<const char*>(seal), kSealBytes};
}

}  // namespace jurimeter::storage
