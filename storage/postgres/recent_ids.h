// Remembers which event ids were stored, and which retracted, lately, so that a batch need ask the
// database for few.
//
// Example:
//   RecentIds recent;
//   recent.Add(event);      // after its COMMIT
//   recent.MayHave(event);  // true; or false, if others have taken its place since
//
// It is a hint and no more: a stored event may be forgotten, an id that was never stored may be
// taken for one, and what it remembers may be gone from the database, which alone decides what is
// a duplicate. The same holds of retractions.
//
// Threads: safe from any.
#ifndef JURIMETER_STORAGE_POSTGRES_RECENT_IDS_H_
#define JURIMETER_STORAGE_POSTGRES_RECENT_IDS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "absl/hash/hash.h"
#include "domain/event/event.h"
#include "domain/event/event_id.h"
#include "storage/postgres/event_batch.h"

namespace jurimeter::storage {

class RecentIds {
 public:
  // 16 MiB, which a service touches as it takes events.
  static constexpr size_t kPlaces = size_t{1} << 21;

  RecentIds() : hashes_(std::make_unique<std::atomic<uint64_t>[]>(kPlaces)) {}

  void Add(const Event& event) { AddHash(HashOfId(event)); }
  bool MayHave(const Event& event) const { return HasHash(HashOfId(event)); }

  void AddRetracted(BureauKey bureau, const EventId& id) { AddHash(HashOfRetracted(bureau, id)); }
  bool MayHaveRetracted(BureauKey bureau, const EventId& id) const {
    return HasHash(HashOfRetracted(bureau, id));
  }

 private:
  // Another one than that of the event, and never 0.
  static uint64_t HashOfRetracted(BureauKey bureau, const EventId& id) {
    const uint64_t hash = absl::HashOf(id, bureau);
    return hash == 0 ? 1 : hash;
  }

  void AddHash(uint64_t hash) { PlaceOf(hash).store(hash, std::memory_order_relaxed); }
  bool HasHash(uint64_t hash) const {
    return PlaceOf(hash).load(std::memory_order_relaxed) == hash;
  }

  std::atomic<uint64_t>& PlaceOf(uint64_t hash) const { return hashes_[hash % kPlaces]; }

  // By their last bits; a new one takes the place of whichever was there.
  std::unique_ptr<std::atomic<uint64_t>[]> hashes_;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_RECENT_IDS_H_
