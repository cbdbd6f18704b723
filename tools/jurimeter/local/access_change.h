// Reads access lists from files, and puts them into force.
//
// Example:
//   absl::StatusOr<runtime::Rules> rules = ReadRules(database);
//   absl::StatusOr<AccessFile> list = ReadAccess("access.textproto", encoding, *(*rules)->catalog);
//   absl::StatusOr<int64_t> revision = ApplyAccess(database, *list, (*rules)->identity.chain);
//
// Works on the database alone, so that no service has to run.
#ifndef JURIMETER_TOOLS_JURIMETER_LOCAL_ACCESS_CHANGE_H_
#define JURIMETER_TOOLS_JURIMETER_LOCAL_ACCESS_CHANGE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "domain/access/access_list.h"
#include "domain/catalog/catalog.h"
#include "domain/ledger/digest.h"
#include "services/runtime/rules_in_force.h"
#include "storage/postgres/connection.h"
#include "tools/jurimeter/events/text_file.h"

namespace jurimeter::tools {

// An access list that was read and checked.
struct AccessFile {
  std::string text;
  std::shared_ptr<const AccessList> list;
};

// The rules in force in the database.
//   UNAVAILABLE          the database is away, its schema is not this program's, or no catalog is
//                        in force
//   FAILED_PRECONDITION  this program cannot read what is in force
absl::StatusOr<runtime::Rules> ReadRules(const storage::PostgresOptions& database);

// Reads and checks the file `path` with the bureaus of `catalog`. Its text is kept as UTF-8.
//   INVALID_ARGUMENT  it is faulty; the message has a line "PATH:LINE: field: fault" for each
//   others            it cannot be read; the code of the system's error
absl::StatusOr<AccessFile> ReadAccess(const std::string& path, EncodingChoice encoding,
                                      const Catalog& catalog);

// Puts `access` into force; see AccessStore::Apply.
//   ABORTED      other rules than `rules` are in force by now: check it again
//   UNAVAILABLE  the database is away
absl::StatusOr<int64_t> ApplyAccess(const storage::PostgresOptions& database,
                                    const AccessFile& access, const Digest& rules);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_LOCAL_ACCESS_CHANGE_H_
