// jurimeter-query: turns the totals into the figures of a report, over gRPC.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "services/query/audit_service.h"
#include "services/query/ledger_follower.h"
#include "services/query/past_states.h"
#include "services/query/query_metrics.h"
#include "services/query/query_service.h"
#include "services/runtime/build_info.h"
#include "services/runtime/build_version.h"
#include "services/runtime/command_line.h"
#include "services/runtime/library_logs.h"
#include "services/runtime/readiness.h"
#include "services/runtime/rpc/call_metrics.h"
#include "services/runtime/sampled_gauges.h"
#include "services/runtime/serve.h"
#include "services/runtime/server_options.h"
#include "services/runtime/termination_signals.h"
#include "storage/postgres/connection_url.h"
#include "storage/postgres/postgres_ledger_reader.h"
#include "storage/postgres/postgres_past_ledger.h"

namespace jurimeter::query {
namespace {

constexpr char kProgram[] = "jurimeter-query";
constexpr char kDescription[] =
    "Turns the totals of indicator events into the figures of a report, over gRPC.";

struct Options {
  runtime::ServerOptions server{.listen = "127.0.0.1:50052", .metrics_listen = "127.0.0.1:9465"};
  int refresh_ms = 20;
};

void AddOptions(CLI::App& app, Options* options) {
  runtime::AddServerOptions(app, &options->server);
  app.get_option("--database-url")->check(storage::ConnectionUrlFault);
  app.add_option("--refresh-ms", options->refresh_ms,
                 "milliseconds between two looks at the ledger; an acknowledged event is visible "
                 "about this long after")
      ->check(CLI::Range(1, 60'000))
      ->capture_default_str();
}

absl::Status Run(const Options& options, const runtime::ReadOptions& read_again) {
  // First, so that a failure leaves nothing to take down.
  absl::StatusOr<runtime::BoundAddresses> bound = runtime::BindAddresses(options.server);
  if (!bound.ok()) return bound.status();
  const storage::PostgresOptions postgres{.url = options.server.database_url};
  auto registry = std::make_shared<prometheus::Registry>();
  runtime::AddBuildInfo(runtime::kBuildVersion, *registry);
  runtime::CallMetrics calls(*registry);

  runtime::Readiness readiness(
      {std::string(LedgerFollower::kCondition), std::string(runtime::DatabaseContact::kCondition)});
  runtime::DatabaseContact contact(&readiness);
  LedgerFollower ledger(storage::MakePostgresLedgerReader(postgres), &readiness, &contact,
                        {.interval = absl::Milliseconds(options.refresh_ms)});
  PastStates past(storage::MakePostgresPastLedger(postgres), *registry);
  QueryService service(&ledger, &past, &calls);
  AuditService audit(&calls);
  const auto gauges = QueryGauges(&ledger, &past);
  runtime::AddProcessMetrics(gauges.get());

  const std::vector<runtime::ServedService> served = {{&service, service.name(), kMaxReceiveBytes},
                                                      {&audit, audit.name(), kMaxReceiveBytes}};
  return runtime::Serve(
      *std::move(bound), options.server, served, &readiness, {registry, gauges},
      [&] { service.Drain(); }, read_again);
}

}  // namespace
}  // namespace jurimeter::query

int main(int argc, char** argv) {
  using namespace jurimeter;
  runtime::BlockSignals();
  runtime::RouteLibraryLogs();
  query::Options options;
  CLI::App app{query::kDescription, query::kProgram};
  app.set_version_flag("--version", runtime::VersionText(query::kProgram));
  query::AddOptions(app, &options);
  if (const auto status = runtime::ParseCommandLine(app, argc, argv)) return *status;
  const auto read_again = [argc, argv]() -> absl::StatusOr<runtime::ServerOptions> {
    query::Options anew;
    CLI::App again{query::kDescription, query::kProgram};
    query::AddOptions(again, &anew);
    const absl::Status status = runtime::ReadCommandLine(again, argc, argv);
    if (!status.ok()) return status;
    return anew.server;
  };
  return runtime::ExitCode(query::Run(options, read_again));
}
