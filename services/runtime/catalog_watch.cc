#include "services/runtime/catalog_watch.h"

#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/runtime/catalog_text.h"
#include "services/runtime/left_out_categories.h"
#include "services/runtime/logging.h"

namespace jurimeter::runtime {

CatalogWatch::CatalogWatch(std::unique_ptr<storage::CatalogStore> store, Readiness* readiness,
                           absl::Duration interval)
    : store_(std::move(store)),
      readiness_(*readiness),
      interval_(interval),
      thread_([this] { Run(); }),
      supervisor_([this] { Supervise(); }) {}

CatalogWatch::~CatalogWatch() {
  stop_.Notify();
  thread_.join();
  supervisor_.join();
}

void CatalogWatch::Run() {
  do {
    looking_since_ = absl::GetCurrentTimeNanos();
    const absl::Status status = Look();
    looking_since_ = 0;
    std::string fault = status.ok() ? "" : std::string(status.message());
    if (fault != last_fault_ && !fault.empty()) {
      Log(LogLevel::kWarning, "the database cannot be used", {{"fault", fault}});
    }
    last_fault_ = std::move(fault);
    readiness_.Set(kCondition, status.ok());
  } while (!stop_.WaitForNotificationWithTimeout(interval_));
}

void CatalogWatch::Supervise() {
  while (!stop_.WaitForNotificationWithTimeout(interval_)) {
    const int64_t since = looking_since_;
    if (since == 0 || absl::Now() - absl::FromUnixNanos(since) < kPatience) continue;
    readiness_.Set(kCondition, false);
  }
}

absl::Status CatalogWatch::Look() {
  const absl::StatusOr<int64_t> version = store_->Version();
  if (!version.ok()) return version.status();
  if (*version == 0) {
    return absl::FailedPreconditionError("no catalog is in force: run `jurimeter catalog apply`");
  }
  const auto now = current_.load();
  if (now != nullptr && now->version == *version) return absl::OkStatus();

  absl::StatusOr<storage::StoredCatalog> stored = store_->Load();
  if (!stored.ok()) return stored.status();
  const absl::Status named = NameLeftOut(store_.get(), &*stored);
  if (!named.ok()) return named;
  auto parsed = ParseCatalog(stored->text, &stored->keys);
  if (const auto* faults = std::get_if<std::vector<CatalogFault>>(&parsed)) {
    return absl::FailedPreconditionError(absl::StrCat("the catalog in force, version ",
                                                      stored->version, ", cannot be read: line ",
                                                      faults->front().ToString()));
  }
  current_.store(std::make_shared<CatalogInForce>(
      CatalogInForce{stored->version, std::get<ParsedCatalog>(parsed).catalog}));
  Log(LogLevel::kInfo, "catalog in force", {{"version", stored->version}});
  return absl::OkStatus();
}

}  // namespace jurimeter::runtime
