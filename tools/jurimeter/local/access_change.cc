#include "tools/jurimeter/local/access_change.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/messages/access_text.h"
#include "storage/postgres/postgres_access_store.h"
#include "storage/postgres/postgres_rules_store.h"
#include "tools/jurimeter/local/text_faults.h"

namespace jurimeter::tools {

absl::StatusOr<runtime::Rules> ReadRules(const storage::PostgresOptions& database) {
  const auto store = storage::MakePostgresRulesStore(database);
  absl::StatusOr<storage::RulesChange> rules = store->Read({});
  if (absl::IsFailedPrecondition(rules.status())) {
    return absl::UnavailableError(
        absl::StrCat("the database is not ready for access lists: ", rules.status().message()));
  }
  if (!rules.ok()) return rules.status();
  if (!rules->catalog.has_value()) {
    return absl::UnavailableError(
        "no catalog is in force, which an access list is checked by: run `jurimeter catalog "
        "apply`");
  }
  return runtime::FollowRules(nullptr, *std::move(rules), store.get());
}

absl::StatusOr<AccessFile> ReadAccess(const std::string& path, EncodingChoice encoding,
                                      const Catalog& catalog) {
  absl::StatusOr<std::string> text = ReadText(path, encoding);
  if (!text.ok()) return text.status();
  const auto parsed = messages::ParseAccessList(*text, &catalog);
  if (!parsed.ok()) return FaultyFile(path, parsed.faults());
  return AccessFile{*std::move(text), *parsed};
}

absl::StatusOr<int64_t> ApplyAccess(const storage::PostgresOptions& database,
                                    const AccessFile& access, const Digest& rules) {
  const absl::StatusOr<int64_t> applied =
      storage::MakePostgresAccessStore(database)->Apply(access.text, rules);
  if (!absl::IsAborted(applied.status())) return applied;
  return absl::AbortedError(
      "a catalog, a closing or another access list came in between: nothing was changed; run it "
      "again");
}

}  // namespace jurimeter::tools
