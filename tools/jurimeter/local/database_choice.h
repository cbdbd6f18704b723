// The database that a command works on.
#ifndef JURIMETER_TOOLS_JURIMETER_LOCAL_DATABASE_CHOICE_H_
#define JURIMETER_TOOLS_JURIMETER_LOCAL_DATABASE_CHOICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "storage/postgres/connection.h"

namespace CLI {
class App;
}  // namespace CLI

namespace jurimeter::tools {

struct DatabaseChoice {
  std::string url;
  std::string data_dir;
};

// Adds --database-url and --data-dir.
void AddDatabaseOptions(CLI::App& app, DatabaseChoice* choice);

// The given URL, else the URL of the `jurimeter up` that runs on the data directory.
//   NOT_FOUND  no URL was given, and no `jurimeter up` runs there
absl::StatusOr<storage::PostgresOptions> FindDatabase(const DatabaseChoice& choice);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_LOCAL_DATABASE_CHOICE_H_
