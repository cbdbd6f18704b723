// Numbers in messages about data, such as the breach of a rule. They always have a true text.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_FIGURES_MESSAGE_NUMBER_H_
#define JURIMETER_DOMAIN_FIGURES_MESSAGE_NUMBER_H_

#include <string>

#include "domain/catalog/catalog.h"
#include "domain/catalog/indicator.h"
#include "domain/values/fraction.h"

namespace jurimeter {

// `value` of `indicator`, printed by `display` without its bound. It is not rounded if it ends
// within kMaxDecimals, either as printed or as counted. If the printed number does not fit, the
// text is the number itself: "85070591730234615847396907784232501248" or, with a denominator,
// "7/3".
std::string MessageNumber(const Indicator& indicator, const Fraction& value, Display display);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_MESSAGE_NUMBER_H_
