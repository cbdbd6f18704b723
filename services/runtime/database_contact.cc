#include "services/runtime/database_contact.h"

namespace jurimeter::runtime {
namespace {

constexpr absl::Duration kInterval = absl::Milliseconds(100);

}  // namespace

DatabaseContact::DatabaseContact(Readiness* readiness)
    : readiness_(*readiness), thread_([this] { Supervise(); }) {}

DatabaseContact::~DatabaseContact() {
  stop_.Notify();
  thread_.join();
}

void DatabaseContact::Supervise() {
  do {
    const int64_t silent_ns = absl::GetCurrentTimeNanos() - heard_ns_;
    readiness_.Set(kCondition, absl::Nanoseconds(silent_ns) < kPatience);
  } while (!stop_.WaitForNotificationWithTimeout(kInterval));
}

}  // namespace jurimeter::runtime
