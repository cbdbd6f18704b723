#include "storage/postgres/id_claims.h"

#include "domain/values/require.h"

namespace jurimeter::storage {

IdClaims::Claimed IdClaims::Claim(absl::Span<const BatchEntry> entries) {
  JURIMETER_REQUIRE(!entries.empty());
  std::vector<uint64_t> hashes;
  hashes.reserve(entries.size());
  for (const BatchEntry& entry : entries) hashes.push_back(HashOfId(*entry.event));
  // Other threads evaluate this too, any number of times: it must change nothing.
  const auto any_free = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    for (const uint64_t hash : hashes) {
      if (!claimed_.contains(hash)) return true;
    }
    return false;
  };
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(&any_free));
  Claimed claimed;
  claimed.entries.reserve(entries.size());
  claimed.hashes.reserve(entries.size());
  for (size_t place = 0; place < entries.size(); ++place) {
    if (!claimed_.insert(hashes[place]).second) continue;
    claimed.entries.push_back(entries[place]);
    claimed.hashes.push_back(hashes[place]);
  }
  return claimed;
}

void IdClaims::Release(const Claimed& claimed) {
  absl::MutexLock lock(&mutex_);
  for (const uint64_t hash : claimed.hashes) claimed_.erase(hash);
}

}  // namespace jurimeter::storage
