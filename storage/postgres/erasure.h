// Erases the subject of an event: a person's name or a case number, in a log that never forgets.
//
// The event's leaf holds SHA-256 over 16 random bytes and the subject. The hash takes the place of
// both, so that every digest and chain stays as it is, and nobody can find the subject by trying
// texts. Backups, copies and the pages that VACUUM has not cleaned yet still have it.
#ifndef JURIMETER_STORAGE_POSTGRES_ERASURE_H_
#define JURIMETER_STORAGE_POSTGRES_ERASURE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/event/event_id.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/ledger.h"

namespace jurimeter::storage {

struct SubjectErasure {
  std::string bureau;  // its code
  EventId event_id;
  std::string reason;  // 1 to kMaxReasonCharacters characters
};

// Erases the subject, which only the owner of the tables may, and returns the revision of the
// ledger's entry that says so, with the session's role as its principal.
//   NOT_FOUND            the event is not recorded
//   FAILED_PRECONDITION  it has no subject, or none any more; or the schema is not this program's
//   UNAVAILABLE          the database is away
//   INTERNAL             the role may not
absl::StatusOr<int64_t> EraseSubject(const PostgresOptions& options, const SubjectErasure& erasure);

// The events whose subject is not erased among those that corrections put in the place of this one,
// and those in whose place this one stands; the first recorded come first. They often have the same
// subject. Reads the bureau's retractions once for each event that was corrected before this one.
//   FAILED_PRECONDITION, UNAVAILABLE, INTERNAL  as above
absl::StatusOr<std::vector<EventId>> FindSubjectsOfCorrections(const PostgresOptions& options,
                                                               const std::string& bureau,
                                                               const EventId& event_id);

// The item of an erasure's entry as its table has it; none if there is none. Throws what
// RunStatement throws.
EntryItems ReadErasureItems(Connection& connection, const CodeTable& codes, int64_t entry_id);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_ERASURE_H_
