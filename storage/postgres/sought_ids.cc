#include "storage/postgres/sought_ids.h"

#include <optional>
#include <utility>

#include "domain/values/text.h"
#include "storage/postgres/binary_values.h"

namespace jurimeter::storage {

void SoughtIds::Add(size_t place, std::string_view bureau, std::string_view event_id) {
  const std::optional<EventId> id = EventId::Parse(event_id);
  // The database takes no text that is none.
  if (id && CheckText(bureau).ok()) ids_.push_back({place, bureau, *id});
}

Result SoughtIds::LookUp(Transaction& transaction, const char* statement) const {
  BinaryArray bureaus(ElementType::kText, ids_.size());
  BinaryArray ids(ElementType::kUuid, ids_.size());
  for (const Sought& each : ids_) {
    bureaus.fields().AddText(each.bureau);
    ids.fields().AddUuid(each.event_id);
  }
  transaction.Send(statement, {bureaus.bytes(), ids.bytes()});
  return std::move(transaction.Receive().back());
}

}  // namespace jurimeter::storage
