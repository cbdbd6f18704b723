// Whole numbers of up to 128 bits as digits.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_AUDIT_DIGITS_H_
#define JURIMETER_DOMAIN_AUDIT_DIGITS_H_

#include <string>

#include "absl/numeric/int128.h"

namespace jurimeter::audit {

// `number`, at least 0, with the last `decimals` of its digits behind a point.
std::string Digits(absl::int128 number, int decimals = 0);

}  // namespace jurimeter::audit

#endif  // JURIMETER_DOMAIN_AUDIT_DIGITS_H_
