#include "storage/postgres/postgres_catalog_store.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/ledger/entry_kind.h"
#include "storage/postgres/catalog_entry.h"
#include "storage/postgres/catalog_identity.h"
#include "storage/postgres/catalog_revisions.h"
#include "storage/postgres/known_kinds.h"
#include "storage/postgres/ledger.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/principals.h"
#include "storage/postgres/sequences.h"
#include "storage/postgres/session.h"
#include "storage/postgres/sql_text.h"
#include "storage/postgres/stored_catalog.h"

namespace jurimeter::storage {
namespace {

std::string InForceSql() {
  return absl::StrCat("SELECT revision, time_zone, source ", kFromCatalogRevisions,
                      "ORDER BY revision DESC LIMIT 1");
}

// Two that apply catalogs take turns; readers go on.
constexpr char kTakeTurns[] = R"(
SELECT set_config('lock_timeout', '5s', true);
LOCK TABLE catalog IN EXCLUSIVE MODE)";

constexpr char kChangedMeasures[] = R"(
SELECT code, indicator.measure, given.measure
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS given (code, measure, place)
JOIN indicator USING (code)
WHERE indicator.measure <> given.measure
ORDER BY given.place)";

constexpr char kChangedDecimals[] = R"(
SELECT code, indicator.quantity_decimals, given.decimals
FROM unnest($1::text[], $2::integer[], $3::text[]) WITH ORDINALITY
     AS given (code, decimals, measure, place)
JOIN indicator USING (code)
WHERE indicator.quantity_decimals <> given.decimals AND indicator.measure = given.measure
ORDER BY given.place)";

// No ON CONFLICT: it would use up keys.
constexpr char kAddBureaus[] = R"(
INSERT INTO bureau (code, given_by)
SELECT code, $2 FROM unnest($1::text[]) WITH ORDINALITY AS given (code, place)
WHERE NOT EXISTS (SELECT FROM bureau WHERE bureau.code = given.code)
ORDER BY place)";

constexpr char kAddIndicators[] = R"(
INSERT INTO indicator (code, measure, quantity_decimals, given_by)
SELECT code, measure, decimals, $4
FROM unnest($1::text[], $2::text[], $3::integer[])
     WITH ORDINALITY AS given (code, measure, decimals, place)
WHERE NOT EXISTS (SELECT FROM indicator WHERE indicator.code = given.code)
ORDER BY place)";

constexpr char kAddCategories[] = R"(
INSERT INTO category (indicator_id, code, given_by)
SELECT indicator_id, given.code, $3
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS given (indicator, code, place)
JOIN indicator ON indicator.code = given.indicator
WHERE NOT EXISTS (SELECT FROM category
                  WHERE category.indicator_id = indicator.indicator_id
                    AND category.code = given.code)
ORDER BY place)";

constexpr char kAddCatalog[] =
    "INSERT INTO catalog (entry_id, principal_id, time_zone, source) VALUES ($1, $2, $3, $4)";

const char* MeasureText(const IndicatorSpec& spec) {
  if (std::holds_alternative<Flow>(spec.definition)) return "flow";
  if (std::holds_alternative<Stock>(spec.definition)) return "stock";
  return "derived";
}

// The indicators of a catalog as array parameters.
struct IndicatorColumns {
  std::string codes, measures, decimals;

  explicit IndicatorColumns(const CatalogSpec& spec) {
    ArrayText code_array, measure_array, decimals_array;
    for (const IndicatorSpec& indicator : spec.indicators) {
      code_array.AddText(indicator.code);
      measure_array.AddText(MeasureText(indicator));
      decimals_array.AddInteger(indicator.quantity_decimals);
    }
    codes = code_array.Finish();
    measures = measure_array.Finish();
    decimals = decimals_array.Finish();
  }
};

// What `spec` says otherwise than the catalogs before it.
std::vector<std::string> Contradictions(pqxx::work& transaction, const CatalogSpec& spec,
                                        const IndicatorColumns& indicators,
                                        const std::optional<std::string>& time_zone) {
  std::vector<std::string> found;
  if (time_zone.has_value() && *time_zone != spec.time_zone) {
    found.push_back(absl::StrCat("time_zone: was \"", *time_zone, "\" and cannot become \"",
                                 spec.time_zone,
                                 "\", since the statistic days of recorded events depend on it"));
  }
  for (const pqxx::row& row :
       transaction.exec_params(kChangedMeasures, indicators.codes, indicators.measures)) {
    found.push_back(absl::StrCat("indicator \"", row[0].c_str(), "\": was ", row[1].c_str(),
                                 " and cannot become ", row[2].c_str(),
                                 "; define a new indicator under another code"));
  }
  for (const pqxx::row& row : transaction.exec_params(kChangedDecimals, indicators.codes,
                                                      indicators.decimals, indicators.measures)) {
    found.push_back(absl::StrCat(
        "indicator \"", row[0].c_str(), "\": its quantity_decimals were ", row[1].c_str(),
        " and cannot become ", row[2].c_str(),
        ", since recorded quantities are read by them; define a new indicator under another code"));
  }
  return found;
}

