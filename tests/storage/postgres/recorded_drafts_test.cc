// What PostgreSQL adds to the contract of FindRecorded: tests/contract has the rest.
#include "storage/postgres/recorded_drafts.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "domain/catalog/readmission.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "storage/postgres/postgres_event_store.h"
#include "storage/postgres/verify.h"
#include "tests/storage/postgres/open_ledger.h"

namespace jurimeter::storage {
namespace {

using test::TestEvent;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class RecordedDraftsTest : public test::OpenLedgerTest {
 protected:
  void Record(const std::vector<TestEvent>& given) const {
    const auto store = MakePostgresEventStore({.postgres = {.url = url_}});
    ASSERT_THAT(store->Commit(Make(given), test::CatalogChainOf(url_)), test::IsOk());
  }

  OwnedDraft Draft(const TestEvent& event) const {
    return DraftOf(*catalog_, MakeEvent(*catalog_, event));
  }

  CommitResult Find(const std::vector<OwnedDraft>& owned) const {
    std::vector<EventDraft> drafts;
    for (const OwnedDraft& each : owned) drafts.push_back(each.View());
    return FindDrafts(*connection_, drafts, test::CatalogChainOf(url_));
  }

  static std::vector<Outcome> OutcomesOf(const CommitResult& result) {
    std::vector<Outcome> outcomes;
    for (const EventOutcome& each : result.outcomes) outcomes.push_back(each.outcome);
    return outcomes;
  }

  std::string Entries() const { return Value("SELECT count(*) FROM ledger_entry"); }
};

// Whoever wrote it may still wait until that is durable: the answer has to wait for it too.
TEST_F(RecordedDraftsTest, DuplicatesAloneAreOwedAnEmptyEntry) {
  Record({{.id = 1}});
  OwnedDraft conflict = Draft({.id = 1, .quantity = 5});
  EXPECT_EQ(Find({conflict, Draft({.id = 2})}).revision, 0);
  EXPECT_EQ(Entries(), "2");
  const CommitResult result = Find({Draft({.id = 1}), conflict});
  EXPECT_THAT(OutcomesOf(result), ElementsAre(Outcome::kDuplicate, Outcome::kConflict));
  EXPECT_EQ(result.revision, 3);
  EXPECT_EQ(Value("SELECT kind || ' ' || items FROM ledger_entry WHERE revision = 3"), "events 0");
  const auto report = Verify({.url = url_}, test::ReadTestCatalog);
  ASSERT_THAT(report, test::IsOk());
  EXPECT_TRUE(report->findings.empty());
}

TEST_F(RecordedDraftsTest, FindsWhateverRulesAreInForce) {
  Record({{.id = 1, .bureau = "police", .category = "labour"}});
  CatalogSpec spec = test::TestCatalogSpec();
  spec.bureaus.pop_back();
  spec.indicators.front().categories.pop_back();
  ASSERT_THAT(MakePostgresCatalogStore({.url = url_})->Apply(spec, "later"), test::IsOk());
  EXPECT_THAT(
      OutcomesOf(Find({Draft({.id = 1, .bureau = "police", .category = "labour"}),
                       Draft({.id = 1, .bureau = "police"}), Draft({.id = 1, .bureau = "court"})})),
      ElementsAre(Outcome::kDuplicate, Outcome::kConflict, Outcome::kUnsettled));
}

TEST_F(RecordedDraftsTest, ConflictsNameBothValues) {
  Record({{.id = 1, .category = "family", .quantity = 7, .subject = "one"}});
  OwnedDraft given = Draft({.id = 1});
  given.quantity_text = "many";
  const CommitResult result = Find({given});
  ASSERT_EQ(result.outcomes[0].violations.size(), 3u);
  const Violations& faults = result.outcomes[0].violations;
  EXPECT_THAT(faults[0].description, AllOf(HasSubstr("\"family\""), HasSubstr("\"\"")));
  EXPECT_THAT(faults[1].description, AllOf(HasSubstr("7"), HasSubstr("\"many\"")));
  EXPECT_THAT(faults[2].description, HasSubstr("\"one\""));
}

TEST_F(RecordedDraftsTest, SaysWhetherTheRulesAreInForce) {
  const Digest rules = test::CatalogChainOf(url_);
  EXPECT_TRUE(FindDrafts(*connection_, {}, rules).rules_in_force);
  EXPECT_FALSE(FindDrafts(*connection_, {}, Digest{1}).rules_in_force);
  test::Query(url_, "UPDATE ledger_head SET rules_chain = sha256('others')");
  EXPECT_FALSE(FindDrafts(*connection_, {}, rules).rules_in_force);
}

}  // namespace
}  // namespace jurimeter::storage
