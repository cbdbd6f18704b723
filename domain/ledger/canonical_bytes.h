// The canonical bytes of what ledger entries hold: the leaves of their Merkle trees. Whoever has an
// item's content can compute its leaf anew, with no more than this page.
//
// Each begins with a byte for its type, so that no item passes as one of another type. Numbers are
// big-endian: times, quantities and revisions eight bytes, all others four. A text is its length
// and its bytes.
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_LEDGER_CANONICAL_BYTES_H_
#define JURIMETER_DOMAIN_LEDGER_CANONICAL_BYTES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "domain/event/event_id.h"
#include "domain/ledger/digest.h"
#include "domain/values/day_interval.h"

namespace jurimeter {

// What an event says, by codes rather than keys.
struct EventContent {
  std::string_view bureau;
  EventId event_id;
  std::string_view indicator;
  std::string_view category;  // empty: none
  std::string_view principal;
  absl::Time occurred_at;   // to the microsecond
  int32_t occurred_on = 0;  // statistic day, as DayNumber counts it
  int64_t quantity = 0;
  std::optional<Digest> subject;  // CommitToSubject; none if the event names no subject
};

// Appends: 1; the 16 bytes of the id; microseconds since 1970, statistic day as days since 1970,
// and quantity; bureau, indicator, category and principal as texts; 0 if there is no subject, or 1
// and the 32 bytes of its digest.
void AppendEvent(const EventContent& event, std::string* out);

// What stands in an event's leaf for its subject: SHA-256 over `seal`, 16 random bytes, and the
// subject. Once the two are erased nobody can find the subject by trying texts, and the leaf, which
// only needs this digest, stays as it was.
Digest CommitToSubject(std::string_view seal, std::string_view subject);

// What a retraction says, by codes rather than keys.
struct RetractionContent {
  std::string_view bureau;
  EventId event_id;  // of what no longer counts
  EventId request_id;
  std::optional<EventId> replaced_by;  // id of the event that stands in its place
  std::string_view principal;
  std::string_view reason;
};

// Appends: 6; the 16 bytes of the event's id, and of the request's; 0 if nothing stands in its
// place, or 1 and the 16 bytes of the id of what does; bureau, principal and reason as texts.
void AppendRetraction(const RetractionContent& retraction, std::string* out);

// Appends that a subject was erased: 7; the 16 bytes of the event's id; bureau, principal and
// reason as texts.
void AppendErasure(const EventId& event_id, std::string_view bureau, std::string_view principal,
                   std::string_view reason, std::string* out);

// What a closing or a reopening says.
struct ClosingContent {
  EventId request_id;
  std::optional<int64_t> reopens;  // revision of the closing that it takes back
  DayInterval days;                // that were asked for
  std::string_view scope;          // that was asked for: "all", "region 4201" or "bureaus a,b"
  std::string_view principal;
  std::string_view reason;
};

// Appends a closing: 8; the 16 bytes of the request's id; first and last day as days since 1970;
// scope, principal and reason as texts. Or a reopening: 9; the 16 bytes of the request's id; the
// revision of the closing that it takes back, eight bytes; and the rest of a closing.
void AppendClosing(const ClosingContent& closing, std::string* out);

// Appends a part of what the two come to: 10; the bureau's code as a text; first and last day as
// days since 1970.
void AppendClosingPart(std::string_view bureau, const DayInterval& days, std::string* out);

// Appends: 2; the time zone and the text of a catalog that came into force, and the principal that
// applied it, as texts.
void AppendCatalog(std::string_view time_zone, std::string_view text, std::string_view principal,
                   std::string* out);

// Appends: 11; the text of an access list that came into force, and the principal that applied it,
// as texts.
void AppendAccessList(std::string_view text, std::string_view principal, std::string* out);

// Appends a key that a catalog's entry gave: 3 and the key and code of a bureau; 4 and the key,
// code, measure ("flow", "stock" or "derived") and quantity_decimals of an indicator; 5 and the
// key, the indicator's key and the code of a category.
void AppendBureauKey(int32_t key, std::string_view code, std::string* out);
void AppendIndicatorKey(int32_t key, std::string_view code, std::string_view measure,
                        int32_t quantity_decimals, std::string* out);
void AppendCategoryKey(int32_t key, int32_t indicator, std::string_view code, std::string* out);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_LEDGER_CANONICAL_BYTES_H_
