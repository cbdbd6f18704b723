// Between the message of a scope and the domain.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_SCOPE_MESSAGES_H_
#define JURIMETER_SERVICES_MESSAGES_SCOPE_MESSAGES_H_

#include "domain/catalog/scope_draft.h"
#include "jurimeter/v1/scope.pb.h"

namespace jurimeter::messages {

// What the message says, unchecked.
ScopeDraft FromProto(const v1::Scope& scope);
v1::Scope ToProto(const ScopeDraft& scope);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_SCOPE_MESSAGES_H_
