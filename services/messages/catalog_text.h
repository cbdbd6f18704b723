// The text form of a catalog: protobuf text of jurimeter.v1.Catalog.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_CATALOG_TEXT_H_
#define JURIMETER_SERVICES_MESSAGES_CATALOG_TEXT_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/catalog/catalog.h"
#include "domain/values/checked.h"
#include "services/messages/catalog_messages.h"  // exported: the conversions that go with it

namespace jurimeter::messages {

// A fault in a catalog's text.
struct CatalogFault {
  int line;           // from 1; 0 if the fault has no place in the text
  std::string field;  // such as "indicators[3].ratio.denominator"; empty for a syntax error
  std::string description;

  // "12: indicators[3].ratio.denominator: ..."
  std::string ToString() const;
};

struct ParsedCatalog {
  CatalogSpec spec;
  std::shared_ptr<const Catalog> catalog;
};

// Reads and checks `text`. A text with `keys` is in force. A text without `keys` is new, and its
// codes get keys by their place. Returns all faults at once, by line; a syntax error hides the
// faults after it.
Checked<ParsedCatalog, std::vector<CatalogFault>> ParseCatalog(std::string_view text,
                                                               const CatalogKeys* keys = nullptr);

// What `text`, a catalog that was in force once, says. It is not checked. Nothing if it cannot be
// read at all.
std::optional<CatalogSpec> SpecOf(const std::string& text);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_CATALOG_TEXT_H_
