#include "storage/postgres/postgres_access_store.h"

#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "domain/ledger/entry_kind.h"
#include "storage/postgres/access_entry.h"
#include "storage/postgres/known_kinds.h"
#include "storage/postgres/ledger.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/principals.h"
#include "storage/postgres/session.h"

namespace jurimeter::storage {
namespace {

// Two that apply lists take turns; readers and commits go on. The role needs no right for it.
constexpr char kTakeTurns[] = R"(
SELECT set_config('lock_timeout', '5s', true);
SELECT pg_advisory_xact_lock(hashtext('jurimeter'), hashtext('access')))";

constexpr char kInForce[] = R"(
SELECT revision, source
FROM (SELECT revision, entry_id FROM ledger_entry
      WHERE kind = 'access' ORDER BY revision DESC LIMIT 1) AS entry
JOIN access_list USING (entry_id))";

constexpr char kAddList[] =
    "INSERT INTO access_list (entry_id, principal_id, source) VALUES ($1, $2, $3)";

int64_t PutIntoForce(Connection& connection, const std::string& text, const Digest& rules) {
  pqxx::work transaction(connection);
  transaction.exec(kTakeTurns);
  for (const pqxx::row& row : transaction.exec(kInForce)) {
    if (row[1].as<std::string>() == text) return row[0].as<int64_t>();
  }
  const KeyedPrincipal principal = DatabasePrincipal(transaction);
  const int64_t entry_id = DrawEntryId(transaction);
  transaction.exec_params0(kAddList, entry_id, principal.key, text);
  const int64_t revision = AppendEntry(transaction, entry_id, kAccessEntry,
                                       ReadAccessItems(transaction, entry_id), rules);
  transaction.commit();
  return revision;
}

class PostgresAccessStore : public AccessStore {
 public:
  explicit PostgresAccessStore(PostgresOptions options) : session_(std::move(options)) {}

  absl::StatusOr<AccessIdentity> InForce() override {
    const absl::StatusOr<StoredAccessList> list = Load();
    if (absl::IsNotFound(list.status())) return AccessIdentity{};
    if (!list.ok()) return list.status();
    return list->identity;
  }

  absl::StatusOr<StoredAccessList> Load() override {
    return RunOnOurSchema<StoredAccessList>("load the access list", [](Connection& connection) {
      return ReadAccessAt(connection, kNewest);
    });
  }

  absl::StatusOr<int64_t> Apply(const std::string& text, const Digest& rules) override {
    return RunOnOurSchema<int64_t>("apply the access list",
                                   [&](Connection& connection) -> absl::StatusOr<int64_t> {
                                     try {
                                       return PutIntoForce(connection, text, rules);
                                     } catch (const Untaken& untaken) {
                                       return WhyUntaken(connection, rules, untaken);
                                     }
                                   });
  }

 private:
  template <typename Answer, typename Work>
  absl::StatusOr<Answer> RunOnOurSchema(std::string_view doing, Work work) {
    return session_.Run(doing, [&](Connection& connection) -> absl::StatusOr<Answer> {
      const absl::Status schema = CheckSchema(connection);
      if (!schema.ok()) return schema;
      const absl::Status kinds = CheckKinds(connection);
      if (!kinds.ok()) return kinds;
      return work(connection);
    });
  }

  Session session_;
};

}  // namespace

std::unique_ptr<AccessStore> MakePostgresAccessStore(PostgresOptions options) {
  return std::make_unique<PostgresAccessStore>(std::move(options));
}

}  // namespace jurimeter::storage
