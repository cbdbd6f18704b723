#include "storage/postgres/erasure.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "storage/postgres/postgres_event_store.h"
#include "storage/postgres/verify.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/roles.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {
namespace {

using storage::EraseSubject;
using storage::FindSubjectsOfCorrections;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ErasureTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::vector<Event> events = {
        MakeEvent(*catalog_, {.id = 1, .quantity = 5, .subject = "张三"}),
        MakeEvent(*catalog_, {.id = 2})};
    ASSERT_THAT(store_->Commit(events, rules_), IsOk());
  }

  absl::StatusOr<int64_t> Erase(int id, const std::string& bureau = "mediation") const {
    return EraseSubject({.url = url_}, {.bureau = bureau,
                                        .event_id = *EventId::Parse(TestId(id)),
                                        .reason = "asked for by the person"});
  }

  // Has the event `to` stand in the place of `from`.
  void Correct(int from, const TestEvent& to) {
    const std::vector<Correction> corrections = {{.request_id = *EventId::Parse(TestId(100 + from)),
                                                  .bureau = catalog_->FindBureau(to.bureau)->key,
                                                  .event_id = *EventId::Parse(TestId(from)),
                                                  .reason = "typed wrongly",
                                                  .replacement = MakeEvent(*catalog_, to)}};
    const auto corrected = store_->Correct(corrections, {rules_, {}}, /*dry_run=*/false);
    ASSERT_THAT(corrected, IsOk());
    ASSERT_EQ(corrected->results[0].outcome, CorrectionOutcome::kDone);
  }

  std::vector<std::string> Beside(int id, const std::string& bureau = "mediation") const {
    const auto found =
        FindSubjectsOfCorrections({.url = url_}, bureau, *EventId::Parse(TestId(id)));
    EXPECT_THAT(found, IsOk());
    std::vector<std::string> ids;
    for (const EventId& each : *found) ids.push_back(each.ToString());
    return ids;
  }

  Outcome Resend(const TestEvent& event) {
    const std::vector<Event> events = {MakeEvent(*catalog_, event)};
    return store_->Commit(events, rules_)->outcomes[0].outcome;
  }

  std::string url_ = PostgresCluster::Get().MigratedDatabase();
  std::shared_ptr<const Catalog> catalog_ = ApplyTestCatalog(url_);
  Digest rules_ = CatalogChainOf(url_);
  std::unique_ptr<storage::EventStore> store_ =
      storage::MakePostgresEventStore({.postgres = {.url = url_}});
};

TEST_F(ErasureTest, LeavesEveryDigestAndChainAsItIs) {
  const std::string before =
      Query(url_, "SELECT chain::text FROM ledger_entry WHERE revision = 2")[0][0].c_str();
  EXPECT_THAT(Erase(1), IsOkAndHolds(3));
  EXPECT_EQ(Query(url_, "SELECT count(*) FROM event WHERE subject <> ''")[0][0].as<int>(), 0);
  EXPECT_EQ(Query(url_, "SELECT chain::text FROM ledger_entry WHERE revision = 2")[0][0].c_str(),
            before);
  EXPECT_EQ(Query(url_, "SELECT kind FROM ledger_entry WHERE revision = 3")[0][0].as<std::string>(),
            "erasure");
  EXPECT_EQ(Query(url_, "SELECT reason FROM erasure")[0][0].as<std::string>(),
            "asked for by the person");
  const auto report = storage::Verify({.url = url_}, ReadTestCatalog);
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->findings, IsEmpty());
}

TEST_F(ErasureTest, AResendIsComparedWithoutTheSubject) {
  ASSERT_THAT(Erase(1), IsOk());
  EXPECT_EQ(Resend({.id = 1, .quantity = 5, .subject = "张三"}), Outcome::kDuplicate);
  EXPECT_EQ(Resend({.id = 1, .quantity = 5, .subject = "李四"}), Outcome::kDuplicate);
  EXPECT_EQ(Resend({.id = 1, .quantity = 6, .subject = "张三"}), Outcome::kConflict);
}

TEST_F(ErasureTest, SaysWhatKeepsItFromErasing) {
  EXPECT_THAT(Erase(9), StatusIs(absl::StatusCode::kNotFound, HasSubstr(TestId(9))));
  EXPECT_THAT(Erase(1, "court"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Erase(1, "nowhere"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Erase(2),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("has no subject")));
  ASSERT_THAT(Erase(1), IsOk());
  EXPECT_THAT(Erase(1), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("any more")));
  EXPECT_EQ(Query(url_, "SELECT count(*) FROM erasure")[0][0].as<int>(), 1);
}

TEST_F(ErasureTest, TheSubjectsOfAChainOfCorrectionsAreFound) {
  EXPECT_THAT(Beside(1), IsEmpty());
  Correct(1, {.id = 3, .quantity = 6, .subject = "张三"});
  Correct(3, {.id = 4, .quantity = 7});
  Correct(4, {.id = 5, .quantity = 8, .subject = "张三"});
  Correct(2, {.id = 6, .subject = "of another chain"});
  ASSERT_THAT(Erase(1), IsOk());
  EXPECT_THAT(Beside(1), ElementsAre(TestId(3), TestId(5))) << "event 4 has no subject";
  EXPECT_THAT(Beside(4), ElementsAre(TestId(3), TestId(5)));
  EXPECT_THAT(Beside(5), ElementsAre(TestId(3))) << "not the event itself";
  ASSERT_THAT(Erase(3), IsOk());
  EXPECT_THAT(Beside(1), ElementsAre(TestId(5)));
  EXPECT_THAT(Beside(1, "court"), IsEmpty());
  EXPECT_THAT(Beside(2), ElementsAre(TestId(6)));
}

TEST_F(ErasureTest, AChainThatSomebodyAlteredToACircleEnds) {
  Correct(1, {.id = 3, .quantity = 6, .subject = "张三"});
  Query(url_,
        "INSERT INTO retraction (bureau_id, principal_id, event_id, request_id, replaced_by, "
        "entry_id, reason) "
        "SELECT r.bureau_id, r.principal_id, r.replaced_by, r.request_id, r.event_id, "
        "e.entry_id, r.reason "
        "FROM retraction AS r JOIN event AS e USING (bureau_id, event_id)");
  EXPECT_THAT(Beside(1), ElementsAre(TestId(3)));
  EXPECT_THAT(Beside(3), ElementsAre(TestId(1)));
}

TEST_F(ErasureTest, TheServicesMayNot) {
  const std::string as_service = url_ + " user=" + MakeIngestionRole(url_);
  const auto erased = EraseSubject(
      {.url = as_service},
      {.bureau = "mediation", .event_id = *EventId::Parse(TestId(1)), .reason = "because"});
  EXPECT_THAT(erased, StatusIs(absl::StatusCode::kInternal, HasSubstr("permission denied")));
}

}  // namespace
}  // namespace jurimeter::test
