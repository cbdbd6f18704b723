#include "services/ingestion/refused_events.h"

#include <bitset>
#include <cstddef>
#include <string>

#include "services/runtime/logging.h"

namespace jurimeter::ingestion {

RefusedEvents::RefusedEvents(prometheus::Registry& registry, const runtime::Clock* clock)
    : clock_(*clock) {
  auto& family = prometheus::BuildCounter()
                     .Name("jurimeter_refused_events_total")
                     .Help(
                         "Refused events by field and reason; one with several faults counts "
                         "for each.")
                     .Register(registry);
  for (size_t i = 0; i < kRefusalReasons; ++i) {
    const RefusalName name = NameOf(static_cast<RefusalReason>(i));
    kinds_[i].counter =
        &family.Add({{"field", std::string(name.field)}, {"reason", std::string(name.reason)}});
  }
}

void RefusedEvents::Add(const EventRefusals& refusals, const Catalog& catalog,
                        std::string_view bureau) {
  const std::string_view known = catalog.FindBureau(bureau) == nullptr ? "" : bureau;
  std::bitset<kRefusalReasons> counted;
  for (const EventRefusal& refusal : refusals) {
    const auto place = static_cast<size_t>(refusal.reason);
    if (counted[place]) continue;
    counted[place] = true;
    Count(refusal.reason, known, refusal.description);
  }
}

void RefusedEvents::AddDatabase(std::string_view description) {
  Count(RefusalReason::kDatabase, "", description);
}

void RefusedEvents::Count(RefusalReason reason, std::string_view bureau,
                          std::string_view description) {
  Kind& kind = kinds_[static_cast<size_t>(reason)];
  kind.counter->Increment();
  const auto unlogged = kind.limit.Take(clock_.Now());
  if (!unlogged) return;
  const RefusalName name = NameOf(reason);
  runtime::Log(runtime::LogLevel::kWarning, "an event was refused",
               {{"bureau", std::string(bureau)},
                {"field", std::string(name.field)},
                {"reason", std::string(name.reason)},
                {"fault", std::string(description)},
                {"unlogged", *unlogged}});
}

}  // namespace jurimeter::ingestion
