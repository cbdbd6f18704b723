#include "storage/postgres/erasure.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "domain/ledger/canonical_bytes.h"
#include "domain/ledger/entry_kind.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/prepared.h"
#include "storage/postgres/principals.h"
#include "storage/postgres/session.h"

namespace jurimeter::storage {
namespace {

constexpr char kLockEvent[] = R"(
SELECT bureau_id, octet_length(subject_seal)
FROM event JOIN bureau USING (bureau_id)
WHERE code = $1 AND event_id = $2::uuid
FOR UPDATE OF event)";

constexpr char kErase[] = R"(
UPDATE event
SET subject = '', subject_seal = sha256(subject_seal || convert_to(subject, 'UTF8'))
WHERE bureau_id = $1 AND event_id = $2::uuid)";

constexpr char kInsertErasure[] = R"(
INSERT INTO erasure (entry_id, bureau_id, event_id, principal_id, reason)
VALUES ($1, $2, $3::uuid, $4, $5))";

// The events that a chain of corrections put in the place of this one, and those whose place it
// took. A replacement stands in the entry of its retraction, by which the earlier one is found.
// UNION ends the search also in a log that somebody altered to a circle.
constexpr char kSubjectsOfCorrections[] = R"(
WITH RECURSIVE start AS (
  SELECT bureau_id, event_id, entry_id
  FROM event JOIN bureau USING (bureau_id)
  WHERE code = $1 AND event_id = $2::uuid),
later AS (
  TABLE start
  UNION
  SELECT new.bureau_id, new.event_id, new.entry_id
  FROM later AS old
  JOIN retraction AS r ON r.bureau_id = old.bureau_id AND r.event_id = old.event_id
  JOIN event AS new ON new.bureau_id = r.bureau_id AND new.event_id = r.replaced_by),
earlier AS (
  TABLE start
  UNION
  SELECT old.bureau_id, old.event_id, old.entry_id
  FROM earlier AS new
  JOIN retraction AS r ON r.entry_id = new.entry_id AND r.bureau_id = new.bureau_id
                      AND r.replaced_by = new.event_id
  JOIN event AS old ON old.bureau_id = r.bureau_id AND old.event_id = r.event_id)
SELECT event_id
FROM (TABLE later UNION TABLE earlier) AS chain
JOIN event USING (bureau_id, event_id, entry_id)
JOIN ledger_entry USING (entry_id)
WHERE event_id <> $2::uuid AND octet_length(subject_seal) = $3
ORDER BY revision)";

constexpr char kErasureItem[] =
    "SELECT bureau_id, event_id, principal_id, reason FROM erasure WHERE entry_id = ";

constexpr int kSealOfSubject = 16;

EntryItems ItemsOf(const EventId& event_id, std::string_view bureau, std::string_view principal,
                   std::string_view reason) {
  std::string leaf;
  AppendErasure(event_id, bureau, principal, reason, &leaf);
  return OneItem(leaf);
}

absl::StatusOr<int64_t> Erase(Connection& connection, const SubjectErasure& erasure) {
  const absl::Status schema = CheckSchema(connection);
  if (!schema.ok()) return schema;
  const std::string id = erasure.event_id.ToString();
  pqxx::work transaction(connection);
  const KeyedPrincipal principal = DatabasePrincipal(transaction);
  const pqxx::result found = transaction.exec_params(kLockEvent, erasure.bureau, id);
  if (found.empty()) {
    return absl::NotFoundError(
        absl::StrCat("event ", id, " of bureau \"", erasure.bureau, "\" is not recorded"));
  }
  if (found[0][1].as<int>() != kSealOfSubject) {
    return absl::FailedPreconditionError(
        absl::StrCat("event ", id, " of bureau \"", erasure.bureau, "\" has no subject",
                     found[0][1].as<int>() == 0 ? "" : " any more"));
  }
  const auto bureau = found[0][0].as<BureauKey>();
  const int64_t entry_id = DrawEntryId(transaction);
  transaction.exec_params0(kErase, bureau, id);
  transaction.exec_params0(kInsertErasure, entry_id, bureau, id, principal.key, erasure.reason);
  const int64_t revision = AppendEntry(
      transaction, entry_id, kErasureEntry,
      ItemsOf(erasure.event_id, erasure.bureau, principal.name, erasure.reason), std::nullopt);
  transaction.commit();
  return revision;
}

absl::StatusOr<std::vector<EventId>> SubjectsOfCorrections(Connection& connection,
                                                           const std::string& bureau,
                                                           const EventId& event_id) {
  const absl::Status schema = CheckSchema(connection);
  if (!schema.ok()) return schema;
  pqxx::read_transaction transaction(connection);
  std::vector<EventId> found;
  for (const pqxx::row& row : transaction.exec_params(kSubjectsOfCorrections, bureau,
                                                      event_id.ToString(), kSealOfSubject)) {
    found.push_back(*EventId::Parse(row[0].c_str()));
  }
  return found;
}

}  // namespace

absl::StatusOr<int64_t> EraseSubject(const PostgresOptions& options,
                                     const SubjectErasure& erasure) {
  return Session(options).Run("erase a subject",
                              [&](Connection& connection) { return Erase(connection, erasure); });
}

absl::StatusOr<std::vector<EventId>> FindSubjectsOfCorrections(const PostgresOptions& options,
                                                               const std::string& bureau,
                                                               const EventId& event_id) {
  return Session(options).Run("find subjects", [&](Connection& connection) {
    return SubjectsOfCorrections(connection, bureau, event_id);
  });
}

EntryItems ReadErasureItems(Connection& connection, const CodeTable& codes, int64_t entry_id) {
  const Result found = RunStatement(connection, absl::StrCat(kErasureItem, entry_id).c_str());
  if (found.rows() == 0) return {.count = 0, .digest = MerkleTree().Root()};
  return ItemsOf(found.Uuid(0, 1), codes.Bureau(found.Integer(0, 0)),
                 codes.Principal(found.Integer(0, 2)), found.Text(0, 3));
}

}  // namespace jurimeter::storage
