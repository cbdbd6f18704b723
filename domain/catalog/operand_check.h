// The rules of the references from one indicator, or rule, to another.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_CATALOG_OPERAND_CHECK_H_
#define JURIMETER_DOMAIN_CATALOG_OPERAND_CHECK_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "domain/catalog/catalog_spec.h"
#include "domain/catalog/definition.h"
#include "domain/catalog/indicator_places.h"
#include "domain/values/violation.h"

namespace jurimeter {

// Adds the fault of a reference of `field` to an indicator: missing, unknown, or of a kind that it
// cannot take. Returns true if it found no fault.
bool CheckOperand(const CatalogSpec& spec, const IndicatorPlaces& places, const std::string& field,
                  std::string_view code, OperandRule rule, Violations* faults);

// Adds the faults of the definition of the indicator at `place`: none given, an operand missing,
// unknown, or of a kind that it cannot take.
void CheckDefinition(const CatalogSpec& spec, const IndicatorPlaces& places, size_t place,
                     Violations* faults);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_OPERAND_CHECK_H_
