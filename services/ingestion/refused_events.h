// What operators see of refused events: a counter by field and reason, and samples in the log. At
// most one sample of each reason is logged in kInterval.
//
// Labels come from RefusalReason alone: no value that a client sent becomes one.
//
// Threads: safe from any.
#ifndef JURIMETER_SERVICES_INGESTION_REFUSED_EVENTS_H_
#define JURIMETER_SERVICES_INGESTION_REFUSED_EVENTS_H_

#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <array>
#include <string_view>

#include "absl/time/time.h"
#include "domain/catalog/catalog.h"
#include "domain/event/event_refusal.h"
#include "services/runtime/clock.h"
#include "services/runtime/log_limit.h"

namespace jurimeter::ingestion {

class RefusedEvents {
 public:
  static constexpr absl::Duration kInterval = absl::Seconds(10);

  // `clock` must outlive this.
  explicit RefusedEvents(prometheus::Registry& registry,
                         const runtime::Clock* clock = runtime::SystemClock());

  // One event was refused for all of `refusals`. `bureau` is the bureau that it names, which is
  // logged only if the catalog has it.
  void Add(const EventRefusals& refusals, const Catalog& catalog, std::string_view bureau);

  // The database refused an admitted event, as `description` says.
  void AddDatabase(std::string_view description);

 private:
  // The counter and the limit of one reason. It stays in place, since no LogLimit can be moved.
  struct Kind {
    prometheus::Counter* counter = nullptr;
    runtime::LogLimit limit{kInterval};
  };

  void Count(RefusalReason reason, std::string_view bureau, std::string_view description);

  const runtime::Clock& clock_;
  std::array<Kind, kRefusalReasons> kinds_;
};

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_REFUSED_EVENTS_H_
