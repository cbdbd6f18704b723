// Both services as real gRPC servers on port 0, put together as their main programs do.
//
// Example:
//   const std::string url = DatabaseWithCatalog();
//   IngestionServer ingestion({.database_url = url});
//   ASSERT_TRUE(ingestion.AwaitServing(true));
//   ingestion.stub()->SubmitIndicator(...)
#ifndef JURIMETER_TESTS_SERVICES_TEST_SERVERS_H_
#define JURIMETER_TESTS_SERVICES_TEST_SERVERS_H_

#include <grpcpp/channel.h>
#include <prometheus/registry.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "jurimeter/v1/ingestion.grpc.pb.h"
#include "jurimeter/v1/ledger.grpc.pb.h"
#include "jurimeter/v1/query.grpc.pb.h"
#include "services/ingestion/closing_metrics.h"
#include "services/ingestion/closings.h"
#include "services/ingestion/correction_calls.h"
#include "services/ingestion/correction_metrics.h"
#include "services/ingestion/correction_queue.h"
#include "services/ingestion/group_committer.h"
#include "services/ingestion/ingestion_metrics.h"
#include "services/ingestion/ingestion_service.h"
#include "services/ingestion/ledger_service.h"
#include "services/ingestion/submission_gate.h"
#include "services/ingestion/watched_event_store.h"
#include "services/query/ledger_follower.h"
#include "services/query/query_service.h"
#include "services/runtime/readiness.h"
#include "services/runtime/rpc/call_metrics.h"
#include "services/runtime/rpc/rpc_server.h"
#include "services/runtime/rules_watch.h"
#include "tests/support/eventually.h"

namespace jurimeter::test {

using Serving = grpc::health::v1::HealthCheckResponse::ServingStatus;
inline constexpr Serving kServing = grpc::health::v1::HealthCheckResponse::SERVING;
inline constexpr Serving kNotServing = grpc::health::v1::HealthCheckResponse::NOT_SERVING;
inline constexpr Serving kUnknown = grpc::health::v1::HealthCheckResponse::UNKNOWN;

// A channel with a connection of its own.
std::shared_ptr<grpc::Channel> NewChannel(const std::string& address);

// What the health service says of `service`; kUnknown if the call fails.
Serving HealthOf(const std::shared_ptr<grpc::Channel>& channel, const std::string& service = "");

// How long a server's end waits for its calls. Every call of a test ends by itself in less: one
// that does not is a defect.
inline constexpr absl::Duration kGrace = kPatience;

// Whether health says `expected` within `patience`.
bool AwaitHealth(const std::shared_ptr<grpc::Channel>& channel, Serving expected,
                 absl::Duration patience = kPatience);

// The registry as Prometheus would scrape it.
std::string Scrape(prometheus::Registry& registry);
// The value of the sample `name`, labels and all; -1 if there is none.
double SampleOf(prometheus::Registry& registry, const std::string& name);

struct IngestionServerOptions {
  std::string database_url;
  ingestion::GroupCommitterOptions committer = {};
  // Null: the PostgreSQL store of the database.
  ingestion::GroupCommitter::MakeStore make_store = nullptr;
  // Null: as make_store.
  ingestion::CorrectionQueue::MakeStore make_correction_store = nullptr;
  // Null: the PostgreSQL store of the database.
  std::function<std::unique_ptr<storage::ClosingStore>()> make_closing_store = nullptr;
};

class IngestionServer {
 public:
  explicit IngestionServer(const IngestionServerOptions& options);
  ~IngestionServer();

  // The steps of an orderly end, as Serve has them.
  void BeginDrain();
  void FinishDrain();

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  std::unique_ptr<v1::IndicatorIngestion::Stub> stub() const {
    return v1::IndicatorIngestion::NewStub(channel_);
  }
  std::unique_ptr<v1::IndicatorLedger::Stub> ledger_stub() const {
    return v1::IndicatorLedger::NewStub(channel_);
  }
  const std::string& address() const { return server_->address(); }
  prometheus::Registry& registry() { return registry_; }
  ingestion::GroupCommitter& committer() { return committer_; }
  const runtime::RulesWatch& rules() const { return rules_; }

 private:
  prometheus::Registry registry_;
  ingestion::IngestionMetrics metrics_;
  ingestion::FailureLogs failure_logs_;
  runtime::CallMetrics calls_;
  runtime::Readiness readiness_;
  runtime::DatabaseContact contact_;
  runtime::RulesWatch rules_;
  ingestion::GroupCommitter committer_;
  ingestion::CorrectionQueue corrections_;
  ingestion::SubmissionGate gate_;
  ingestion::CorrectionMetrics correction_metrics_;
  ingestion::CorrectionCalls correction_calls_;
  ingestion::IngestionService service_;
  ingestion::Closings closings_;
  ingestion::ClosingMetrics closing_metrics_;
  ingestion::LedgerService ledger_;
  std::unique_ptr<runtime::RpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

struct QueryServerOptions {
  std::string database_url;
  query::LedgerFollowerOptions follower = {};
};

class QueryServer {
 public:
  explicit QueryServer(const QueryServerOptions& options);
  ~QueryServer();

  void Drain();

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  std::unique_ptr<v1::IndicatorQuery::Stub> stub() const {
    return v1::IndicatorQuery::NewStub(channel_);
  }
  prometheus::Registry& registry() { return registry_; }
  const query::LedgerFollower& ledger() const { return ledger_; }

 private:
  prometheus::Registry registry_;
  runtime::CallMetrics calls_;
  runtime::Readiness readiness_;
  runtime::DatabaseContact contact_;
  query::LedgerFollower ledger_;
  query::PastStates past_;
  query::QueryService service_;
  std::unique_ptr<runtime::RpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SERVICES_TEST_SERVERS_H_
