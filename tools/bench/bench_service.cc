#include "tools/bench/bench_service.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/runtime/command_line.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "tools/bench/bench_catalog.h"
#include "tools/bench/interruption.h"
#include "tools/jurimeter/local/channel.h"

namespace jurimeter::bench {
namespace {

constexpr char kFreeAddress[] = "127.0.0.1:0";
constexpr absl::Duration kServingPatience = absl::Minutes(5);
constexpr absl::Duration kPollInterval = absl::Milliseconds(2);

}  // namespace

absl::StatusOr<std::unique_ptr<BenchService>> BenchService::Start(
    const std::string& name, const std::string& url, const std::string& directory,
    std::vector<std::string> arguments) {
  const absl::Time begin = absl::Now();
  // Several services of one name may run at a time.
  std::string own_directory = absl::StrCat(directory, "/", name, "-XXXXXX");
  if (mkdtemp(own_directory.data()) == nullptr) {
    return absl::FailedPreconditionError(absl::StrCat("cannot make a directory in ", directory));
  }
  std::unique_ptr<BenchService> service(new BenchService);
  const std::string program = absl::StrCat("jurimeter-", name);
  auto process = tools::ServiceProcess::Start(
      {.name = name,
       .data_dir = own_directory,
       .listen = kFreeAddress,
       .metrics_listen = kFreeAddress,
       .arguments = std::move(arguments),
       // On the command line, every user of the machine could read a password. The services are
       // measured with their defaults, whatever our configuration file says.
       .environment = {absl::StrCat(runtime::EnvironmentName(program, "database-url"), "=", url),
                       absl::StrCat(runtime::EnvironmentName(program, "config"), "="),
                       absl::StrCat(runtime::EnvironmentName("config"), "=")}});
  if (!process.ok()) return process.status();
  service->process_ = *std::move(process);
  const absl::Status serving = service->AwaitServing();
  if (!serving.ok()) return serving;
  service->start_time_ = absl::Now() - begin;
  return service;
}

bool BenchService::IsServing() {
  const std::optional<tools::ServiceAddresses> bound = process_->FindAddresses();
  if (!bound.has_value()) return false;
  address_ = bound->listen;
  return tools::IsServing(address_);
}

absl::Status BenchService::AwaitServing() {
  const absl::Time deadline = absl::Now() + kServingPatience;
  while (!IsServing()) {
    const absl::Status alive = process_->Check();
    if (!alive.ok()) return alive;
    const absl::Status going_on = CheckInterruption();
    if (!going_on.ok()) return going_on;
    if (absl::Now() >= deadline) {
      return absl::DeadlineExceededError(absl::StrCat("the ", process_->name(),
                                                      " service is not serving after ",
                                                      absl::FormatDuration(kServingPatience)));
    }
    absl::SleepFor(kPollInterval);
  }
  return absl::OkStatus();
}

absl::Status BenchService::Explain(const absl::Status& status) const {
  if (status.ok() || absl::IsCancelled(status)) return status;
  return absl::Status(status.code(),
                      absl::StrCat(status.message(), "\nThe log of the ", process_->name(),
                                   " service ends with:\n", process_->LogEnd()));
}

absl::StatusOr<std::unique_ptr<ScratchSchema>> MakeBenchSchema(const BenchDatabase& database) {
  auto schema = ScratchSchema::Make(database.url());
  if (!schema.ok()) return schema.status();
  storage::PostgresOptions options;
  options.url = (*schema)->url();
  const auto migrated = storage::Migrate(options);
  if (!migrated.ok()) return migrated.status();
  const absl::StatusOr<tools::CatalogFile> catalog = BenchCatalog();
  if (!catalog.ok()) return catalog.status();
  const auto applied =
      storage::MakePostgresCatalogStore(options)->Apply(catalog->spec, catalog->text);
  if (!applied.ok()) return applied.status();
  return schema;
}

absl::StatusOr<BenchSite> MakeBenchSite(const BenchDatabase& database) {
  BenchSite site;
  auto schema = MakeBenchSchema(database);
  if (!schema.ok()) return schema.status();
  site.schema = *std::move(schema);
  for (auto [name, service] : {std::pair("ingestion", &site.ingestion), {"query", &site.query}}) {
    auto started = BenchService::Start(name, site.schema->url(), database.directory());
    if (!started.ok()) return started.status();
    *service = *std::move(started);
  }
  return site;
}

}  // namespace jurimeter::bench
