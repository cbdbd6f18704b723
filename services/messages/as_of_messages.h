// From the state that a question is about to the domain's, checked.
//
// Example:
//   const auto as_of = ReadAsOf(request.has_as_of() ? &request.as_of() : nullptr,
//                               request.min_revision());
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_AS_OF_MESSAGES_H_
#define JURIMETER_SERVICES_MESSAGES_AS_OF_MESSAGES_H_

#include <cstdint>
#include <optional>

#include "domain/ledger/as_of.h"
#include "domain/values/checked.h"
#include "jurimeter/v1/query.pb.h"

namespace jurimeter::messages {

// What `message` says; nothing if it is null. Its faults: neither revision nor time, a revision
// before the first, a time that is none, and a min_revision beside it, since one of the two says
// which state is wanted.
Checked<std::optional<AsOf>> ReadAsOf(const v1::AsOf* message, int64_t min_revision);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_AS_OF_MESSAGES_H_
