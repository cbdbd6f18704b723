// jurimeter-ingestion: takes indicator events over gRPC and stores each exactly once.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "services/ingestion/batch_admission.h"
#include "services/ingestion/closing_metrics.h"
#include "services/ingestion/closings.h"
#include "services/ingestion/correction_calls.h"
#include "services/ingestion/correction_metrics.h"
#include "services/ingestion/correction_queue.h"
#include "services/ingestion/group_committer.h"
#include "services/ingestion/ingestion_metrics.h"
#include "services/ingestion/ingestion_service.h"
#include "services/ingestion/ledger_service.h"
#include "services/ingestion/metered_event_store.h"
#include "services/ingestion/submission_gate.h"
#include "services/ingestion/watched_admission.h"
#include "services/ingestion/watched_event_store.h"
#include "services/runtime/build_info.h"
#include "services/runtime/build_version.h"
#include "services/runtime/command_line.h"
#include "services/runtime/library_logs.h"
#include "services/runtime/readiness.h"
#include "services/runtime/rpc/call_metrics.h"
#include "services/runtime/rules_watch.h"
#include "services/runtime/sampled_gauges.h"
#include "services/runtime/serve.h"
#include "services/runtime/server_options.h"
#include "services/runtime/termination_signals.h"
#include "storage/postgres/connection_url.h"
#include "storage/postgres/postgres_closing_store.h"
#include "storage/postgres/postgres_event_store.h"
#include "storage/postgres/postgres_rules_store.h"

namespace jurimeter::ingestion {
namespace {

constexpr char kProgram[] = "jurimeter-ingestion";
constexpr char kDescription[] = "Takes indicator events over gRPC and stores each exactly once.";

struct Options {
  runtime::ServerOptions server{.listen = "127.0.0.1:50051", .metrics_listen = "127.0.0.1:9464"};
  GroupCommitterOptions committer;
};

void AddOptions(CLI::App& app, Options* options) {
  runtime::AddServerOptions(app, &options->server);
  app.get_option("--database-url")->check(storage::ConnectionUrlFault);
  app.add_option("--queue-events", options->committer.max_queued_events,
                 "events that may wait for the database; beyond, callers are told to retry")
      ->check(CLI::Range(size_t{1}, size_t{100'000'000}))
      ->capture_default_str();
  app.add_option("--commit-events", options->committer.max_commit_events, "events in one commit")
      ->check(CLI::Range(size_t{kMaxBatchEvents}, storage::kMaxCommitEvents))
      ->capture_default_str();
  app.add_option("--writers", options->committer.writers, "database connections that commit")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
}

std::shared_ptr<runtime::SampledGauges> MakeGauges(const GroupCommitter& committer,
                                                   const CorrectionQueue& corrections) {
  auto gauges = std::make_shared<runtime::SampledGauges>();
  gauges->AddGauge("jurimeter_queue_events", "Events that wait for a commit.",
                   [&] { return static_cast<double>(committer.queued_events()); });
  gauges->AddGauge("jurimeter_queue_limit_events", "Events that may wait for a commit.",
                   [&] { return static_cast<double>(committer.max_queued_events()); });
  gauges->AddGauge("jurimeter_queue_corrections",
                   "Corrections and retractions that are not answered yet.",
                   [&] { return static_cast<double>(corrections.queued()); });
  runtime::AddProcessMetrics(gauges.get());
  return gauges;
}

std::vector<std::string> Conditions() {
  return {std::string(runtime::RulesWatch::kCondition), std::string(GroupCommitter::kCondition),
          std::string(runtime::DatabaseContact::kCondition)};
}

std::vector<runtime::ServedService> Served(IngestionService* ingestion, LedgerService* ledger) {
  return {{.service = ingestion, .name = ingestion->name(), .max_receive_bytes = kMaxReceiveBytes},
          {.service = ledger, .name = ledger->name()}};
}

absl::Status Run(const Options& options, const runtime::ReadOptions& read_again) {
  // First, so that a failure leaves nothing to take down.
  absl::StatusOr<runtime::BoundAddresses> bound = runtime::BindAddresses(options.server);
  if (!bound.ok()) return bound.status();
  const storage::PostgresOptions postgres{.url = options.server.database_url};
  auto registry = std::make_shared<prometheus::Registry>();
  runtime::AddBuildInfo(runtime::kBuildVersion, *registry);
  IngestionMetrics metrics(*registry);
  runtime::CallMetrics calls(*registry);

  runtime::Readiness readiness(Conditions());
  runtime::DatabaseContact contact(&readiness);
  runtime::RulesWatch rules(storage::MakePostgresRulesStore(postgres), &readiness, &contact);
  const auto known_ids = std::make_shared<storage::KnownIds>();
  FailureLogs failure_logs;
  const auto make_store = [&] {
    auto store = storage::MakePostgresEventStore({.postgres = postgres, .known_ids = known_ids});
    return WatchEventStore(MeterEventStore(std::move(store), &metrics), &contact, &failure_logs);
  };
  GroupCommitter committer(options.committer, make_store, WatchedAdmission(&rules, &metrics),
                           &readiness);
  CorrectionQueue corrections({}, make_store, WatchedRules(&rules, &metrics));
  SubmissionGate gate(&rules, &readiness);
  CorrectionMetrics correction_metrics(*registry);
  CorrectionCalls correction_calls(&gate, &corrections, &correction_metrics);
  IngestionService service(&gate, &committer, &correction_calls, &metrics, &calls);
  Closings closings(storage::MakePostgresClosingStore(postgres), &rules);
  ClosingMetrics closing_metrics(*registry);
  LedgerService ledger(&gate, &closings, &closing_metrics, &calls);
  const auto gauges = MakeGauges(committer, corrections);

  const auto drain = [&] {
    service.Drain();
    ledger.Drain();
    committer.Drain();
    corrections.Drain();
  };
  return runtime::Serve(*std::move(bound), options.server, Served(&service, &ledger), &readiness,
                        {registry, gauges}, drain, read_again);
}

}  // namespace
}  // namespace jurimeter::ingestion

int main(int argc, char** argv) {
  using namespace jurimeter;
  runtime::BlockSignals();
  runtime::RouteLibraryLogs();
  ingestion::Options options;
  CLI::App app{ingestion::kDescription, ingestion::kProgram};
  app.set_version_flag("--version", runtime::VersionText(ingestion::kProgram));
  ingestion::AddOptions(app, &options);
  if (const auto status = runtime::ParseCommandLine(app, argc, argv)) return *status;
  const auto read_again = [argc, argv]() -> absl::StatusOr<runtime::ServerOptions> {
    ingestion::Options anew;
    CLI::App again{ingestion::kDescription, ingestion::kProgram};
    ingestion::AddOptions(again, &anew);
    const absl::Status status = runtime::ReadCommandLine(again, argc, argv);
    if (!status.ok()) return status;
    return anew.server;
  };
  return runtime::ExitCode(ingestion::Run(options, read_again));
}
