#include "storage/postgres/postgres_rules_store.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "domain/ledger/entry_kind.h"
#include "storage/postgres/access_entry.h"
#include "storage/postgres/closing_rows.h"
#include "storage/postgres/known_kinds.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/prepared.h"
#include "storage/postgres/session.h"
#include "storage/postgres/stored_catalog.h"

namespace jurimeter::storage {
namespace {

// The chain value of the rules in force; then revision and chain of the last entry that changed the
// rules, of the last catalog and of the last access list, or NULL. $rules stands for the last
// revision of each kind that does. Each costs one look at an index, however long the ledger is.
constexpr char kIdentity[] = R"(
SELECT head.rules_chain, rules.revision, rules.chain, catalog.revision, catalog.chain,
       access.revision, access.chain
FROM ledger_head AS head
LEFT JOIN ledger_entry AS rules ON rules.revision = greatest($rules)
LEFT JOIN ledger_entry AS catalog ON catalog.revision = ($catalog)
LEFT JOIN ledger_entry AS access ON access.revision = ($access))";

// The last entry of the kind $1.
constexpr char kLastOf[] = "(SELECT max(revision) FROM ledger_entry WHERE kind = '$1')";

constexpr char kChainOf[] = "SELECT chain FROM ledger_entry WHERE revision = ";

std::string LastOf(const EntryKind& kind) {
  return absl::StrReplaceAll(kLastOf, {{"$1", std::string(kind.name)}});
}

std::string IdentitySql() {
  std::vector<std::string> last;
  for (const EntryKind& kind : kEntryKinds) {
    if (kind.changes_rules) last.push_back(LastOf(kind));
  }
  return absl::StrReplaceAll(kIdentity, {{"$rules", absl::StrJoin(last, ", ")},
                                         {"$catalog", LastOf(kCatalogEntry)},
                                         {"$access", LastOf(kAccessEntry)}});
}

absl::StatusOr<RulesIdentity> ReadIdentity(Connection& connection) {
  const Result found = RunStatement(connection, IdentitySql().c_str());
  // Afterwards, so that there was none of such a kind before.
  const absl::Status kinds = CheckKinds(connection);
  if (!kinds.ok()) return kinds;
  if (found.rows() != 1) return absl::InternalError("the ledger has no head");
  RulesIdentity identity = {
      .revision = 0, .chain = found.Sha256(0, 0), .catalog = {}, .access = {}};
  if (!found.IsNull(0, 1)) {
    identity.revision = found.Bigint(0, 1);
    if (found.Sha256(0, 2) != identity.chain) {
      return absl::InternalError(absl::StrCat("the ledger's head has other rules than revision ",
                                              identity.revision,
                                              ", the last entry that changed them"));
    }
  }
  if (!found.IsNull(0, 3)) identity.catalog = {found.Bigint(0, 3), found.Sha256(0, 4)};
  if (!found.IsNull(0, 5)) identity.access = {found.Bigint(0, 5), found.Sha256(0, 6)};
  return identity;
}

// Whether the rules that were `known` are of this ledger.
bool HasRules(Connection& connection, const RulesIdentity& known) {
  if (known.revision == 0) return false;
  const Result entry = RunStatement(connection, absl::StrCat(kChainOf, known.revision).c_str());
  return entry.rows() == 1 && entry.Sha256(0, 0) == known.chain;
}

absl::StatusOr<RulesChange> ReadChange(Connection& connection, const RulesIdentity& known) {
  const absl::StatusOr<RulesIdentity> identity = ReadIdentity(connection);
  if (!identity.ok()) return identity.status();
  RulesChange change = {
      .identity = *identity, .catalog = {}, .access = {}, .anew = false, .closings = {}};
  if (*identity == known) return change;
  if (identity->catalog != known.catalog && identity->catalog.revision > 0) {
    absl::StatusOr<StoredCatalog> catalog = ReadCatalogAt(connection, identity->catalog.revision);
    if (!catalog.ok() || catalog->identity != identity->catalog) {
      return absl::InternalError(
          absl::StrCat("the catalog of revision ", identity->catalog.revision, " is not there"));
    }
    change.catalog = *std::move(catalog);
  }
  if (identity->access != known.access && identity->access.revision > 0) {
    absl::StatusOr<StoredAccessList> list = ReadAccessAt(connection, identity->access.revision);
    if (!list.ok()) return list.status();
    change.access = *std::move(list);
  }
  change.anew = !HasRules(connection, known);
  absl::StatusOr<std::vector<Closing>> closings =
      ReadClosings(connection, change.anew ? 0 : known.revision, identity->revision);
  if (!closings.ok()) return closings.status();
  change.closings = *std::move(closings);
  return change;
}

class PostgresRulesStore : public RulesStore {
 public:
  explicit PostgresRulesStore(PostgresOptions options) : session_(std::move(options)) {}

  absl::StatusOr<RulesChange> Read(const RulesIdentity& known) override {
    return RunOnOurSchema<RulesChange>(
        "read which rules are in force",
        [&known](Connection& connection) { return ReadChange(connection, known); });
  }

  absl::StatusOr<EarlierCatalog> LastBefore(int64_t revision) override {
    return RunOnOurSchema<EarlierCatalog>(
        "load an earlier catalog",
        [revision](Connection& connection) { return ReadCatalogBefore(connection, revision); });
  }

 private:
  template <typename Answer, typename Work>
  absl::StatusOr<Answer> RunOnOurSchema(std::string_view doing, Work work) {
    return session_.Run(doing, [&](Connection& connection) -> absl::StatusOr<Answer> {
      const absl::Status schema = CheckSchema(connection);
      if (!schema.ok()) return schema;
      return work(connection);
    });
  }

  Session session_;
};

}  // namespace

std::unique_ptr<RulesStore> MakePostgresRulesStore(PostgresOptions options) {
  return std::make_unique<PostgresRulesStore>(std::move(options));
}

}  // namespace jurimeter::storage
