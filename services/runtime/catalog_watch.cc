#include "services/runtime/catalog_watch.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/messages/catalog_text.h"
#include "services/runtime/left_out_categories.h"
#include "services/runtime/logging.h"

namespace jurimeter::runtime {

CatalogWatch::CatalogWatch(std::unique_ptr<storage::CatalogStore> store, Readiness* readiness,
                           DatabaseContact* contact, const Clock* clock)
    : store_(std::move(store)),
      readiness_(*readiness),
      contact_(*contact),
      watching_(
          kInterval, [this] { Follow(); }, clock) {}

void CatalogWatch::Follow() {
  const absl::Status status = Look();
  std::string fault = status.ok() ? "" : std::string(status.message());
  if (fault != last_fault_ && !fault.empty()) {
    Log(LogLevel::kWarning, "the catalog cannot be followed", {{"fault", fault}});
  }
  last_fault_ = std::move(fault);
  if (absl::IsUnavailable(status)) return;
  contact_.Heard();
  readiness_.Set(kCondition, status.ok());
}

void CatalogWatch::Expect(const Digest& content) {
  const auto now = current_.load();
  if (now != nullptr && now->identity.chain != content) Forget();
}

void CatalogWatch::Doubt(const Digest& content) {
  const auto now = current_.load();
  if (now != nullptr && now->identity.chain == content) Forget();
}

void CatalogWatch::Forget() {
  current_.store(nullptr);
  readiness_.Set(kCondition, false);
}

absl::Status CatalogWatch::Look() {
  const absl::StatusOr<storage::CatalogIdentity> in_force = store_->InForce();
  if (!in_force.ok()) return in_force.status();
  if (in_force->revision == 0) {
    return absl::FailedPreconditionError("no catalog is in force: run `jurimeter catalog apply`");
  }
  const auto now = current_.load();
  if (now != nullptr && now->identity == *in_force) return absl::OkStatus();

  absl::StatusOr<storage::StoredCatalog> stored = store_->Load();
  if (!stored.ok()) return stored.status();
  const absl::Status named = NameLeftOut(store_.get(), &*stored);
  if (!named.ok()) return named;
  const auto parsed = messages::ParseCatalog(stored->text, &stored->keys);
  if (!parsed.ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the catalog in force, version ", stored->identity.revision,
                     ", cannot be read: line ", parsed.faults().front().ToString()));
  }
  current_.store(
      std::make_shared<CatalogInForce>(CatalogInForce{stored->identity, parsed->catalog}));
  Log(LogLevel::kInfo, "catalog in force", {{"version", stored->identity.revision}});
  return absl::OkStatus();
}

}  // namespace jurimeter::runtime
