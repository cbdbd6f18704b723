// The text form of a catalog: protobuf text of jurimeter.v1.Catalog.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_CATALOG_TEXT_H_
#define JURIMETER_SERVICES_MESSAGES_CATALOG_TEXT_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/catalog/catalog.h"
#include "services/messages/catalog_messages.h"  // exported: the conversions that go with it

namespace jurimeter::runtime {

// A fault in a catalog's text.
struct CatalogFault {
  int line;           // from 1; 0 where the fault has no place in the text
  std::string field;  // such as "indicators[3].ratio.denominator"; empty for a syntax error
  std::string description;

  // "12: indicators[3].ratio.denominator: ..."
  std::string ToString() const;
};

struct ParsedCatalog {
  CatalogSpec spec;
  std::shared_ptr<const Catalog> catalog;
};

// Reads and checks `text`. With `keys`, it is in force; without, it is new, and has keys by place.
// All faults are returned at once, by line; a syntax error hides what comes after it.
std::variant<ParsedCatalog, std::vector<CatalogFault>> ParseCatalog(
    std::string_view text, const CatalogKeys* keys = nullptr);

// What `text`, which was in force once, says, unchecked; nothing where it cannot be read at all.
std::optional<CatalogSpec> SpecOf(const std::string& text);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_MESSAGES_CATALOG_TEXT_H_
