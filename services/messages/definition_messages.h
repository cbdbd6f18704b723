// The definitions and rules of a catalog, between messages and the domain.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_DEFINITION_MESSAGES_H_
#define JURIMETER_SERVICES_MESSAGES_DEFINITION_MESSAGES_H_

#include "domain/catalog/indicator.h"
#include "domain/catalog/rule.h"
#include "domain/values/violation.h"
#include "jurimeter/v1/catalog.pb.h"

namespace jurimeter::messages {

// The definition of an indicator, with the defaults that its message documents; std::monostate if
// it has none. Adds missing and unknown enum values to `faults`, by their field below the
// indicator.
Definition DefinitionFromProto(const v1::Indicator& message, Violations* faults);

// Sets the member of the message's oneof that `definition` belongs to.
void SetDefinition(const Definition& definition, v1::Indicator* message);

// If `message` names no comparison, it is with the same period of the year before.
Comparison ComparisonFromProto(const v1::Comparison& message);

RuleSpec RuleFromProto(const v1::Rule& message);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_DEFINITION_MESSAGES_H_
