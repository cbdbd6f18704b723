#include "domain/event/correction_turns.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace jurimeter {

std::vector<size_t> TurnsOf(absl::Span<const NamedEvents> corrections) {
  // The first turn in which an event is free.
  absl::flat_hash_map<std::pair<std::string_view, EventId>, size_t> free;
  std::vector<size_t> turns;
  turns.reserve(corrections.size());
  for (const NamedEvents& each : corrections) {
    size_t turn = free[{each.bureau, each.event_id}];
    if (each.replacement.has_value()) {
      turn = std::max(turn, free[{each.bureau, *each.replacement}]);
      free[{each.bureau, *each.replacement}] = turn + 1;
    }
    free[{each.bureau, each.event_id}] = turn + 1;
    turns.push_back(turn);
  }
  return turns;
}

}  // namespace jurimeter
