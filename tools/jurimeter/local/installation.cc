#include "tools/jurimeter/local/installation.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/runtime/command_line.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "tools/jurimeter/local/catalog_change.h"
#include "tools/jurimeter/local/catalog_file.h"
#include "tools/jurimeter/local/channel.h"
#include "tools/jurimeter/local/listen_address.h"
#include "tools/jurimeter/local/termination.h"

namespace jurimeter::tools {
namespace {

constexpr char kDatabase[] = "jurimeter";
// Loading the totals of a large database takes long.
constexpr absl::Duration kServingPatience = absl::Minutes(5);
constexpr absl::Duration kBindPatience = absl::Seconds(30);
// The kernel frees the ports of a killed program some time after its end.
constexpr absl::Duration kFreePatience = absl::Seconds(1);
constexpr absl::Duration kPollInterval = absl::Milliseconds(50);
constexpr absl::Duration kWatchInterval = absl::Seconds(5);
constexpr absl::Duration kDrainPatience = absl::Seconds(15);

absl::Status MakePrivateDirectory(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return absl::OkStatus();
  std::filesystem::create_directories(path, error);
  if (!error && chmod(path.c_str(), 0700) == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat("cannot make ", path, ": ", error.message()));
}

// The services take the database from the environment. On a command line, every user of the machine
// could read its password.
void PassToServices(const std::string& database_url, const std::string& config) {
  if (!config.empty()) {
    const std::string path = std::filesystem::absolute(config);
    setenv(runtime::EnvironmentName("config").c_str(), path.c_str(), 1);
  }
  // These variables beat all others, and every file.
  for (const char* program : {"jurimeter-ingestion", "jurimeter-query"}) {
    setenv(runtime::EnvironmentName(program, "database-url").c_str(), database_url.c_str(), 1);
  }
}

absl::StatusOr<CatalogFile> ChosenCatalog(const std::string& file) {
  if (!file.empty()) return ReadCatalog(file);
  return ParseCatalogFile("(the sample's catalog)", std::string(SampleCatalogText()));
}

absl::Status CheckAllFree(const InstallationOptions& options) {
  const std::pair<const char*, const std::string&> addresses[] = {
      {"--ingestion-listen", options.ingestion_listen},
      {"--query-listen", options.query_listen},
      {"--ingestion-metrics-listen", options.ingestion_metrics_listen},
      {"--query-metrics-listen", options.query_metrics_listen}};
  std::string faults;
  for (const auto& [flag, address] : addresses) {
    const absl::Status status = CheckFree(address);
    if (!status.ok()) absl::StrAppend(&faults, "\n  ", flag, ": ", status.message());
  }
  if (faults.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat("cannot listen:", faults));
}

absl::Status InContext(const absl::Status& status, const char* context) {
  return absl::Status(status.code(), absl::StrCat(context, ": ", status.message()));
}

}  // namespace

absl::Status Installation::Start() {
  absl::Status status = AwaitFreeAddresses();
  if (status.ok()) status = StartDatabase();
  if (status.ok()) status = PrepareDatabase();
  if (status.ok()) status = StartServices();
  if (!status.ok()) return status;
  announced_ = true;
  return WriteAddresses(options_.data_dir, addresses_);
}

absl::Status Installation::Watch() const {
  return Await("", absl::InfiniteDuration(), [] { return false; });
}

void Installation::Stop() {
  // Another `up` may run on the directory; its file stays.
  if (announced_) RemoveAddresses(options_.data_dir);
  announced_ = false;
  // Both drain at the same time.
  if (ingestion_ != nullptr) ingestion_->Ask();
  if (query_ != nullptr) query_->Ask();
  if (ingestion_ != nullptr) ingestion_->Stop(kDrainPatience);
  if (query_ != nullptr) query_->Stop(kDrainPatience);
  if (database_ != nullptr) database_->Stop();
  ingestion_.reset();
  query_.reset();
  database_.reset();
}

absl::Status Installation::AwaitFreeAddresses() const {
  const absl::Time deadline = absl::Now() + kFreePatience;
  while (true) {
    const absl::Status status = CheckAllFree(options_);
    if (status.ok() || absl::Now() >= deadline) return status;
    if (WaitForSignal(kPollInterval) == Wakeup::kTerminate) return absl::CancelledError();
  }
}

absl::Status Installation::StartDatabase() {
  if (!options_.database_url.empty()) {
    addresses_.database_url = options_.database_url;
    return MakePrivateDirectory(options_.data_dir);
  }
  absl::StatusOr<std::unique_ptr<EmbeddedPostgres>> started =
      EmbeddedPostgres::Start({.data_dir = options_.data_dir, .settings = {}});
  if (!started.ok()) return started.status();
  database_ = *std::move(started);
  addresses_.database_url = database_->Url(kDatabase);
  return database_->CreateDatabase(kDatabase);
}

absl::Status Installation::PrepareDatabase() const {
  storage::PostgresOptions database;
  database.url = addresses_.database_url;
  const auto migrated = storage::Migrate(database);
  if (!migrated.ok()) return InContext(migrated.status(), "migrating the database");
  if (options_.catalog.empty()) {
    const auto in_force = storage::MakePostgresCatalogStore(database)->InForce();
    if (!in_force.ok()) return InContext(in_force.status(), "looking for the catalog in force");
    if (in_force->revision > 0) return absl::OkStatus();
  }
  const absl::StatusOr<CatalogFile> catalog = ChosenCatalog(options_.catalog);
  if (!catalog.ok()) return catalog.status();
  const absl::StatusOr<CatalogChange> change = FindCatalogChange(database, *catalog);
  if (!change.ok()) return InContext(change.status(), "comparing the catalog");
  if (change->closed.count > 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the catalog changes what closed periods print:\n", DescribeChanges(change->closed),
        "If this is meant, apply it with `jurimeter catalog apply --yes`, and start "
        "without --catalog."));
  }
  const absl::StatusOr<int64_t> applied = ApplyCatalog(database, *catalog, change->rules);
  return applied.ok() ? absl::OkStatus() : InContext(applied.status(), "applying the catalog");
}

