#include "storage/postgres/verify_event.h"

#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "domain/values/quantity.h"
#include "storage/postgres/prepared.h"
#include "storage/postgres/verify_checks.h"

namespace jurimeter::storage {
namespace {

constexpr char kBureaus[] = "SELECT bureau_id FROM bureau";
constexpr char kIndicators[] =
    "SELECT indicator_id, CASE measure WHEN 'flow' THEN 1 WHEN 'stock' THEN 2 ELSE 0 END "
    "FROM indicator";
constexpr char kCategories[] = "SELECT category_id, indicator_id FROM category";

// How many events the log has, and how many of them it has erased and says so.
constexpr char kEvents[] = "SELECT count(*) FROM event";
constexpr char kErased[] = R"(
SELECT count(*)
FROM erasure AS x
JOIN event AS e ON e.bureau_id = x.bureau_id AND e.event_id = x.event_id
LEFT JOIN ledger_entry AS l ON l.entry_id = e.entry_id
WHERE octet_length(e.subject_seal) = 32 AND )";
constexpr char kErasedOthers[] = R"(
SELECT EXISTS (
  SELECT FROM erasure AS x
  JOIN event AS e ON e.bureau_id = x.bureau_id AND e.event_id = x.event_id
  LEFT JOIN ledger_entry AS l ON l.entry_id = e.entry_id
  WHERE octet_length(e.subject_seal) <> 32 AND )";

// Whether the catalogs admit events is judged elsewhere, in verify_admission.h.
constexpr char kFaults[] = R"(
WITH fault AS (
  SELECT coalesce(bureau.code, e.bureau_id::text) AS bureau, e.event_id, problem.text
  FROM event AS e
  LEFT JOIN bureau USING (bureau_id)
  LEFT JOIN indicator AS i USING (indicator_id)
  LEFT JOIN category AS c ON c.category_id = e.category_id AND c.indicator_id = e.indicator_id
  LEFT JOIN ledger_entry AS l ON l.entry_id = e.entry_id
  LEFT JOIN erasure AS x ON x.bureau_id = e.bureau_id AND x.event_id = e.event_id
  CROSS JOIN LATERAL (VALUES
    (l.entry_id IS NULL, format('entry %s is not in the ledger', e.entry_id)),
    (bureau.bureau_id IS NULL, 'its bureau is not known'),
    (i.indicator_id IS NULL, format('indicator %s is not known', e.indicator_id)),
    (i.measure = 'derived', format('indicator %s is derived', e.indicator_id)),
    (e.category_id <> 0 AND c.category_id IS NULL,
     format('category %s is not one of indicator %s', e.category_id, e.indicator_id)),
    (e.quantity NOT BETWEEN 0 AND 1000000000000,
     format('quantity %s is out of range', e.quantity)),
    (e.measure <> CASE i.measure WHEN 'flow' THEN 1 ELSE 2 END,
     format('it says measure %s, its indicator is a %s', e.measure, i.measure)),
    (NOT CASE octet_length(e.subject_seal) WHEN 0 THEN e.subject = '' AND x.entry_id IS NULL
                                           WHEN 16 THEN e.subject <> '' AND x.entry_id IS NULL
                                           WHEN 32 THEN e.subject = '' AND x.entry_id IS NOT NULL
                                           ELSE false END,
     format('its subject of %s bytes, its seal of %s bytes and %s do not fit together',
            octet_length(e.subject), octet_length(e.subject_seal),
            CASE WHEN x.entry_id IS NULL THEN 'no erasure' ELSE 'its erasure' END))
  ) AS problem (found, text)
  WHERE problem.found AND )";
constexpr char kListFaults[] = R"()
SELECT format('bureau %s, event %s: %s', bureau, event_id, text)
FROM fault ORDER BY bureau, event_id)";

constexpr size_t kSealOfSubject = 16;

template <typename Value>
void Put(int32_t key, Value value, std::vector<Value>* by_key) {
  if (key < 0) return;
  if (by_key->size() <= static_cast<size_t>(key)) by_key->resize(static_cast<size_t>(key) + 1);
  (*by_key)[key] = value;
}

}  // namespace

void EventVerification::Load(Connection& connection) {
  const Result bureaus = RunStatement(connection, kBureaus);
  for (int row = 0; row < bureaus.rows(); ++row) Put(bureaus.Integer(row, 0), true, &bureaus_);
  const Result indicators = RunStatement(connection, kIndicators);
  for (int row = 0; row < indicators.rows(); ++row) {
    Put(indicators.Integer(row, 0), static_cast<Measure>(indicators.Integer(row, 1)), &measures_);
  }
  const Result categories = RunStatement(connection, kCategories);
  for (int row = 0; row < categories.rows(); ++row) {
    Put(categories.Integer(row, 0), categories.Integer(row, 1), &indicators_);
  }
}

void EventVerification::Take(const LogRow& row) {
  ++events_;
  if (IsErased(row)) ++erased_;
  if (!IsSound(row)) ++unsound_;
}

bool EventVerification::IsSound(const LogRow& row) const {
  const auto has = [](const auto& by_key, int32_t key) {
    return key > 0 && static_cast<size_t>(key) < by_key.size();
  };
  if (!has(bureaus_, row.bureau) || !bureaus_[row.bureau]) return false;
  if (MeasureOf(row.indicator) == Measure{} || row.measure != MeasureOf(row.indicator)) {
    return false;
  }
  if (row.category != kNoCategory &&
      (!has(indicators_, row.category) || indicators_[row.category] != row.indicator)) {
    return false;
  }
  if (row.quantity < 0 || row.quantity > kMaxQuantity) return false;
  if (row.subject.empty()) return row.seal.empty() || IsErased(row);
  return row.seal.size() == kSealOfSubject;
}

bool EventVerification::Finish(pqxx::transaction_base& snapshot, const VerifyScope& scope,
                               VerifyReport* report) {
  const std::string entries = scope.OfEntries("l.revision");
  const bool complete = !scope.IsAll() || snapshot.exec1(kEvents)[0].as<int64_t>() == events_;
  // An erasure names one event, and no two name the same: as many of both are the same.
  const bool erasures_fit =
      snapshot.exec1(absl::StrCat(kErased, entries))[0].as<int64_t>() == erased_ &&
      !snapshot.exec1(absl::StrCat(kErasedOthers, entries, ")"))[0].as<bool>();
  if (complete && erasures_fit && unsound_ == 0) return true;
  RunCheck(snapshot, {"event", absl::StrCat(kFaults, entries, kListFaults)}, report);
  return complete;
}

}  // namespace jurimeter::storage
