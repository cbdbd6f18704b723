#include "tests/services/test_servers.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <prometheus/text_serializer.h>

#include <cstdio>
#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/ingestion/metered_event_store.h"
#include "services/ingestion/watched_admission.h"
#include "storage/postgres/postgres_closing_store.h"
#include "storage/postgres/postgres_event_store.h"
#include "storage/postgres/postgres_ledger_reader.h"
#include "storage/postgres/postgres_past_ledger.h"
#include "storage/postgres/postgres_rules_store.h"

namespace jurimeter::test {
namespace {

std::unique_ptr<runtime::RpcServer> StartOrDie(const std::vector<runtime::ServedService>& served,
                                               runtime::Readiness* readiness) {
  auto acceptor = runtime::ConnectionAcceptor::Bind("127.0.0.1:0");
  if (!acceptor.ok()) {
    std::fprintf(stderr, "%s\n", acceptor.status().ToString().c_str());
    std::abort();
  }
  auto server = runtime::RpcServer::Start(*std::move(acceptor), {}, served);
  if (!server.ok()) {
    std::fprintf(stderr, "%s\n", server.status().ToString().c_str());
    std::abort();
  }
  readiness->OnChange([&rpc = **server](bool ready) { rpc.SetServing(ready); });
  return *std::move(server);
}

ingestion::GroupCommitter::MakeStore StoreMaker(const IngestionServerOptions& options,
                                                ingestion::IngestionMetrics* metrics,
                                                runtime::DatabaseContact* contact,
                                                ingestion::FailureLogs* logs) {
  return [=] {
    auto store = options.make_store
                     ? options.make_store()
                     : storage::MakePostgresEventStore({.postgres = {.url = options.database_url}});
    return ingestion::WatchEventStore(ingestion::MeterEventStore(std::move(store), metrics),
                                      contact, logs);
  };
}

}  // namespace

std::shared_ptr<grpc::Channel> NewChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

Serving HealthOf(const std::shared_ptr<grpc::Channel>& channel, const std::string& service) {
  const auto stub = grpc::health::v1::Health::NewStub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service);
  grpc::health::v1::HealthCheckResponse response;
  if (!stub->Check(&context, request, &response).ok()) return kUnknown;
  return response.status();
}

bool AwaitHealth(const std::shared_ptr<grpc::Channel>& channel, Serving expected,
                 absl::Duration patience) {
  return Eventually([&] { return HealthOf(channel) == expected; }, patience);
}

std::string Scrape(prometheus::Registry& registry) {
  return prometheus::TextSerializer().Serialize(registry.Collect());
}

double SampleOf(prometheus::Registry& registry, const std::string& name) {
  const std::string text = Scrape(registry);
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    double value = 0;
    if (absl::StartsWith(line, absl::StrCat(name, " ")) &&
        absl::SimpleAtod(line.substr(name.size() + 1), &value)) {
      return value;
    }
  }
  return -1;
}

IngestionServer::IngestionServer(const IngestionServerOptions& options)
    : metrics_(registry_),
      calls_(registry_),
      readiness_({std::string(runtime::RulesWatch::kCondition),
                  std::string(ingestion::GroupCommitter::kCondition),
                  std::string(runtime::DatabaseContact::kCondition)}),
      contact_(&readiness_),
      rules_(storage::MakePostgresRulesStore({.url = options.database_url}), &readiness_,
             &contact_),
      committer_(options.committer, StoreMaker(options, &metrics_, &contact_, &failure_logs_),
                 ingestion::WatchedAdmission(&rules_, &metrics_), &readiness_),
      corrections_({},
                   options.make_correction_store
                       ? options.make_correction_store
                       : StoreMaker(options, &metrics_, &contact_, &failure_logs_),
                   ingestion::WatchedRules(&rules_, &metrics_)),
      gate_(&rules_, &readiness_),
      correction_metrics_(registry_),
      correction_calls_(&gate_, &corrections_, &correction_metrics_),
      service_(&gate_, &committer_, &correction_calls_, &metrics_, &calls_),
      closings_(options.make_closing_store
                    ? options.make_closing_store()
                    : storage::MakePostgresClosingStore({.url = options.database_url}),
                &rules_),
      closing_metrics_(registry_),
      ledger_(&gate_, &closings_, &closing_metrics_, &calls_),
      server_(StartOrDie({{.service = &service_,
                           .name = service_.name(),
                           .max_receive_bytes = ingestion::kMaxReceiveBytes},
                          {.service = &ledger_, .name = ledger_.name()}},
                         &readiness_)),
      channel_(NewChannel(server_->address())) {}

IngestionServer::~IngestionServer() {
  if (server_ == nullptr) return;
  BeginDrain();
  FinishDrain();
}

void IngestionServer::BeginDrain() {
  readiness_.OnChange([](bool) {});
  server_->SetServing(false);
  service_.Drain();
}

void IngestionServer::FinishDrain() {
  ledger_.Drain();
  committer_.Drain();
  corrections_.Drain();
  server_->Shutdown(kGrace);
  server_.reset();
}

QueryServer::QueryServer(const QueryServerOptions& options)
    : calls_(registry_),
      readiness_({std::string(query::LedgerFollower::kCondition),
                  std::string(runtime::DatabaseContact::kCondition)}),
      contact_(&readiness_),
      ledger_(storage::MakePostgresLedgerReader({.url = options.database_url}), &readiness_,
              &contact_, options.follower),
      past_(storage::MakePostgresPastLedger({.url = options.database_url}), registry_,
            options.follower.clock),
      service_(&ledger_, &past_, &calls_, options.follower.clock),
      server_(StartOrDie({{.service = &service_,
                           .name = service_.name(),
                           .max_receive_bytes = query::kMaxReceiveBytes}},
                         &readiness_)),
      channel_(NewChannel(server_->address())) {}

QueryServer::~QueryServer() {
  Drain();
  server_->Shutdown(kGrace);
}

void QueryServer::Drain() {
  readiness_.OnChange([](bool) {});
  server_->SetServing(false);
  service_.Drain();
}

}  // namespace jurimeter::test
