#include "storage/postgres/retraction_log.h"

#include <utility>

#include "domain/ledger/canonical_bytes.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/failpoint.h"

namespace jurimeter::storage {
namespace {

// By the index, whatever the statistics say: LIMIT 1 keeps the planner from other joins, and from
// the bitmap that it makes if it expects two rows of one id.
constexpr char kFindTargets[] = R"(
SELECT given.place - 1, e.indicator_id, e.category_id, e.occurred_on, e.measure, e.quantity
FROM unnest($1::integer[], $2::uuid[]) WITH ORDINALITY AS given (bureau_id, event_id, place)
CROSS JOIN LATERAL (SELECT * FROM event AS e
                    WHERE e.bureau_id = given.bureau_id AND e.event_id = given.event_id
                    LIMIT 1) AS e)";

enum TargetColumn { kPlace, kIndicator, kCategory, kDay, kMeasure, kQuantity };

constexpr char kFindRetracted[] = R"(
SELECT given.place - 1, r.request_id, r.replaced_by, r.reason, r.entry_id, l.revision
FROM unnest($1::integer[], $2::uuid[]) WITH ORDINALITY AS given (bureau_id, event_id, place)
CROSS JOIN LATERAL (SELECT * FROM retraction AS r
                    WHERE r.bureau_id = given.bureau_id AND r.event_id = given.event_id
                    LIMIT 1) AS r
LEFT JOIN LATERAL (SELECT revision FROM ledger_entry AS l WHERE l.entry_id = r.entry_id
                   LIMIT 1) AS l ON true)";

enum RetractedColumn { kRequestId = kPlace + 1, kReplacedBy, kReason, kEntryId, kRevision };

constexpr char kInsertRetractions[] = R"(
INSERT INTO retraction
  (bureau_id, event_id, principal_id, request_id, replaced_by, standing, reason, entry_id)
SELECT *, $8::bigint
FROM unnest($1::integer[], $2::uuid[], $3::integer[], $4::uuid[], $5::uuid[], $6::uuid[],
            $7::text[]))";

std::optional<EventId> OptionalUuid(const Result& rows, int row, int column) {
  if (rows.IsNull(row, column)) return std::nullopt;
  return rows.Uuid(row, column);
}

void AddOptional(const std::optional<EventId>& id, BinaryFields* fields) {
  if (id.has_value()) {
    fields->AddUuid(*id);
  } else {
    fields->AddNull();
  }
}

// The ids of events as parameters.
struct IdArrays {
  explicit IdArrays(size_t size)
      : bureaus(ElementType::kInteger, size), ids(ElementType::kUuid, size) {}

  void Add(const Correction& correction) {
    bureaus.fields().AddInteger(correction.bureau);
    ids.fields().AddUuid(correction.event_id);
  }

  Result LookUp(Transaction& transaction, const char* statement) {
    transaction.Send(statement, {bureaus.bytes(), ids.bytes()});
    return std::move(transaction.Receive().back());
  }

  BinaryArray bureaus, ids;
};

Target ReadTarget(const Result& rows, int row, BureauKey bureau) {
  return {.day = {{bureau, rows.Integer(row, kIndicator), rows.Integer(row, kCategory)},
                  DayOfDate(rows.Integer(row, kDay))},
          .measure = static_cast<Measure>(rows.Integer(row, kMeasure)),
          .quantity = rows.Bigint(row, kQuantity)};
}

Target::Retracted ReadRetracted(const Result& rows, int row) {
  return {.request_id = rows.Uuid(row, kRequestId),
          .replaced_by = OptionalUuid(rows, row, kReplacedBy),
          .reason = std::string(rows.Text(row, kReason)),
          .entry_id = rows.Bigint(row, kEntryId),
          .revision = rows.IsNull(row, kRevision) ? 0 : rows.Bigint(row, kRevision)};
}

}  // namespace

RetractionRow ReadRetractionRow(const Result& result, int row, int first) {
  return {.bureau = result.Integer(row, first),
          .event_id = result.Uuid(row, first + 1),
          .principal = result.Integer(row, first + 2),
          .request_id = result.Uuid(row, first + 3),
          .replaced_by = OptionalUuid(result, row, first + 4),
          .standing = OptionalUuid(result, row, first + 5),
          .reason = result.Text(row, first + 6)};
}

void AppendLeaf(const RetractionRow& row, const CodeTable& codes, std::string* out) {
  AppendRetraction({.bureau = codes.Bureau(row.bureau),
                    .event_id = row.event_id,
                    .request_id = row.request_id,
                    .replaced_by = row.replaced_by,
                    .principal = codes.Principal(row.principal),
                    .reason = row.reason},
                   out);
}

void PrepareRetractionLog(Connection& connection) {
  Prepare(connection, "find_targets", kFindTargets);
  Prepare(connection, "find_retracted", kFindRetracted);
  Prepare(connection, "insert_retractions", kInsertRetractions);
}

std::vector<std::optional<Target>> FindTargets(Transaction& transaction,
                                               absl::Span<const Correction* const> corrections) {
  IdArrays ids(corrections.size());
  for (const Correction* correction : corrections) ids.Add(*correction);
  Failpoint("before_look_up", transaction);
  const Result rows = ids.LookUp(transaction, "find_targets");
  std::vector<std::optional<Target>> targets(corrections.size());
  for (int row = 0; row < rows.rows(); ++row) {
    const auto place = static_cast<size_t>(rows.Bigint(row, kPlace));
    targets[place] = ReadTarget(rows, row, corrections[place]->bureau);
  }
  return targets;
}

void FindRetracted(Transaction& transaction, absl::Span<const Correction* const> corrections,
                   absl::Span<const size_t> places, std::vector<std::optional<Target>>* targets) {
  if (places.empty()) return;
  IdArrays ids(places.size());
  for (const size_t place : places) ids.Add(*corrections[place]);
  const Result rows = ids.LookUp(transaction, "find_retracted");
  for (int row = 0; row < rows.rows(); ++row) {
    const size_t place = places[static_cast<size_t>(rows.Bigint(row, kPlace))];
    (*targets)[place]->retracted = ReadRetracted(rows, row);
  }
}

void InsertRetractions(Transaction& transaction, absl::Span<const RetractionRow> rows,
                       int64_t entry_id) {
  BinaryArray bureaus(ElementType::kInteger, rows.size());
  BinaryArray principals(ElementType::kInteger, rows.size());
  BinaryArray ids(ElementType::kUuid, rows.size()), requests(ElementType::kUuid, rows.size());
  BinaryArray replaced_by(ElementType::kUuid, rows.size());
  BinaryArray standing(ElementType::kUuid, rows.size());
  BinaryArray reasons(ElementType::kText, rows.size());
  for (const RetractionRow& row : rows) {
    bureaus.fields().AddInteger(row.bureau);
    ids.fields().AddUuid(row.event_id);
    principals.fields().AddInteger(row.principal);
    requests.fields().AddUuid(row.request_id);
    AddOptional(row.replaced_by, &replaced_by.fields());
    AddOptional(row.standing, &standing.fields());
    reasons.fields().AddText(row.reason);
  }
  transaction.Send("insert_retractions",
                   {bureaus.bytes(), ids.bytes(), principals.bytes(), requests.bytes(),
                    replaced_by.bytes(), standing.bytes(), reasons.bytes(), BigintBytes(entry_id)});
}

}  // namespace jurimeter::storage
