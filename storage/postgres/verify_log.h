// The ledger's entries in their order, each with its events and retractions in the order of its
// digest: one pass over the log.
//
// Example:
//   VerifyLog log(connection, snapshot, scope);
//   while (const StatedEntry* entry = log.NextEntry()) {
//     while (const LogRow* event = log.NextEvent()) ...
//     while (const RetractedEvent* retraction = log.NextRetraction()) ...
//   }
//
// Memory is that of a few pages of rows. All throw what RunStatement throws. Threads: one at a
// time.
#ifndef JURIMETER_STORAGE_POSTGRES_VERIFY_LOG_H_
#define JURIMETER_STORAGE_POSTGRES_VERIFY_LOG_H_

#include <cstdint>
#include <optional>
#include <pqxx/pqxx>
#include <string>

#include "domain/ledger/chain.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/cursor.h"
#include "storage/postgres/event_codec.h"
#include "storage/postgres/retraction_log.h"
#include "storage/postgres/verify_scope.h"

namespace jurimeter::storage {

// An entry as the ledger states it.
struct StatedEntry {
  std::string kind;  // entry.kind is a view of it
  LedgerEntry entry;
  Digest chain;
};

// A retraction, and what it is of.
struct RetractedEvent {
  RetractionRow row;
  // None if the log does not have the event.
  struct Of {
    CellDay day;
    int64_t quantity;
  };
  std::optional<Of> of;
};

class VerifyLog {
 public:
  // Of the entries of `scope`. `snapshot` is a transaction on `connection`; both must outlive this.
  VerifyLog(Connection& connection, pqxx::transaction_base& snapshot, const VerifyScope& scope);

  // The next entry. What the one before has left is skipped. Null at the end.
  const StatedEntry* NextEntry();

  // The next event, or retraction, of the entry; null after the last. It is valid until the next
  // call.
  const LogRow* NextEvent();
  const RetractedEvent* NextRetraction();

  // For other statements, until the next call of the above.
  Connection& IdleConnection();

 private:
  bool HasRow(Cursor* rows);
  // Whether `rows`, whose column `column` is the revision, is at a row of the entry.
  bool AtEntry(Cursor* rows, int column);

  Connection& connection_;
  Cursor entries_;
  Cursor events_;
  Cursor retractions_;
  StatedEntry entry_{};
  std::optional<LogRow> event_;
  std::optional<RetractedEvent> retraction_;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_VERIFY_LOG_H_
