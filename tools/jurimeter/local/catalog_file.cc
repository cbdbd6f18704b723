#include "tools/jurimeter/local/catalog_file.h"

#include <string>
#include <utility>

#include "services/messages/catalog_text.h"
#include "tools/jurimeter/events/text_file.h"
#include "tools/jurimeter/local/text_faults.h"

namespace jurimeter::tools {

absl::StatusOr<CatalogFile> ParseCatalogFile(const std::string& path, std::string text) {
  auto parsed = messages::ParseCatalog(text);
  if (!parsed.ok()) return FaultyFile(path, parsed.faults());
  return CatalogFile{std::move(text), std::move(parsed->spec)};
}

absl::StatusOr<CatalogFile> ReadCatalog(const std::string& path, EncodingChoice encoding) {
  absl::StatusOr<std::string> text = ReadText(path, encoding);
  if (!text.ok()) return text.status();
  return ParseCatalogFile(path, *std::move(text));
}

}  // namespace jurimeter::tools
