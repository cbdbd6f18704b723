#include "storage/postgres/event_batch.h"

#include <algorithm>

#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "domain/values/text.h"

namespace jurimeter::storage {
namespace {

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", time, absl::UTCTimeZone());
}

}  // namespace

void SortEntries(std::vector<BatchEntry>* entries) {
  std::sort(entries->begin(), entries->end(), [](const BatchEntry& a, const BatchEntry& b) {
    if (a.event->bureau() != b.event->bureau()) return a.event->bureau() < b.event->bureau();
    const auto order = a.event->id() <=> b.event->id();
    return order != 0 ? order < 0 : a.place < b.place;
  });
}

bool SameId(const Event& a, const Event& b) { return a.bureau() == b.bureau() && a.id() == b.id(); }

uint64_t HashOfId(const Event& event) {
  const uint64_t hash = absl::HashOf(event.bureau(), event.id());
  return hash == 0 ? 1 : hash;
}

EventBody BodyOf(const Event& event) {
  return {event.indicator(), event.category(), event.occurred_at(), event.quantity(),
          event.subject()};
}

EventBody BodyBeside(const StoredEvent& stored, const Event& event) {
  EventBody body = BodyOf(event);
  if (stored.is_erased) body.subject = stored.subject;
  return body;
}

Violations Differences(const SpokenBody& stored, const SpokenBody& given) {
  Violations found;
  const auto compare = [&found](const char* field, bool same, const std::string& old_value,
                                const std::string& new_value) {
    if (same) return;
    found.push_back({field, absl::StrCat("this event id stands for ", old_value,
                                         " already, and was given with ", new_value)});
  };
  compare("indicator", stored.indicator == given.indicator, Quoted(stored.indicator),
          Quoted(given.indicator));
  compare("category", stored.category == given.category, Quoted(stored.category),
          Quoted(given.category));
  compare("occurred_at", stored.occurred_at == given.occurred_at, TimeText(stored.occurred_at),
          TimeText(given.occurred_at));
  compare("quantity", stored.quantity == given.quantity, stored.quantity, given.quantity);
  compare("subject", stored.subject == given.subject, Quoted(stored.subject),
          Quoted(given.subject));
  return found;
}

Violations Differences(const EventBody& stored, const EventBody& given, const CodeTable& codes) {
  const auto spoken = [&codes](const EventBody& body) -> SpokenBody {
    return {.indicator = codes.Indicator(body.indicator),
            .category = codes.Category(body.category),
            .occurred_at = body.occurred_at,
            .quantity = absl::StrCat(body.quantity),
            .subject = body.subject};
  };
  return Differences(spoken(stored), spoken(given));
}

}  // namespace jurimeter::storage
