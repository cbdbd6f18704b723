// The rounding rules of the catalog.
#ifndef JURIMETER_DOMAIN_VALUES_ROUNDING_H_
#define JURIMETER_DOMAIN_VALUES_ROUNDING_H_

namespace jurimeter {

// Each is symmetric about zero.
enum class Rounding {
  kHalfUp,    // 四舍五入: ties away from zero
  kHalfEven,  // GB/T 8170: ties to the even digit
  kDown,      // towards zero
  kUp,        // away from zero
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_VALUES_ROUNDING_H_
