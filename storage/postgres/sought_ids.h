// Ids of events as drafts spell them, for a look-up in the database.
#ifndef JURIMETER_STORAGE_POSTGRES_SOUGHT_IDS_H_
#define JURIMETER_STORAGE_POSTGRES_SOUGHT_IDS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "domain/event/event_id.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {

// Of a list of drafts those that the database can have. The texts must outlive this.
class SoughtIds {
 public:
  // Adds the draft at `place` of the list, unless no recorded event can have this bureau and id.
  void Add(size_t place, std::string_view bureau, std::string_view event_id);

  bool empty() const { return ids_.empty(); }

  // What the prepared `statement` answers for text[] of bureaus and uuid[] of ids. Throws what
  // Transaction throws.
  Result LookUp(Transaction& transaction, const char* statement) const;

  // The place in the list of what stands at `ordinal` of these arrays, which counts from 0.
  size_t PlaceOf(int64_t ordinal) const { return ids_[static_cast<size_t>(ordinal)].place; }

 private:
  struct Sought {
    size_t place;
    std::string_view bureau;
    EventId event_id;
  };

  std::vector<Sought> ids_;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_SOUGHT_IDS_H_
