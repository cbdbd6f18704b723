// EventStore on PostgreSQL.
//
// One transaction a batch: a look at those ids that were stored lately, COPY of the new events, one
// pre-aggregated upsert of their totals, then the ledger head, whose returned row is the proof that
// nothing before it failed unseen. See ARCHITECTURE.md, "Life of an event".
#ifndef JURIMETER_STORAGE_POSTGRES_POSTGRES_EVENT_STORE_H_
#define JURIMETER_STORAGE_POSTGRES_POSTGRES_EVENT_STORE_H_

#include <memory>

#include "storage/event_store.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/known_ids.h"

namespace jurimeter::storage {

struct EventStoreOptions {
  PostgresOptions postgres;
  // Attempts at one batch before Commit gives up with UNAVAILABLE, with jittered, doubling
  // pauses between them.
  int max_attempts = 5;
  // Milliseconds of the first pause.
  int first_pause_ms = 20;
  // Shared by the stores of a process, so that each knows what the others stored and are storing;
  // null for one of its own.
  std::shared_ptr<KnownIds> known_ids = nullptr;
};

// Does not connect yet: the first Commit does, and each one after an error.
std::unique_ptr<EventStore> MakePostgresEventStore(EventStoreOptions options);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_POSTGRES_EVENT_STORE_H_
