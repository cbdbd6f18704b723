// What becomes of connections through a real pgbouncer.
#include <gmock/gmock.h>

#include <string>

#include "absl/time/clock.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/postgres_event_store.h"
#include "storage/postgres/prepared.h"
#include "storage/postgres/session.h"
#include "storage/postgres/verify.h"
#include "tests/support/pgbouncer.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {
namespace {

using storage::Connect;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

auto NamesThePooler() {
  return StatusIs(absl::StatusCode::kUnavailable,
                  AllOf(HasSubstr("pooler"), HasSubstr("pool_mode = session")));
}

TEST(Pooler, IsRefusedWhereItLendsSessions) {
  const std::string url = PostgresCluster::Get().MigratedDatabase();
  const std::vector<std::string> kCases[] = {
      {"pool_mode = transaction"},
      {"pool_mode = transaction", "server_round_robin = 1"},
      {"pool_mode = transaction", "default_pool_size = 1"},
      {"pool_mode = transaction", "server_reset_query_always = 1"},
      {"pool_mode = statement"},
      {"pool_mode = statement", "server_round_robin = 1"},
  };
  for (const std::vector<std::string>& settings : kCases) {
    SCOPED_TRACE(::testing::PrintToString(settings));
    const Pgbouncer pooler(settings);
    // The first connection and later ones: of a pool without and with idle sessions.
    for (int i = 0; i < 4; ++i) EXPECT_THAT(Connect({.url = pooler.Url(url)}), NamesThePooler());
    EXPECT_THAT(storage::Migrate({.url = pooler.Url(url)}), NamesThePooler());
  }
}

TEST(Pooler, LeavesSessionsThatItLendsAsTheyWere) {
  const std::string url = PostgresCluster::Get().EmptyDatabase();
  const Pgbouncer pooler({"pool_mode = transaction"});
  const auto settings = [&] {
    return Query(pooler.Url(url),
                 "SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings "
                 "WHERE source = 'session' AND name NOT IN ('application_name')")[0][0];
  };
  const std::string before = settings().c_str();
  EXPECT_THAT(Connect({.url = pooler.Url(url)}), NamesThePooler());
  EXPECT_EQ(settings().c_str(), before);
}

TEST(Pooler, WorksWhereItKeepsASessionForEachClient) {
  const std::string url = PostgresCluster::Get().EmptyDatabase();
  const Pgbouncer pooler({"pool_mode = session", "server_reset_query = DISCARD ALL"});
  const std::string pooled = pooler.Url(url);
  ASSERT_THAT(storage::Migrate({.url = pooled}), IsOk());
  const auto catalog = ApplyTestCatalog(pooled);
  // One after the other, so that they get the sessions that others had before.
  for (int i = 1; i <= 3; ++i) {
    const auto store = storage::MakePostgresEventStore({.postgres = {.url = pooled}});
    const std::vector<Event> events = {MakeEvent(*catalog, {.id = i})};
    EXPECT_THAT(store->Commit(events, CatalogChainOf(pooled)), IsOk());
  }
  const auto report = storage::Verify({.url = pooled}, ReadTestCatalog);
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->findings, IsEmpty());
  EXPECT_EQ(report->events, 3);
}

TEST(Pooler, WithoutAFreeSessionIsUnavailableInTime) {
  const std::string url = PostgresCluster::Get().EmptyDatabase();
  const Pgbouncer pooler(
      {"pool_mode = session", "default_pool_size = 1", "query_wait_timeout = 60"});
  // The second connection that looks for a lent session waits in vain; the first is good.
  const auto only = Connect({.url = pooler.Url(url)});
  ASSERT_THAT(only, IsOk());
  const absl::Time began = absl::Now();
  EXPECT_THAT(Connect({.url = pooler.Url(url), .connect_timeout_s = 2}),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("no answer to the first statement in time; a pooler without")));
  EXPECT_LT(absl::Now() - began, absl::Seconds(20));
}

TEST(Pooler, ThatHandsOnUncleanSessionsIsNamed) {
  const std::string url = PostgresCluster::Get().EmptyDatabase();
  const Pgbouncer pooler({"pool_mode = session", "server_reset_query ="});
  const auto prepares = [&] {
    return storage::Session({.url = pooler.Url(url)},
                            [](storage::Connection& connection) {
                              storage::Prepare(connection, "one", "SELECT 1::bigint");
                            })
        .Run("prepare", [](storage::Connection& connection) {
          return absl::StatusOr<int64_t>(RunPrepared(connection, "one", {}).Bigint(0, 0));
        });
  };
  // pgbouncer lends two sessions while a connection looks for a lent one: the third comes back.
  absl::Status last;
  for (int i = 0; i < 4 && last.ok(); ++i) last = prepares().status();
  EXPECT_THAT(last, NamesThePooler());
}

}  // namespace
}  // namespace jurimeter::test
