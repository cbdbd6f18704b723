// Checks of the codes and texts of a catalog.
//
// Threads: one thread.
#ifndef JURIMETER_DOMAIN_CATALOG_CATALOG_TEXTS_H_
#define JURIMETER_DOMAIN_CATALOG_CATALOG_TEXTS_H_

#include <map>
#include <string>
#include <string_view>

#include "domain/values/violation.h"

namespace jurimeter {

// The place where each code of a list stood first, to name both places of a duplicate.
using FirstPlaces = std::map<std::string_view, std::string>;

// Whether `code` is an administrative division code, of 2 to 12 digits.
bool IsDivisionCode(std::string_view code);

class TextChecks {
 public:
  // `faults` must outlive this.
  explicit TextChecks(Violations* faults) : faults_(*faults) {}

  void Add(std::string field, std::string description);
  void CheckOptionalText(std::string field, std::string_view text);
  void CheckRequiredText(std::string field, std::string_view text);
  // A code of words of [a-z0-9_] joined by bytes of `joints`, which no other of its list has.
  void CheckCode(const std::string& owner, std::string_view code, std::string_view joints,
                 FirstPlaces* codes);
  void CheckUnique(const std::string& owner, std::string_view code, FirstPlaces* codes);

 private:
  Violations& faults_;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_CATALOG_TEXTS_H_
