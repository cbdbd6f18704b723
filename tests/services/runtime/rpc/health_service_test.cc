// Health: what balancers ask before anything else.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "storage/postgres/migrations.h"
#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/roles.h"
#include "tests/support/status_matchers.h"
#include "tools/embedded_postgres/embedded_postgres.h"

namespace jurimeter::test {
namespace {

constexpr char kIngestion[] = "jurimeter.v1.IndicatorIngestion";
constexpr char kQuery[] = "jurimeter.v1.IndicatorQuery";

grpc::Status SubmitOne(const IngestionServer& server, int number) {
  const auto stub = server.stub();
  grpc::ClientContext context;
  v1::SubmitIndicatorRequest request;
  *request.mutable_event() = SoundEvent(number);
  v1::SubmitIndicatorResponse response;
  return stub->SubmitIndicator(&context, request, &response);
}

grpc::Status QueryNow(const QueryServer& server, v1::QueryYearResponse* response) {
  const auto stub = server.stub();
  grpc::ClientContext context;
  v1::QueryYearRequest request;
  request.set_year(2023);
  return stub->QueryYear(&context, request, response);
}

grpc::Status QueryNow(const QueryServer& server) {
  v1::QueryYearResponse response;
  return QueryNow(server, &response);
}

// The answer, which must be one.
v1::QueryYearResponse AnswerNow(const QueryServer& server) {
  v1::QueryYearResponse response;
  EXPECT_TRUE(QueryNow(server, &response).ok());
  return response;
}

// A PostgreSQL of the test's own, to be stopped and started.
class OwnPostgres {
 public:
  OwnPostgres() {
    char path[] = "/tmp/jurimeter-health-XXXXXX";
    if (mkdtemp(path) == nullptr) std::abort();
    directory_ = path;
  }
  ~OwnPostgres() {
    server_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  void Start() {
    auto started = tools::EmbeddedPostgres::Start({.data_dir = directory_, .settings = {}});
    ASSERT_THAT(started.status(), IsOk());
    server_ = *std::move(started);
    url_ = server_->Url("jurimeter");
  }
  void Stop() { server_.reset(); }
  void CreateDatabase() { ASSERT_THAT(server_->CreateDatabase("jurimeter"), IsOk()); }
  const std::string& url() const { return url_; }

 private:
  std::string directory_;
  std::unique_ptr<tools::EmbeddedPostgres> server_;
  std::string url_;
};

class HealthTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_NO_FATAL_FAILURE(postgres_.Start()); }

