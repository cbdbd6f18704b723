// Reads catalogs from files. The sample's catalog is compiled in.
#ifndef JURIMETER_TOOLS_JURIMETER_LOCAL_CATALOG_FILE_H_
#define JURIMETER_TOOLS_JURIMETER_LOCAL_CATALOG_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "domain/catalog/catalog.h"
#include "tools/jurimeter/events/text_file.h"

namespace jurimeter::tools {

// A catalog that was read and checked.
struct CatalogFile {
  std::string text;
  CatalogSpec spec;
};

// The text of deploy/samples/pingfang-2023/catalog.textproto.
std::string_view SampleCatalogText();

// Reads and checks `text`, which came from `path`.
//   INVALID_ARGUMENT  it is faulty; the message has a line "PATH:LINE: field: fault" for each
absl::StatusOr<CatalogFile> ParseCatalogFile(const std::string& path, std::string text);

// Reads and checks the file `path`. Its text is kept as UTF-8.
//   INVALID_ARGUMENT  as ParseCatalogFile
//   others            it cannot be read; the code of the system's error
absl::StatusOr<CatalogFile> ReadCatalog(const std::string& path,
                                        EncodingChoice encoding = EncodingChoice::kAuto);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_LOCAL_CATALOG_FILE_H_
