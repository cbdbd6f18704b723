// The digest of a commit: the Merkle tree hash of RFC 6962 (SHA-256) over the canonical bytes of
// its new events, in the order of (bureau key, event id).
//
// The digest fixes each event's content, so that one commit alone proves that it includes an event.
// The ledger chains the digests, so that nothing recorded can change unseen.
//
// Threads: pure functions; a MerkleTree belongs to one thread.
#ifndef JURIMETER_DOMAIN_EVENT_DIGEST_H_
#define JURIMETER_DOMAIN_EVENT_DIGEST_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/event/event_id.h"

namespace jurimeter {

using Digest = std::array<uint8_t, 32>;

// What an event says, by codes rather than keys, as the digest sees it.
struct EventContent {
  std::string_view bureau;
  EventId event_id;
  std::string_view indicator;
  std::string_view category;  // empty: none
  absl::Time occurred_at;
  absl::CivilDay occurred_on;
  int64_t quantity;
  std::string_view subject;
};

// Appends the canonical bytes of `event` to `out`: a version byte 1; the 16 bytes of the id;
// microseconds since the epoch, statistic day as days since the epoch and quantity, each as
// eight bytes, big-endian; then bureau, indicator, category and subject, each as a length of
// two bytes, big-endian, and its bytes.
void AppendCanonicalBytes(const EventContent& event, std::string* out);

// The Merkle tree hash of the leaves added so far, in their order (RFC 6962, section 2.1).
class MerkleTree {
 public:
  // Adds SHA-256(0x00 || leaf).
  void Add(std::string_view leaf);
  // SHA-256 of nothing for an empty tree.
  Digest Root() const;

 private:
  // The roots of the perfect subtrees that the leaves so far make, largest first: one for each
  // bit that is set in size_.
  std::vector<Digest> peaks_;
  uint64_t size_ = 0;
};

// SHA-256 of `bytes`.
Digest Sha256(std::string_view bytes);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_EVENT_DIGEST_H_
