#include "storage/postgres/id_claims.h"

namespace jurimeter::storage {

IdClaims::Claimed IdClaims::Claim(absl::Span<const BatchEntry> entries) {
  Claimed claimed;
  claimed.entries.reserve(entries.size());
  claimed.hashes.reserve(entries.size());
  const auto claim = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    for (const BatchEntry& entry : entries) {
      const uint64_t hash = HashOfId(*entry.event);
      if (!hashes_.insert(hash).second) continue;
      claimed.entries.push_back(entry);
      claimed.hashes.push_back(hash);
    }
    return !claimed.entries.empty();
  };
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(&claim));
  return claimed;
}

void IdClaims::Release(const Claimed& claimed) {
  absl::MutexLock lock(&mutex_);
  for (const uint64_t hash : claimed.hashes) hashes_.erase(hash);
}

}  // namespace jurimeter::storage
