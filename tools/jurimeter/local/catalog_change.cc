#include "tools/jurimeter/local/catalog_change.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/catalog/provisional_keys.h"
#include "domain/closing/closed_days.h"
#include "services/messages/catalog_text.h"
#include "services/messages/figure_messages.h"
#include "services/present/figure_texts.h"
#include "services/runtime/catalog_in_force.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "storage/postgres/postgres_ledger_reader.h"
#include "storage/postgres/postgres_rules_store.h"

namespace jurimeter::tools {
namespace {

absl::StatusOr<ClosedChanges> Compare(const storage::PostgresOptions& database,
                                      const Catalog& in_force, const ClosedDays& closed,
                                      const CatalogKeys& keys, const CatalogFile& catalog) {
  const CatalogKeys all_keys = WithProvisionalKeys(keys, catalog.spec);
  const auto next = messages::ParseCatalog(catalog.text, &all_keys);
  if (!next.ok()) return absl::InternalError(next.faults().front().ToString());
  const absl::StatusOr<storage::LedgerState> state =
      storage::MakePostgresLedgerReader(database)->Load();
  if (!state.ok()) return state.status();
  return FindClosedChanges({in_force, closed}, {*next->catalog, closed}, state->totals,
                           kMostListedChanges);
}

std::string TextOf(const std::optional<PrintedFigure>& figure) {
  if (!figure.has_value()) return "not printed";
  std::string text = figure->status == FigureStatus::kOk
                         ? figure->display
                         : present::StatusText(messages::ToProto(figure->status));
  if (figure->holders.empty()) return text;
  return absl::StrCat(text, " (", absl::StrJoin(figure->holders, ", "), ")");
}

void AddLine(const ClosedChange& change, std::string* out) {
  if (change.indicator.empty()) {
    absl::StrAppend(out, change.period, ": no longer closed for the whole under the new catalog\n");
    return;
  }
  absl::StrAppend(out, change.period, " ", change.indicator, ": ", TextOf(change.before), " → ",
                  TextOf(change.after), "\n");
}

}  // namespace

absl::StatusOr<CatalogChange> FindCatalogChange(const storage::PostgresOptions& database,
                                                const CatalogFile& catalog) {
  const auto store = storage::MakePostgresRulesStore(database);
  absl::StatusOr<storage::RulesChange> rules = store->Read({});
  if (absl::IsFailedPrecondition(rules.status())) {
    return absl::UnavailableError(
        absl::StrCat("the database is not ready for a catalog: ", rules.status().message()));
  }
  if (!rules.ok()) return rules.status();
  CatalogChange change = {.rules = rules->identity.chain, .closed = {}};
  if (!rules->catalog.has_value() || rules->closings.empty()) return change;
  if (rules->catalog->text == catalog.text) return change;
  ClosedDays closed;
  closed.Apply(rules->closings);
  const CatalogKeys keys = rules->catalog->keys;
  const absl::StatusOr<runtime::InForce> in_force =
      runtime::ReadInForce(*std::move(rules->catalog), store.get());
  if (!in_force.ok()) return in_force.status();
  absl::StatusOr<ClosedChanges> compared =
      Compare(database, *(*in_force)->catalog, closed, keys, catalog);
  if (!compared.ok()) return compared.status();
  change.closed = *std::move(compared);
  return change;
}

std::string DescribeChanges(const ClosedChanges& changes) {
  std::string lines;
  for (const ClosedChange& each : changes.first) AddLine(each, &lines);
  const size_t others = changes.count - changes.first.size();
  if (others > 0) absl::StrAppend(&lines, "and ", others, " more\n");
  return lines;
}

absl::StatusOr<int64_t> ApplyCatalog(const storage::PostgresOptions& database,
                                     const CatalogFile& catalog, const Digest& rules) {
  const absl::StatusOr<int64_t> applied =
      storage::MakePostgresCatalogStore(database)->Apply(catalog.spec, catalog.text, rules);
  if (!absl::IsAborted(applied.status())) return applied;
  return absl::AbortedError(
      "a closing or another catalog came in between: nothing was changed; run it again");
}

}  // namespace jurimeter::tools
