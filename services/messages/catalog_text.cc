#include "services/messages/catalog_text.h"

#include <utility>

namespace jurimeter::messages {

Checked<ParsedCatalog, TextFaults> ParseCatalog(std::string_view text, const CatalogKeys* keys) {
  v1::Catalog message;
  MessageText read(std::string(text), &message);
  if (!read.is_read()) return std::move(read).faults();

  auto [spec, unread] = FromProto(message);
  read.Add(unread);
  auto created = keys != nullptr ? Catalog::Create(spec, *keys, CatalogUse::kInForce)
                                 : Catalog::Create(spec, CatalogKeys::ByPlace(spec));
  if (!created.ok()) read.Add(created.faults());
  if (read.has_faults()) return std::move(read).faults();
  return ParsedCatalog{std::move(spec), *std::move(created)};
}

std::optional<CatalogSpec> SpecOf(const std::string& text) {
  v1::Catalog message;
  if (!MessageText(text, &message).is_read()) return std::nullopt;
  return FromProto(message).spec;
}

}  // namespace jurimeter::messages
