#include "tools/jurimeter/local/database_choice.h"

#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"
#include "storage/postgres/connection_url.h"
#include "tools/jurimeter/local/data_dir.h"

namespace jurimeter::tools {

void AddDatabaseOptions(CLI::App& app, DatabaseChoice* choice) {
  choice->data_dir = DefaultDataDir();
  app.add_option("--database-url", choice->url,
                 "libpq connection string or URI of the database. Default: that of the `jurimeter "
                 "up` that runs on the data directory")
      ->check(storage::ConnectionUrlFault)
      ->type_name("URL");
  app.add_option("--data-dir", choice->data_dir, "Data directory of `jurimeter up`")
      ->type_name("DIR")
      ->capture_default_str();
}

absl::StatusOr<storage::PostgresOptions> FindDatabase(const DatabaseChoice& choice) {
  storage::PostgresOptions options;
  options.url = choice.url;
  if (!options.url.empty()) return options;
  const absl::StatusOr<Addresses> addresses = ReadAddresses(choice.data_dir);
  if (!addresses.ok()) {
    return absl::Status(addresses.status().code(),
                        absl::StrCat("no database: give --database-url, or --data-dir of a running "
                                     "`jurimeter up` (",
                                     addresses.status().message(), ")"));
  }
  options.url = addresses->database_url;
  return options;
}

}  // namespace jurimeter::tools
