#include <gmock/gmock.h>

#include <random>
#include <string>
#include <vector>

#include "storage/postgres/postgres_event_store.h"
#include "storage/postgres/postgres_totals_reader.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"
#include "tests/support/year_totals.h"

namespace jurimeter::test {
namespace {

using ::testing::HasSubstr;

void ExpectEqual(const Totals& totals, const Totals& expected) {
  EXPECT_EQ(totals.revision(), expected.revision());
  EXPECT_TRUE(SheetsOf(totals) == SheetsOf(expected));
}

class PostgresTotalsReaderTest : public ::testing::Test {
 protected:
  void Commit(const std::vector<TestEvent>& given) {
    std::vector<Event> events;
    for (const TestEvent& event : given) events.push_back(MakeEvent(*catalog_, event));
    ASSERT_THAT(store_->Commit(events), IsOk());
  }

  std::string url_ = PostgresCluster::Get().MigratedDatabase();
  std::shared_ptr<const Catalog> catalog_ = ApplyTestCatalog(url_);
  std::unique_ptr<storage::EventStore> store_ =
      storage::MakePostgresEventStore({.postgres = {.url = url_}});
  std::unique_ptr<storage::TotalsReader> reader_ = storage::MakePostgresTotalsReader({.url = url_});
};

TEST_F(PostgresTotalsReaderTest, ReadsAnEmptyLedger) {
  EXPECT_THAT(reader_->HeadRevision(), IsOkAndHolds(0));
  const auto totals = reader_->Load();
  ASSERT_THAT(totals, IsOk());
  EXPECT_EQ(totals->revision(), 0);
  EXPECT_TRUE(totals->indicators().empty());
}

TEST_F(PostgresTotalsReaderTest, CatchingUpStepByStepEqualsLoading) {
  static const char* const kTimes[] = {"2022-05-01T00:00:00Z", "2023-05-01T00:00:00Z",
                                       "2023-05-02T00:00:00Z", "2023-05-02T01:00:00Z"};
  std::mt19937 random(20231231);
  const auto up_to = [&random](int limit) {
    return std::uniform_int_distribution(0, limit)(random);
  };
  Totals each_step, every_third(0);
  int id = 0;
  for (int step = 1; step <= 20; ++step) {
    std::vector<TestEvent> events;
    for (int i = up_to(10); i >= 0; --i) {
      // Every fifth id comes again.
      const int this_id = up_to(4) == 0 ? up_to(id) + 1 : ++id + 1;
      std::mt19937 content(this_id);
      events.push_back({.id = this_id,
                        .bureau = content() % 2 == 0 ? "court" : "police",
                        .indicator = content() % 2 == 0 ? "offices.open" : "disputes.resolved",
                        .quantity = static_cast<int64_t>(content() % 9),
                        .occurred_at = kTimes[content() % 4]});
    }
    Commit(events);
    ASSERT_THAT(reader_->CatchUp(each_step), IsOk());
    if (step % 3 == 0) {
      ASSERT_THAT(reader_->CatchUp(every_third), IsOk());
    }
    const auto loaded = reader_->Load();
    ASSERT_THAT(loaded, IsOk());
    ExpectEqual(each_step, *loaded);
  }
  ASSERT_THAT(reader_->CatchUp(every_third), IsOk());
  ExpectEqual(every_third, each_step);
}

TEST_F(PostgresTotalsReaderTest, NothingNewChangesNothing) {
  Commit({{.id = 1}});
  Totals totals = reader_->Load().value();
  const auto before = totals.indicators();
  ASSERT_THAT(reader_->CatchUp(totals), IsOk());
  EXPECT_EQ(totals.indicators(), before);  // the same objects
  EXPECT_EQ(totals.revision(), 1);
}

TEST_F(PostgresTotalsReaderTest, ACommitOfDuplicatesMovesTheRevisionOnly) {
  Commit({{.id = 1}});
  Totals totals = reader_->Load().value();
  Commit({{.id = 1}});
  ASSERT_THAT(reader_->CatchUp(totals), IsOk());
  EXPECT_EQ(totals.revision(), 2);
  EXPECT_EQ(YearsOf(totals)[2023].flows.begin()->second, (FlowTotal{1, 1}));
}

TEST_F(PostgresTotalsReaderTest, RefusesALedgerThatEndsBefore) {
  Commit({{.id = 1}});
  Totals ahead(2);
  EXPECT_THAT(reader_->CatchUp(ahead),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("ends at revision 1, before revision 2")));
  EXPECT_EQ(ahead.revision(), 2);
}

TEST_F(PostgresTotalsReaderTest, ADayOfNilReportsIsThere) {
  Totals totals;
  Commit({{.id = 1, .quantity = 0}});
  ASSERT_THAT(reader_->CatchUp(totals), IsOk());
  EXPECT_EQ(YearsOf(totals)[2023].flows.begin()->second, (FlowTotal{0, 1}));
  ExpectEqual(totals, reader_->Load().value());
}

TEST_F(PostgresTotalsReaderTest, SumsBeyond64Bits) {
  Commit({{.id = 1}, {.id = 2, .occurred_at = "2023-07-01T00:00:00Z"}});
  Query(url_, "UPDATE day_total SET total = 9223372036854775807");
  const auto totals = reader_->Load();
  ASSERT_THAT(totals, IsOk());
  EXPECT_EQ(YearsOf(*totals)[2023].flows.begin()->second.total,
            absl::int128(9223372036854775807) * 2);
}

TEST_F(PostgresTotalsReaderTest, NeverWrites) {
  Commit({{.id = 1}});
  const std::string name = Query(url_, "SELECT current_database()")[0][0].as<std::string>();
  Query(url_, "ALTER DATABASE " + name + " SET default_transaction_read_only = on");
  const auto reader = storage::MakePostgresTotalsReader({.url = url_});
  Totals totals;
  ASSERT_THAT(reader->CatchUp(totals), IsOk());
  ExpectEqual(totals, reader->Load().value());
}

TEST_F(PostgresTotalsReaderTest, ReconnectsAfterItsBackendWasKilled) {
  Commit({{.id = 1}});
  ASSERT_THAT(reader_->HeadRevision(), IsOk());
  Query(url_,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  Totals totals;
  EXPECT_THAT(reader_->CatchUp(totals), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(totals.revision(), 0);
  EXPECT_THAT(reader_->CatchUp(totals), IsOk());
  EXPECT_EQ(totals.revision(), 1);
}

TEST(PostgresTotalsReader, IsUnavailableWithoutAServer) {
  const auto reader = storage::MakePostgresTotalsReader({.url = "host=/nonexistent"});
  Totals totals;
  EXPECT_THAT(reader->HeadRevision(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(reader->Load(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(reader->CatchUp(totals), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace jurimeter::test
