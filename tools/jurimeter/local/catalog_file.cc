#include "tools/jurimeter/local/catalog_file.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/messages/catalog_text.h"
#include "tools/jurimeter/events/text_file.h"

namespace jurimeter::tools {

absl::StatusOr<CatalogFile> ParseCatalogFile(const std::string& path, std::string text) {
  auto parsed = messages::ParseCatalog(text);
  if (!parsed.ok()) {
    return absl::InvalidArgumentError(absl::StrJoin(
        parsed.faults(), "\n", [&](std::string* out, const messages::TextFault& fault) {
          absl::StrAppend(out, path, ":", fault.line == 0 ? " " : "", fault.ToString());
        }));
  }
  return CatalogFile{std::move(text), std::move(parsed->spec)};
}

absl::StatusOr<CatalogFile> ReadCatalog(const std::string& path, EncodingChoice encoding) {
  absl::StatusOr<std::string> text = ReadText(path, encoding);
  if (!text.ok()) return text.status();
  return ParseCatalogFile(path, *std::move(text));
}

}  // namespace jurimeter::tools
