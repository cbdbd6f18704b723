// The text form of a catalog: protobuf text of jurimeter.v1.Catalog.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_CATALOG_TEXT_H_
#define JURIMETER_SERVICES_MESSAGES_CATALOG_TEXT_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "domain/catalog/catalog.h"
#include "domain/values/checked.h"
#include "services/messages/catalog_messages.h"  // exported: the conversions that go with it
#include "services/messages/message_text.h"      // exported: the faults

namespace jurimeter::messages {

struct ParsedCatalog {
  CatalogSpec spec;
  std::shared_ptr<const Catalog> catalog;
};

// Reads and checks `text`. A text with `keys` is in force. A text without `keys` is new, and its
// codes get keys by their place. Returns all faults at once, by line; a syntax error hides the
// faults after it.
Checked<ParsedCatalog, TextFaults> ParseCatalog(std::string_view text,
                                                const CatalogKeys* keys = nullptr);

// What `text`, a catalog that was in force once, says. It is not checked. Nothing if it cannot be
// read at all.
std::optional<CatalogSpec> SpecOf(const std::string& text);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_CATALOG_TEXT_H_
