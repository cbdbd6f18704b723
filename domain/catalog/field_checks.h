// Checks of single fields of a catalog: codes, keys and texts.
//
// Threads: one thread.
#ifndef JURIMETER_DOMAIN_CATALOG_FIELD_CHECKS_H_
#define JURIMETER_DOMAIN_CATALOG_FIELD_CHECKS_H_

#include <map>
#include <string>
#include <string_view>

#include "domain/values/violation.h"

namespace jurimeter {

// The first place of each code of a list, to name both places of a duplicate.
using FirstPlaces = std::map<std::string_view, std::string>;

// Collects faults.
class FieldChecks {
 public:
  // `faults` must outlive this.
  explicit FieldChecks(Violations* faults) : faults_(*faults) {}

  void Add(std::string field, std::string description);
  // A text without a fault, which may be empty.
  void CheckOptionalText(std::string field, std::string_view text);
  // A text without a fault, which may not be empty.
  void CheckRequiredText(std::string field, std::string_view text);
  // `owner`.code: words of [a-z0-9_] joined by bytes of `joints`. No other of its list may have it.
  void CheckCode(const std::string& owner, std::string_view code, std::string_view joints,
                 FirstPlaces* codes);
  // `owner`.code: a code that no other of its list has.
  void CheckUnique(const std::string& owner, std::string_view code, FirstPlaces* codes);
  // `owner`.code: a code for which storage has a key. An empty code is a fault of its own.
  void CheckKey(const std::string& owner, std::string_view code, bool known);
  // An administrative division code of 2 to 12 digits.
  void CheckDivisionCode(std::string field, std::string_view code);

 protected:
  Violations* faults() { return &faults_; }

 private:
  Violations& faults_;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_FIELD_CHECKS_H_
