#include "services/runtime/database_contact.h"

namespace jurimeter::runtime {
namespace {

constexpr absl::Duration kInterval = absl::Milliseconds(100);

}  // namespace

DatabaseContact::DatabaseContact(Readiness* readiness, const Clock* clock)
    : readiness_(*readiness),
      clock_(*clock),
      supervising_(
          kInterval, [this] { Supervise(); }, clock) {}

void DatabaseContact::Supervise() {
  const absl::Duration silence = clock_.Now() - absl::FromUnixNanos(heard_ns_);
  readiness_.Set(kCondition, silence < kPatience);
}

}  // namespace jurimeter::runtime
