// The data directory of `jurimeter up`, and what other commands learn from it.
#ifndef JURIMETER_TOOLS_JURIMETER_LOCAL_DATA_DIR_H_
#define JURIMETER_TOOLS_JURIMETER_LOCAL_DATA_DIR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace jurimeter::tools {

// The addresses of a running `jurimeter up`.
struct Addresses {
  std::string ingestion;
  std::string query;
  std::string ingestion_metrics;
  std::string query_metrics;
  std::string database_url;
};

// /var/lib/jurimeter for root; else $XDG_DATA_HOME/jurimeter or ~/.local/share/jurimeter.
std::string DefaultDataDir();

// Writes and reads `addresses.json` in the data directory. The file is there while `up` runs. Only
// its owner may read it, since a database URL may hold a password.
absl::Status WriteAddresses(const std::string& data_dir, const Addresses& addresses);
//   NOT_FOUND  nothing runs on this directory
absl::StatusOr<Addresses> ReadAddresses(const std::string& data_dir);
void RemoveAddresses(const std::string& data_dir);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_LOCAL_DATA_DIR_H_
