#include "services/runtime/catalog_watch.h"

#include <utility>

#include "services/runtime/logging.h"

namespace jurimeter::runtime {

CatalogWatch::CatalogWatch(std::unique_ptr<storage::CatalogStore> store, Readiness* readiness,
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

absl::Status CatalogWatch::Follow() {
  const absl::Status status = Look();
  std::string fault = status.ok() ? "" : std::string(status.message());
  if (fault != last_fault_ && !fault.empty()) {
    Log(LogLevel::kWarning, "the catalog cannot be followed", {{"fault", fault}});
  }
  last_fault_ = std::move(fault);
  if (absl::IsUnavailable(status)) return status;
  contact_.Heard();
  readiness_.Set(kCondition, status.ok());
  return status;
}

absl::StatusOr<InForce> CatalogWatch::Renew(const Digest& outdated) {
  absl::MutexLock lock(&mutex_);
  InForce now = current_.load();
  if (now != nullptr && now->identity.chain != outdated) return now;
  const absl::Status status = Follow();
  if (!status.ok()) return status;
  return current_.load();
}

absl::Status CatalogWatch::Look() {
  const absl::StatusOr<storage::CatalogIdentity> in_force = store_->InForce();
  if (!in_force.ok()) return in_force.status();
  if (in_force->revision == 0) {
    return absl::FailedPreconditionError("no catalog is in force: run `jurimeter catalog apply`");
  }
  const InForce now = current_.load();
  if (now != nullptr && now->identity == *in_force) return absl::OkStatus();

  absl::StatusOr<storage::StoredCatalog> stored = store_->Load();
  if (!stored.ok()) return stored.status();
  absl::StatusOr<InForce> read = ReadInForce(*std::move(stored), store_.get());
  if (!read.ok()) return read.status();
  Log(LogLevel::kInfo, "catalog in force", {{"version", (*read)->identity.revision}});
  current_.store(*std::move(read));
  return absl::OkStatus();
}

}  // namespace jurimeter::runtime
