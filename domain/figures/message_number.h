// Numbers in messages about data, such as a breach of a rule: they always have a true text.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_FIGURES_MESSAGE_NUMBER_H_
#define JURIMETER_DOMAIN_FIGURES_MESSAGE_NUMBER_H_

#include <string>

#include "domain/catalog/catalog.h"
#include "domain/catalog/indicator.h"
#include "domain/values/fraction.h"

namespace jurimeter {

// `value`, of `indicator`, by `display` without its bound; unrounded where it ends within
// kMaxDecimals, as printed or as counted. What has no room in that scale is the number itself:
// "85070591730234615847396907784232501248", or with a denominator "7/3".
std::string MessageNumber(const Indicator& indicator, const Fraction& value, Display display);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_MESSAGE_NUMBER_H_
