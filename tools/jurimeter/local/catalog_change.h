// Puts a catalog into force, and says before what it would change of figures that are closed.
//
// Example:
//   absl::StatusOr<CatalogChange> change = FindCatalogChange(database, catalog);
//   if (change.ok() && change->closed.count > 0) std::cout << DescribeChanges(change->closed);
//   absl::StatusOr<int64_t> version = ApplyCatalog(database, catalog, change->rules);
//
// Works on the database alone, so that no service has to run.
#ifndef JURIMETER_TOOLS_JURIMETER_LOCAL_CATALOG_CHANGE_H_
#define JURIMETER_TOOLS_JURIMETER_LOCAL_CATALOG_CHANGE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "domain/figures/closed_figures.h"
#include "domain/ledger/digest.h"
#include "storage/postgres/connection.h"
#include "tools/jurimeter/local/catalog_file.h"

namespace jurimeter::tools {

// Most changes that are listed.
inline constexpr size_t kMostListedChanges = 100;

struct CatalogChange {
  // Chain value of the rules that it was compared with.
  Digest rules;
  // Of the printed figures of periods that are closed for the whole.
  ClosedChanges closed;
};

// Compares `catalog` with the one in force. Reads the totals only if days are closed.
//   UNAVAILABLE          the database is away, or its schema is not this program's
//   FAILED_PRECONDITION  this program cannot read what is in force
absl::StatusOr<CatalogChange> FindCatalogChange(const storage::PostgresOptions& database,
                                                const CatalogFile& catalog);

// A line for each change that was kept, "2023-Q2 cases.received: 47 → 47.0", and one that counts
// the others.
std::string DescribeChanges(const ClosedChanges& changes);

// Puts `catalog` into force; see CatalogStore::Apply.
//   ABORTED              other rules than `rules` are in force by now: compare it again
//   FAILED_PRECONDITION  it contradicts earlier catalogs, quantity_decimals included
//   UNAVAILABLE          the database is away
absl::StatusOr<int64_t> ApplyCatalog(const storage::PostgresOptions& database,
                                     const CatalogFile& catalog, const Digest& rules);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_LOCAL_CATALOG_CHANGE_H_
