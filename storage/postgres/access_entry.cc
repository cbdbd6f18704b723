#include "storage/postgres/access_entry.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "domain/ledger/canonical_bytes.h"
#include "storage/postgres/prepared.h"

namespace jurimeter::storage {
namespace {

constexpr char kItem[] = R"(
SELECT source, coalesce(name, '')
FROM access_list LEFT JOIN principal USING (principal_id)
WHERE entry_id = $1)";

// By the index on kinds, however long the ledger is.
constexpr char kLastUntil[] = R"(
SELECT revision, chain, source
FROM (SELECT revision, chain, entry_id FROM ledger_entry
      WHERE kind = 'access' AND revision <= $1
      ORDER BY revision DESC LIMIT 1) AS entry
LEFT JOIN access_list USING (entry_id))";

}  // namespace

EntryItems ReadAccessItems(pqxx::transaction_base& transaction, int64_t entry_id) {
  const pqxx::result found = transaction.exec_params(kItem, entry_id);
  if (found.empty()) return {.count = 0, .digest = MerkleTree().Root()};
  std::string leaf;
  AppendAccessList(found[0][0].as<std::string>(), found[0][1].as<std::string>(), &leaf);
  return OneItem(leaf);
}

absl::StatusOr<StoredAccessList> ReadAccessAt(Connection& connection, int64_t revision) {
  const Result found = RunStatement(
      connection, absl::StrReplaceAll(kLastUntil, {{"$1", absl::StrCat(revision)}}).c_str());
  if (found.rows() == 0) {
    return absl::NotFoundError("no access list is in force: run `jurimeter access apply`");
  }
  const AccessIdentity identity = {.revision = found.Bigint(0, 0), .chain = found.Sha256(0, 1)};
  if (found.IsNull(0, 2)) {
    return absl::InternalError(
        absl::StrCat("the access list of revision ", identity.revision, " is not there"));
  }
  return StoredAccessList{.identity = identity, .text = std::string(found.Text(0, 2))};
}

}  // namespace jurimeter::storage
