// The text form of an access list: protobuf text of jurimeter.v1.AccessList.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_ACCESS_TEXT_H_
#define JURIMETER_SERVICES_MESSAGES_ACCESS_TEXT_H_

#include <cstddef>
#include <memory>
#include <string>

#include "domain/access/access_list.h"
#include "domain/catalog/catalog.h"
#include "domain/values/checked.h"
#include "services/messages/message_text.h"  // exported: the faults

namespace jurimeter::messages {

inline constexpr size_t kMaxAccessTextBytes = 4 << 20;

// Reads and checks `text` with the bureaus of `catalog`; null for a list that is in force already.
// Returns all faults at once, by line; a syntax error hides the faults after it.
Checked<std::shared_ptr<const AccessList>, TextFaults> ParseAccessList(const std::string& text,
                                                                       const Catalog* catalog);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_ACCESS_TEXT_H_