  OwnPostgres postgres_;
};

TEST_F(HealthTest, ServesOnceDatabaseSchemaAndCatalogAreThere) {
  IngestionServer ingestion({.database_url = postgres_.url()});
  QueryServer query({.database_url = postgres_.url()});
  const auto expect_not_serving = [&](const char* without) {
    // Two looks: the first may have begun before the database was as it is now.
    const int64_t rules = ingestion.rules().looks(), ledger = query.ledger().looks();
    ASSERT_TRUE(Eventually([&] {
      return ingestion.rules().looks() >= rules + 2 && query.ledger().looks() >= ledger + 2;
    }));
    EXPECT_EQ(HealthOf(ingestion.channel()), kNotServing) << "without " << without;
    EXPECT_EQ(HealthOf(query.channel()), kNotServing) << "without " << without;
    const RichError submit = Decode(SubmitOne(ingestion, 1));
    EXPECT_TRUE(submit.Is(grpc::StatusCode::UNAVAILABLE, "DATABASE_UNAVAILABLE")) << submit;
    EXPECT_TRUE(submit.retry_delay.has_value());
    const RichError asked = Decode(QueryNow(query));
    EXPECT_TRUE(asked.Is(grpc::StatusCode::UNAVAILABLE, "DATABASE_UNAVAILABLE")) << asked;
    EXPECT_TRUE(asked.retry_delay.has_value());
  };
  ASSERT_NO_FATAL_FAILURE(expect_not_serving("database"));
  postgres_.CreateDatabase();
  ASSERT_NO_FATAL_FAILURE(expect_not_serving("schema"));
  ASSERT_THAT(storage::Migrate({.url = postgres_.url()}).status(), IsOk());
  ASSERT_NO_FATAL_FAILURE(expect_not_serving("catalog"));
  PutIntoForce(postgres_.url(), kServiceCatalog);
  EXPECT_TRUE(AwaitHealth(ingestion.channel(), kServing));
  EXPECT_TRUE(AwaitHealth(query.channel(), kServing));
  EXPECT_TRUE(SubmitOne(ingestion, 1).ok());
  EXPECT_TRUE(QueryNow(query).ok());
}

TEST_F(HealthTest, FollowsTheDatabaseThatGoesAwayAndComesBack) {
  postgres_.CreateDatabase();
  ASSERT_THAT(storage::Migrate({.url = postgres_.url()}).status(), IsOk());
  PutIntoForce(postgres_.url(), kServiceCatalog);
  IngestionServer ingestion({.database_url = postgres_.url()});
  QueryServer query({.database_url = postgres_.url()});
  ASSERT_TRUE(AwaitHealth(ingestion.channel(), kServing));
  ASSERT_TRUE(AwaitHealth(query.channel(), kServing));
  ASSERT_TRUE(SubmitOne(ingestion, 1).ok());

  postgres_.Stop();
  EXPECT_TRUE(AwaitHealth(ingestion.channel(), kNotServing));
  EXPECT_TRUE(AwaitHealth(query.channel(), kNotServing));
  const RichError error = Decode(SubmitOne(ingestion, 2));
  EXPECT_TRUE(error.Is(grpc::StatusCode::UNAVAILABLE, "DATABASE_UNAVAILABLE")) << error;
  EXPECT_TRUE(QueryNow(query).ok()) << "what is loaded is answered; its revision says of when";

  ASSERT_NO_FATAL_FAILURE(postgres_.Start());
  EXPECT_TRUE(AwaitHealth(ingestion.channel(), kServing));
  EXPECT_TRUE(AwaitHealth(query.channel(), kServing));
  EXPECT_TRUE(SubmitOne(ingestion, 2).ok());
}

// Says what of its database keeps a service from its work, for a while.
struct Hindrance {
  std::string harm;
  std::string remedy;
};

void CutOthers(const std::string& url) {
  Query(url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()");
}

TEST(HealthServiceTest, IsNotServingWhileNoCommitWouldGoThrough) {
  const std::string url = DatabaseWithCatalog();
  const std::string name = DatabaseName(url);
  const std::string role = MakeIngestionRole(url);
  IngestionServer ingestion({.database_url = url + " user=" + role});
  ASSERT_TRUE(AwaitHealth(ingestion.channel(), kServing));
  int id = 0;
  for (const Hindrance& each : {
           Hindrance{"REVOKE INSERT ON event FROM " + role, "GRANT INSERT ON event TO " + role},
           Hindrance{"ALTER DATABASE " + name + " SET default_transaction_read_only = on",
                     "SET TRANSACTION READ WRITE; ALTER DATABASE " + name +
                         " RESET default_transaction_read_only"},
       }) {
    SCOPED_TRACE(each.harm);
    Query(url, each.harm);
    CutOthers(url);
    EXPECT_TRUE(AwaitHealth(ingestion.channel(), kNotServing));
    const RichError refused = Decode(SubmitOne(ingestion, ++id));
    EXPECT_TRUE(refused.Is(grpc::StatusCode::UNAVAILABLE, "DATABASE_UNAVAILABLE")) << refused;
    Query(url, each.remedy);
    CutOthers(url);
    EXPECT_TRUE(AwaitHealth(ingestion.channel(), kServing));
    EXPECT_TRUE(SubmitOne(ingestion, id).ok());
  }
}

// One writer loses its connection and gets no other: the other one does the work.
TEST(HealthServiceTest, WorksWithAWriterThatGetsNoConnection) {
  const std::string url = DatabaseWithCatalog();
  const std::string role = MakeIngestionRole(url);
  IngestionServer ingestion({.database_url = url + " user=" + role});
  ASSERT_TRUE(AwaitHealth(ingestion.channel(), kServing));
  const std::string of_role = " FROM pg_stat_activity WHERE usename = '" + role + "'";
  const auto connections = [&] { return Query(url, "SELECT count(*)" + of_role)[0][0].as<int>(); };
  ASSERT_TRUE(Eventually([&] { return connections() == 3; })) << "the watch and two writers";
  Query(url, "ALTER ROLE " + role + " CONNECTION LIMIT 2");
  Query(url, "SELECT pg_terminate_backend(pid)" + of_role +
                 " AND query NOT LIKE '%FROM catalog JOIN%' LIMIT 1");
  // The event by which it learns that there is no connection may have to be sent again.
  int failed = 0;
  for (int id = 1; id <= 100; ++id) failed += !SubmitOne(ingestion, id).ok();
  EXPECT_LE(failed, 1);
  EXPECT_EQ(connections(), 2);
  EXPECT_EQ(HealthOf(ingestion.channel()), kServing);
}

// Old figures, marked as such, are better than none.
TEST_F(HealthTest, SaysSinceWhenFiguresAreOld) {
  postgres_.CreateDatabase();
  ASSERT_THAT(storage::Migrate({.url = postgres_.url()}).status(), IsOk());
  PutIntoForce(postgres_.url(), kServiceCatalog);
  QueryServer query({.database_url = postgres_.url()});
  ASSERT_TRUE(AwaitHealth(query.channel(), kServing));
  EXPECT_FALSE(AnswerNow(query).has_stale_since());
  const absl::Time stopping = absl::Now();
  postgres_.Stop();
  ASSERT_TRUE(Eventually([&] { return AnswerNow(query).has_stale_since(); }));
  const v1::QueryYearResponse old = AnswerNow(query);
  EXPECT_GE(old.stale_since().seconds(), absl::ToUnixSeconds(stopping) - 2);
  EXPECT_LE(old.stale_since().seconds(), absl::ToUnixSeconds(absl::Now()) - 3);
  EXPECT_EQ(AnswerNow(query).stale_since().seconds(), old.stale_since().seconds())
      << "it does not move";
  ASSERT_NO_FATAL_FAILURE(postgres_.Start());
  EXPECT_TRUE(Eventually([&] { return !AnswerNow(query).has_stale_since(); }));
}

TEST(HealthServiceTest, FiguresOfAnotherSchemaGetOld) {
  const std::string url = DatabaseWithCatalog();
  QueryServer query({.database_url = url});
  ASSERT_TRUE(AwaitHealth(query.channel(), kServing));
  Query(url, "INSERT INTO schema_migration VALUES (999, '0999_later', '')");
  EXPECT_TRUE(AwaitHealth(query.channel(), kNotServing));
  EXPECT_TRUE(Eventually([&] { return AnswerNow(query).has_stale_since(); }));
}

TEST(HealthServiceTest, AnotherSchemaIsNotServed) {
  const std::string url = DatabaseWithCatalog();
  IngestionServer ingestion({.database_url = url});
  ASSERT_TRUE(AwaitHealth(ingestion.channel(), kServing));
  Query(url, "DROP TABLE ledger_entry");
  EXPECT_TRUE(AwaitHealth(ingestion.channel(), kNotServing));
}

TEST(HealthServiceTest, AnswersForEveryServiceByName) {
  const std::string url = DatabaseWithCatalog();
  IngestionServer ingestion({.database_url = url});
  QueryServer query({.database_url = url});
  ASSERT_TRUE(AwaitHealth(ingestion.channel(), kServing));
  ASSERT_TRUE(AwaitHealth(query.channel(), kServing));
  EXPECT_EQ(HealthOf(ingestion.channel(), kIngestion), kServing);
  EXPECT_EQ(HealthOf(query.channel(), kQuery), kServing);
  EXPECT_EQ(HealthOf(ingestion.channel(), kQuery), kUnknown) << "it is served elsewhere";
  query.Drain();
  EXPECT_EQ(HealthOf(query.channel()), kNotServing);
  EXPECT_EQ(HealthOf(query.channel(), kQuery), kNotServing);
}

TEST(HealthServiceTest, WatchersSeeEachChange) {
  const std::string url = PostgresCluster::Get().MigratedDatabase();
  IngestionServer server({.database_url = url});
  const auto stub = grpc::health::v1::Health::NewStub(server.channel());
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  const auto watch = stub->Watch(&context, grpc::health::v1::HealthCheckRequest());
  grpc::health::v1::HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), kNotServing);
  PutIntoForce(url, kServiceCatalog);
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), kServing);
  context.TryCancel();
  watch->Finish();
}

}  // namespace
}  // namespace jurimeter::test
