#include "storage/postgres/verify_log.h"

#include "absl/strings/str_cat.h"

namespace jurimeter::storage {
namespace {

std::string EntriesSql(const VerifyScope& scope) {
  return absl::StrCat(
      "SELECT revision, entry_id, committed_at, kind, changes_figures, changes_rules, items, "
      "digest, chain FROM ledger_entry WHERE ",
      scope.OfEntries("revision"), " ORDER BY revision");
}

std::string EventsSql(const VerifyScope& scope) {
  return absl::StrCat("SELECT ", kColumnsOfE,
                      ", l.revision FROM ledger_entry AS l JOIN event AS e USING (entry_id) WHERE ",
                      scope.OfEntries("l.revision"),
                      " ORDER BY l.revision, e.bureau_id, e.event_id");
}

std::string RetractionsSql(const VerifyScope& scope) {
  return absl::StrCat(
      "SELECT ", kRetractionColumnsOfR,
      ", l.revision, e.indicator_id, e.category_id, e.occurred_on, e.quantity "
      "FROM ledger_entry AS l JOIN retraction AS r USING (entry_id) "
      "LEFT JOIN event AS e ON e.bureau_id = r.bureau_id AND e.event_id = r.event_id WHERE ",
      scope.OfEntries("l.revision"), " ORDER BY l.revision, r.bureau_id, r.event_id");
}

enum EntryColumn {
  kRevision,
  kEntryId,
  kCommittedAt,
  kKind,
  kChangesFigures,
  kChangesRules,
  kItems,
  kDigest,
  kChain,
};

constexpr int kRevisionOfEvent = kEventColumnCount;

enum RetractionColumn {
  kRevisionOfRetraction = kRetractionColumnCount,
  kIndicator,
  kCategory,
  kDay,
  kQuantity,
};

}  // namespace

VerifyLog::VerifyLog(Connection& connection, pqxx::transaction_base& snapshot,
                     const VerifyScope& scope)
    : connection_(connection),
      entries_(connection, snapshot, "entries", EntriesSql(scope)),
      events_(connection, snapshot, "events", EventsSql(scope)),
      retractions_(connection, snapshot, "retractions", RetractionsSql(scope)) {}

const StatedEntry* VerifyLog::NextEntry() {
  while (NextEvent() != nullptr) continue;
  while (NextRetraction() != nullptr) continue;
  if (!HasRow(&entries_)) return nullptr;
  const Result& page = entries_.page();
  const int row = entries_.row();
  entry_.kind = page.Text(row, kKind);
  entry_.entry = {.revision = page.Bigint(row, kRevision),
                  .entry_id = page.Bigint(row, kEntryId),
                  .committed_at = TimeOfTimestamp(page.Bigint(row, kCommittedAt)),
                  .kind = entry_.kind,
                  .changes_figures = page.Boolean(row, kChangesFigures),
                  .changes_rules = page.Boolean(row, kChangesRules),
                  .items = page.Bigint(row, kItems),
                  .digest = page.Sha256(row, kDigest)};
  entry_.chain = page.Sha256(row, kChain);
  entries_.Next();
  return &entry_;
}

const LogRow* VerifyLog::NextEvent() {
  if (!AtEntry(&events_, kRevisionOfEvent)) return nullptr;
  // Before the first row of a page is looked at, the server begins with the next page.
  if (events_.row() == 0) events_.Ask();
  event_ = ReadLogRow(events_.page(), events_.row(), 0);
  events_.Next();
  return &*event_;
}

const RetractedEvent* VerifyLog::NextRetraction() {
  if (!AtEntry(&retractions_, kRevisionOfRetraction)) return nullptr;
  const Result& page = retractions_.page();
  const int row = retractions_.row();
  retraction_ = RetractedEvent{.row = ReadRetractionRow(page, row, 0), .of = std::nullopt};
  if (!page.IsNull(row, kQuantity)) {
    retraction_->of = {.day = {{retraction_->row.bureau, page.Integer(row, kIndicator),
                                page.Integer(row, kCategory)},
                               DayOfDate(page.Integer(row, kDay))},
                       .quantity = page.Bigint(row, kQuantity)};
  }
  retractions_.Next();
  return &*retraction_;
}

Connection& VerifyLog::IdleConnection() {
  events_.Settle();
  return connection_;
}

bool VerifyLog::HasRow(Cursor* rows) {
  if (rows->NeedsPage()) IdleConnection();
  return rows->HasRow();
}

bool VerifyLog::AtEntry(Cursor* rows, int column) {
  return HasRow(rows) && rows->page().Bigint(rows->row(), column) == entry_.entry.revision;
}

}  // namespace jurimeter::storage
