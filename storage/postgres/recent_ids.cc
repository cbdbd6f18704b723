#include "storage/postgres/recent_ids.h"

#include <utility>

#include "absl/hash/hash.h"

namespace jurimeter::storage {

uint64_t RecentIds::HashOf(const Event& event) {
  // 0 is the place of none; another hash for it is one more that may be taken for another.
  const uint64_t hash = absl::HashOf(event.bureau(), event.id());
  return hash == 0 ? 1 : hash;
}

}  // namespace jurimeter::storage
