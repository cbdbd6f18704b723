#include "services/runtime/rules_watch.h"

#include <utility>

#include "services/runtime/logging.h"

namespace jurimeter::runtime {

RulesWatch::RulesWatch(std::unique_ptr<storage::RulesStore> store, Readiness* readiness,
                       DatabaseContact* contact, const Clock* clock)
    : store_(std::move(store)),
      readiness_(*readiness),
      contact_(*contact),
      watching_(
          kInterval,
          [this] {
            absl::MutexLock lock(&mutex_);
            Follow().IgnoreError();  // it has told whom it concerns
          },
          clock) {}

absl::Status RulesWatch::Follow() {
  const absl::Status status = Look();
  std::string fault = status.ok() ? "" : std::string(status.message());
  if (fault != last_fault_ && !fault.empty()) {
    Log(LogLevel::kWarning, "the rules cannot be followed", {{"fault", fault}});
  }
  last_fault_ = std::move(fault);
  if (absl::IsUnavailable(status)) return status;
  contact_.Heard();
  readiness_.Set(kCondition, status.ok());
  return status;
}

absl::StatusOr<Rules> RulesWatch::Renew(const Digest& outdated) {
  absl::MutexLock lock(&mutex_);
  const Rules now = current_.load();
  if (now != nullptr && now->identity.chain != outdated) return now;
  return FollowNow();
}

absl::StatusOr<Rules> RulesWatch::ReadNow() {
  absl::MutexLock lock(&mutex_);
  return FollowNow();
}

absl::StatusOr<Rules> RulesWatch::FollowNow() {
  const absl::Status status = Follow();
  if (!status.ok()) return status;
  return current_.load();
}

absl::Status RulesWatch::Look() {
  const Rules now = current_.load();
  const storage::RulesIdentity known = now == nullptr ? storage::RulesIdentity() : now->identity;
  absl::StatusOr<storage::RulesChange> change = store_->Read(known);
  if (!change.ok()) return change.status();
  if (change->identity.catalog.revision == 0) {
    return absl::FailedPreconditionError("no catalog is in force: run `jurimeter catalog apply`");
  }
  if (now != nullptr && change->identity == known) return absl::OkStatus();
  const absl::StatusOr<Rules> next = FollowRules(now, *std::move(change), store_.get());
  if (!next.ok()) return next.status();
  const storage::RulesIdentity& identity = (*next)->identity;
  if (identity.catalog != known.catalog) {
    Log(LogLevel::kInfo, "catalog in force", {{"version", identity.catalog.revision}});
  }
  if (identity.access != known.access) {
    Log(LogLevel::kInfo, "access list in force", {{"revision", identity.access.revision}});
  }
  if (identity.catalog == known.catalog && identity.access == known.access) {
    Log(LogLevel::kInfo, "other days are closed", {{"revision", identity.revision}});
  }
  current_.store(*next);
  return absl::OkStatus();
}

}  // namespace jurimeter::runtime
