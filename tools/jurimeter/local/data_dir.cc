#include "tools/jurimeter/local/data_dir.h"

#include <unistd.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "tools/jurimeter/local/files.h"

namespace jurimeter::tools {

// The library finds it only in the namespace of Addresses.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Addresses, ingestion, query, ingestion_metrics, query_metrics,
                                   database_url)

namespace {

std::string AddressFile(const std::string& data_dir) {
  return absl::StrCat(data_dir, "/addresses.json");
}

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

std::string DefaultDataDir() {
  if (geteuid() == 0) return "/var/lib/jurimeter";
  const std::string shared = Variable("XDG_DATA_HOME");
  if (!shared.empty()) return absl::StrCat(shared, "/jurimeter");
  return absl::StrCat(Variable("HOME"), "/.local/share/jurimeter");
}

absl::Status WriteAddresses(const std::string& data_dir, const Addresses& addresses) {
  return ReplaceFile(AddressFile(data_dir), nlohmann::json(addresses).dump(2) + "\n", 0600);
}

absl::StatusOr<Addresses> ReadAddresses(const std::string& data_dir) {
  const absl::StatusOr<std::string> text = ReadFile(AddressFile(data_dir));
  if (!text.ok()) return text.status();
  try {
    return nlohmann::json::parse(*text).get<Addresses>();
  } catch (const nlohmann::json::exception& error) {
    return absl::InternalError(absl::StrCat(AddressFile(data_dir), ": ", error.what()));
  }
}

void RemoveAddresses(const std::string& data_dir) { unlink(AddressFile(data_dir).c_str()); }

}  // namespace jurimeter::tools