void AddCodes(pqxx::work& transaction, const CatalogSpec& spec, const IndicatorColumns& indicators,
              int64_t entry_id) {
  ArrayText bureaus, owners, categories;
  for (const BureauSpec& bureau : spec.bureaus) bureaus.AddText(bureau.code);
  for (const IndicatorSpec& indicator : spec.indicators) {
    for (const CategorySpec& category : indicator.categories) {
      owners.AddText(indicator.code);
      categories.AddText(category.code);
    }
  }
  transaction.exec_params0(kAddBureaus, bureaus.Finish(), entry_id);
  transaction.exec_params0(kAddIndicators, indicators.codes, indicators.measures,
                           indicators.decimals, entry_id);
  transaction.exec_params0(kAddCategories, owners.Finish(), categories.Finish(), entry_id);
}

absl::StatusOr<int64_t> PutIntoForce(Connection& connection, const CatalogSpec& spec,
                                     const std::string& text, const std::optional<Digest>& rules) {
  pqxx::work transaction(connection);
  transaction.exec(kTakeTurns);
  std::optional<std::string> time_zone;
  for (const pqxx::row& row : transaction.exec(InForceSql())) {
    time_zone = row[1].as<std::string>();
    if (row[2].as<std::string>() == text) return row[0].as<int64_t>();
  }
  const IndicatorColumns indicators(spec);
  const std::vector<std::string> contradictions =
      Contradictions(transaction, spec, indicators, time_zone);
  if (!contradictions.empty()) {
    return absl::FailedPreconditionError(absl::StrCat("the catalog contradicts those before it:\n",
                                                      absl::StrJoin(contradictions, "\n")));
  }
  const KeyedPrincipal principal = DatabasePrincipal(transaction);
  const int64_t entry_id = DrawEntryId(transaction);
  AddCodes(transaction, spec, indicators, entry_id);
  transaction.exec_params0(kAddCatalog, entry_id, principal.key, spec.time_zone, text);
  const int64_t revision = AppendEntry(transaction, entry_id, kCatalogEntry,
                                       ReadCatalogItems(transaction, entry_id), rules);
  transaction.commit();
  return revision;
}

// The same, and says why the ledger did not take it, or which sequence is behind if that is why a
// key is in use already.
absl::StatusOr<int64_t> ApplyWithSoundKeys(Connection& connection, const CatalogSpec& spec,
                                           const std::string& text,
                                           const std::optional<Digest>& rules) {
  try {
    return PutIntoForce(connection, spec, text, rules);
  } catch (const Untaken& untaken) {
    if (!rules.has_value()) return absl::InternalError(untaken.what());
    return WhyUntaken(connection, *rules, untaken);
  } catch (const pqxx::unique_violation&) {
    pqxx::read_transaction after(connection);
    const std::vector<std::string> faults = SequenceFaults(after);
    if (faults.empty()) throw;
    return absl::FailedPreconditionError(absl::StrJoin(faults, "\n"));
  }
}

class PostgresCatalogStore : public CatalogStore {
 public:
  explicit PostgresCatalogStore(PostgresOptions options) : session_(std::move(options)) {}

  absl::StatusOr<CatalogIdentity> InForce() override {
    return RunOnOurSchema<CatalogIdentity>(
        "read which catalog is in force",
        [](Connection& connection) -> absl::StatusOr<CatalogIdentity> {
          const absl::Status kinds = CheckKinds(connection);
          if (!kinds.ok()) return kinds;
          return ReadCatalogIdentity(connection);
        });
  }

  absl::StatusOr<StoredCatalog> Load() override {
    return RunOnOurSchema<StoredCatalog>("load the catalog", [](Connection& connection) {
      return ReadCatalogAt(connection, kNewest);
    });
  }

  absl::StatusOr<EarlierCatalog> LastBefore(int64_t revision) override {
    return RunOnOurSchema<EarlierCatalog>(
        "load an earlier catalog",
        [revision](Connection& connection) { return ReadCatalogBefore(connection, revision); });
  }

  absl::StatusOr<int64_t> Apply(const CatalogSpec& spec, const std::string& text,
                                const std::optional<Digest>& rules) override {
    return RunOnOurSchema<int64_t>("apply the catalog", [&](Connection& connection) {
      return ApplyWithSoundKeys(connection, spec, text, rules);
    });
  }

 private:
  template <typename Result, typename Work>
  absl::StatusOr<Result> RunOnOurSchema(std::string_view doing, Work work) {
    return session_.Run(doing, [&](Connection& connection) -> absl::StatusOr<Result> {
      const absl::Status status = CheckSchema(connection);
      if (!status.ok()) return status;
      return work(connection);
    });
  }

  Session session_;
};

}  // namespace

std::unique_ptr<CatalogStore> MakePostgresCatalogStore(PostgresOptions options) {
  return std::make_unique<PostgresCatalogStore>(std::move(options));
}

}  // namespace jurimeter::storage
