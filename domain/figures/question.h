// What a value is asked for.
//
// Threads: as the scope, which must outlive it.
#ifndef JURIMETER_DOMAIN_FIGURES_QUESTION_H_
#define JURIMETER_DOMAIN_FIGURES_QUESTION_H_

#include <optional>
#include <string>

#include "domain/catalog/scope.h"
#include "domain/values/period.h"

namespace jurimeter {

struct Question {
  Period period;
  const Scope& scope;
  // Counts only reports in this category. The empty one stands for reports without a category.
  std::optional<std::string> category = std::nullopt;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_QUESTION_H_
