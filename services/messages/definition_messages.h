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

// What a message says of a definition. A definition stands beside its faults, with something in the
// place of what it cannot express.
struct DefinitionReading {
  Definition definition;  // std::monostate if the message has none
  Violations faults;      // missing and unknown enum values, by their field below the indicator
};

// Fills in the defaults that the message documents.
DefinitionReading DefinitionFromProto(const v1::Indicator& message);

// Sets the member of the message's oneof that `definition` belongs to.
void SetDefinition(const Definition& definition, v1::Indicator* message);

// If `message` names no comparison, it is with the same period of the year before.
Comparison ComparisonFromProto(const v1::Comparison& message);

RuleSpec RuleFromProto(const v1::Rule& message);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_DEFINITION_MESSAGES_H_