absl::Status Installation::StartServices() {
  PassToServices(addresses_.database_url, options_.config);
  auto ingestion = ServiceProcess::Start({.name = "ingestion",
                                          .data_dir = options_.data_dir,
                                          .listen = options_.ingestion_listen,
                                          .metrics_listen = options_.ingestion_metrics_listen});
  if (!ingestion.ok()) return ingestion.status();
  ingestion_ = *std::move(ingestion);
  auto query = ServiceProcess::Start({.name = "query",
                                      .data_dir = options_.data_dir,
                                      .listen = options_.query_listen,
                                      .metrics_listen = options_.query_metrics_listen});
  if (!query.ok()) return query.status();
  query_ = *std::move(query);

  absl::Status status = Await("the services to bind their addresses", kBindPatience, [this] {
    const std::optional<ServiceAddresses> of_ingestion = ingestion_->FindAddresses();
    const std::optional<ServiceAddresses> of_query = query_->FindAddresses();
    if (!of_ingestion.has_value() || !of_query.has_value()) return false;
    addresses_.ingestion = of_ingestion->listen;
    addresses_.ingestion_metrics = of_ingestion->metrics;
    addresses_.query = of_query->listen;
    addresses_.query_metrics = of_query->metrics;
    return true;
  });
  if (!status.ok()) return status;
  return Await("the services to be ready", kServingPatience,
               [this] { return IsServing(addresses_.ingestion) && IsServing(addresses_.query); });
}

absl::Status Installation::CheckAlive() const {
  for (const ServiceProcess* service : {ingestion_.get(), query_.get()}) {
    if (service == nullptr) continue;
    const absl::Status status = service->Check();
    if (!status.ok()) return status;
  }
  if (database_ == nullptr) return absl::OkStatus();
  const std::optional<std::string> how = HowEnded(database_->pid());
  if (!how.has_value()) return absl::OkStatus();
  return absl::AbortedError(
      absl::StrCat("the database ", *how, "; see ", options_.data_dir, "/postgres.log"));
}

void Installation::Reload() const {
  for (const ServiceProcess* service : {ingestion_.get(), query_.get()}) {
    if (service != nullptr) service->Reload();
  }
}

template <typename Condition>
absl::Status Installation::Await(const std::string& what, absl::Duration limit,
                                 Condition done) const {
  const absl::Time deadline = absl::Now() + limit;
  const absl::Duration interval =
      limit == absl::InfiniteDuration() ? kWatchInterval : kPollInterval;
  while (!done()) {
    const absl::Status alive = CheckAlive();
    if (!alive.ok()) return alive;
    if (absl::Now() >= deadline) {
      return absl::DeadlineExceededError(absl::StrCat("waited ", absl::FormatDuration(limit),
                                                      " for ", what, "; see ", options_.data_dir,
                                                      "/log"));
    }
    const Wakeup wakeup = WaitForSignal(interval);
    if (wakeup == Wakeup::kTerminate) return absl::CancelledError("asked to end");
    if (wakeup == Wakeup::kHangup) Reload();
  }
  return absl::OkStatus();
}

}  // namespace jurimeter::tools
