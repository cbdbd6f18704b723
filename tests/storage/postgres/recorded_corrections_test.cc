// What PostgreSQL adds to the contract of FindCorrections: tests/contract has the rest.
#include "storage/postgres/recorded_corrections.h"

#include <gmock/gmock.h>

#include <string>

#include "domain/catalog/correction_readmission.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "storage/postgres/postgres_event_store.h"
#include "tests/storage/postgres/open_ledger.h"

namespace jurimeter::storage {
namespace {

using test::TestId;

class RecordedCorrectionsTest : public test::OpenLedgerTest {
 protected:
  // A correction of the event 1 of the police; the event 2 takes its place.
  Correction Make() const {
    return {.request_id = *EventId::Parse(TestId(1001)),
            .bureau = catalog_->FindBureau("police")->key,
            .event_id = *EventId::Parse(TestId(1)),
            .reason = "wrong",
            .replacement = test::MakeEvent(
                *catalog_, {.id = 2, .bureau = "police", .category = "labour", .subject = "one"})};
  }

  // Records an event and corrects it.
  void Record() const {
    const auto store = MakePostgresEventStore({.postgres = {.url = url_}});
    const Digest rules = test::CatalogChainOf(url_);
    ASSERT_THAT(store->Commit(test::OpenLedgerTest::Make({{.id = 1, .bureau = "police"}}), rules),
                test::IsOk());
    const auto done = store->Correct({{Make()}}, {rules, {}}, /*dry_run=*/false);
    ASSERT_THAT(done, test::IsOk());
    ASSERT_EQ(done->results[0].outcome, CorrectionOutcome::kDone);
  }

  FoundCorrections Find(const OwnedCorrectionDraft& draft, bool dry_run = false) const {
    const CorrectionDraft view = draft.View();
    return FindCorrectionDrafts(*connection_, {&view, 1}, test::CatalogChainOf(url_), dry_run);
  }

  std::string Entries() const { return Value("SELECT count(*) FROM ledger_entry"); }
};

// Whoever did it may still wait until that is durable: the answer has to wait for it too.
TEST_F(RecordedCorrectionsTest, WhatIsDoneIsOwedAnEmptyEntry) {
  Record();
  const OwnedCorrectionDraft draft = DraftOf(*catalog_, Make());
  EXPECT_TRUE(Find(draft, /*dry_run=*/true).found[0].is_done);
  EXPECT_EQ(Find(draft, /*dry_run=*/true).revision, 0);
  EXPECT_EQ(Entries(), "3");
  EXPECT_EQ(Find(draft).revision, 4);
  EXPECT_EQ(Value("SELECT kind || ' ' || items FROM ledger_entry WHERE revision = 4"), "events 0");
  OwnedCorrectionDraft other = draft;
  other.reason = "another";
  EXPECT_FALSE(Find(other).found[0].is_done);
  EXPECT_EQ(Entries(), "4");
}

TEST_F(RecordedCorrectionsTest, FindsWhateverRulesAreInForce) {
  Record();
  const OwnedCorrectionDraft draft = DraftOf(*catalog_, Make());
  CatalogSpec spec = test::TestCatalogSpec();
  spec.bureaus.pop_back();
  spec.indicators.front().categories.pop_back();
  ASSERT_THAT(MakePostgresCatalogStore({.url = url_})->Apply(spec, "later"), test::IsOk());
  const FoundCorrections result = Find(draft);
  EXPECT_TRUE(result.found[0].is_done);
  EXPECT_EQ(result.found[0].bureau, Make().bureau) << "though no catalog names it";
  // Retracted since, the replacement is still what was asked for.
  const auto store = MakePostgresEventStore({.postgres = {.url = url_}});
  const Correction retraction = {.request_id = *EventId::Parse(TestId(1002)),
                                 .bureau = Make().bureau,
                                 .event_id = *EventId::Parse(TestId(2)),
                                 .reason = "wrong too"};
  ASSERT_THAT(store->Correct({{retraction}}, {test::CatalogChainOf(url_), {}}, false),
              test::IsOk());
  EXPECT_TRUE(Find(draft).found[0].is_done);
}

TEST_F(RecordedCorrectionsTest, AReplacementOfOtherContentIsAnotherRequest) {
  Record();
  OwnedCorrectionDraft draft = DraftOf(*catalog_, Make());
  draft.replacement->subject = "two";
  EXPECT_FALSE(Find(draft).found[0].is_done);
}

}  // namespace
}  // namespace jurimeter::storage
