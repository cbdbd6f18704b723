// The names of the rounding rules of a catalog.
//
// A percentage, like every other figure, is rounded only when it is printed: DisplayText
// (domain/figures/display.cc) gets the digits from Fraction::Scaled (domain/values/fraction.cc).
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
