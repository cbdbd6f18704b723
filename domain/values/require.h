// Checks, in every build, what a function requires of its caller.
//
// Example:
//   Fraction::Fraction(...) { JURIMETER_REQUIRE(denominator > 0); }
//
// A broken requirement is a fault of this program, after which no figure could be trusted. The
// program prints the condition, the file and the line, and aborts. What comes from outside is
// refused with violations instead. Keep it out of code that runs for every event.
//
// Threads: any.
#ifndef JURIMETER_DOMAIN_VALUES_REQUIRE_H_
#define JURIMETER_DOMAIN_VALUES_REQUIRE_H_

#include "absl/base/optimization.h"

// `__FILE_NAME__` has no folders, so that a program does not carry the paths of its build.
#define JURIMETER_REQUIRE(condition) \
  (ABSL_PREDICT_TRUE(condition)      \
       ? static_cast<void>(0)        \
       : ::jurimeter::FailRequirement(#condition, __FILE_NAME__, __LINE__))

namespace jurimeter {

// Prints the broken `condition` with its place and aborts.
[[noreturn]] void FailRequirement(const char* condition, const char* file, int line);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_VALUES_REQUIRE_H_
