#include "domain/figures/average_growth.h"

#include <openssl/bn.h>

#include <memory>

#include "absl/numeric/int128.h"
#include "domain/values/int128_math.h"
#include "domain/values/require.h"

namespace jurimeter {
namespace {

using absl::int128;

struct FreeNumber {
  void operator()(BIGNUM* number) const { BN_free(number); }
};
struct FreeContext {
  void operator()(BN_CTX* context) const { BN_CTX_free(context); }
};
using BigNumber = std::unique_ptr<BIGNUM, FreeNumber>;

bool Set(int128 value, BIGNUM* number) {
  return BN_set_word(number, absl::Int128High64(value)) == 1 &&
         BN_lshift(number, number, 64) == 1 && [&] {
           BigNumber low(BN_new());
           return low != nullptr && BN_set_word(low.get(), absl::Int128Low64(value)) == 1 &&
                  BN_add(number, number, low.get()) == 1;
         }();
}

// Compares x^years * prior with current * 10^(27 * years).
class RootTest {
 public:
  RootTest()
      : context_(BN_CTX_new()),
        target_(BN_new()),
        prior_(BN_new()),
        power_(BN_new()),
        exponent_(BN_new()),
        x_(BN_new()) {}

  bool Prepare(int64_t current, int64_t prior, int years) {
    if (!context_ || !target_ || !prior_ || !power_ || !exponent_ || !x_) return false;
    return BN_set_word(exponent_.get(), static_cast<BN_ULONG>(years)) == 1 &&
           Set(prior, prior_.get()) && Set(PowerOfTen(kAverageGrowthDecimals), x_.get()) &&
           BN_exp(target_.get(), x_.get(), exponent_.get(), context_.get()) == 1 &&
           Set(current, x_.get()) &&
           BN_mul(target_.get(), target_.get(), x_.get(), context_.get()) == 1;
  }

  // Sets `order` to below 0, 0 or above 0; false if there is no memory.
  bool Compare(int128 x, int* order) {
    const bool ok = Set(x, x_.get()) &&
                    BN_exp(power_.get(), x_.get(), exponent_.get(), context_.get()) == 1 &&
                    BN_mul(power_.get(), power_.get(), prior_.get(), context_.get()) == 1;
    if (ok) *order = BN_cmp(power_.get(), target_.get());
    return ok;
  }

 private:
  std::unique_ptr<BN_CTX, FreeContext> context_;
  BigNumber target_;
  BigNumber prior_;
  BigNumber power_;
  BigNumber exponent_;
  BigNumber x_;
};

}  // namespace

std::optional<Fraction> AverageGrowthRate(int64_t current, int64_t prior, int years) {
  JURIMETER_REQUIRE(current >= 0 && prior > 0 && years >= 1);
  if (years == 1) return Fraction(int128(current) - prior, prior);
  RootTest test;
  if (!test.Prepare(current, prior, years)) return std::nullopt;

  // Finds the greatest x with x / 10^27 at or below the root. The root of a number below 2^64 is
  // below 2^32.
  const int128 unit = PowerOfTen(kAverageGrowthDecimals);
  int128 floor = 0;
  int128 above = unit * (int64_t{1} << 32);
  bool exact = current == 0;
  while (!exact && above - floor > 1) {
    const int128 middle = floor + (above - floor) / 2;
    int order;
    if (!test.Compare(middle, &order)) return std::nullopt;
    exact = order == 0;
    (order <= 0 ? floor : above) = middle;
  }
  if (exact) return Fraction(floor - unit, unit);
  return Fraction(2 * (floor - unit) + 1, 2 * unit);
}

}  // namespace jurimeter
