// Keeps the stores of one process from writing the same event at once. PostgreSQL would let one
// wait for the other and then fail its whole batch.
//
// Example:
//   const IdClaims::Claimed claimed = claims.Claim(entries);  // what is not claimed comes later
//   ... commit claimed.entries ...
//   claims.Release(claimed);
//
// Whoever waits for a claim holds none, so nobody waits in a circle.
//
// Threads: safe from any.
#ifndef JURIMETER_STORAGE_POSTGRES_ID_CLAIMS_H_
#define JURIMETER_STORAGE_POSTGRES_ID_CLAIMS_H_

#include <cstdint>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "storage/postgres/event_batch.h"

namespace jurimeter::storage {

class IdClaims {
 public:
  struct Claimed {
    std::vector<BatchEntry> entries;
    std::vector<uint64_t> hashes;  // of their ids
  };

  // Claims those of `entries`, each of another id, that nobody else has claimed, in their order.
  // Waits until there is one. Requires at least one entry. An entry may also be left out if the
  // hash of its id equals that of a claimed id.
  Claimed Claim(absl::Span<const BatchEntry> entries);

  void Release(const Claimed& claimed);

 private:
  absl::Mutex mutex_;
  absl::flat_hash_set<uint64_t> claimed_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_ID_CLAIMS_H_
