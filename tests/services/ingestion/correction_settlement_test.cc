#include "services/ingestion/correction_settlement.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "domain/values/calendar.h"
#include "tests/services/ingestion/scripted_corrections.h"
#include "tests/support/status_matchers.h"

namespace jurimeter::ingestion {
namespace {

using test::CorrectionOf;
using test::CorrectionScript;
using test::IsOk;
using test::StatusIs;
using test::TestId;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<CorrectionOutcome> OutcomesOf(const CorrectionSettlement& settlement) {
  std::vector<CorrectionOutcome> outcomes;
  for (const CorrectionResult& each : settlement.settled.results) outcomes.push_back(each.outcome);
  return outcomes;
}

// The test catalog without the categories of its first flow.
std::shared_ptr<const Catalog> CatalogWithoutCategories() {
  CatalogSpec spec = test::TestCatalogSpec();
  spec.indicators[0].categories.clear();
  return *Catalog::Create(spec, CatalogKeys::ByPlace(spec));
}

OwnedCorrectionDraft OfTheFamily(int number) {
  OwnedCorrectionDraft draft = CorrectionOf(number);
  draft.replacement->category = "family";
  return draft;
}

// A retraction of an event of a bureau that no catalog of the tests has.
OwnedCorrectionDraft OfTheHarbour(int number) {
  OwnedCorrectionDraft draft = CorrectionOf(number);
  draft.bureau = "harbour";
  draft.replacement.reset();
  return draft;
}

// A retraction.
OwnedCorrectionDraft OfTheCourt(int number) {
  OwnedCorrectionDraft draft = CorrectionOf(number);
  draft.replacement.reset();
  return draft;
}

class CorrectionSettlementTest : public ::testing::Test {
 protected:
  // Corrections that wait, as the rules in force admit or refuse them.
  void Wait(const std::vector<OwnedCorrectionDraft>& drafts) {
    turn_ = test::SubmissionOf(drafts, script_.in_force()).pending;
  }

  CorrectionSettlement Settle(bool dry_run = false) {
    const auto store = script_.Maker()();
    CorrectionRules rules = script_.Rules();
    rules.admitted_anew = [this] { ++admitted_anew_; };
    return SettleCorrections(&turn_, dry_run, rules, store.get());
  }

  CorrectionScript script_;
  std::vector<PendingCorrection> turn_;
  int admitted_anew_ = 0;
};

TEST_F(CorrectionSettlementTest, TheStoreGetsWhatTheRulesAdmit) {
  Wait({CorrectionOf(1), OfTheHarbour(2), CorrectionOf(404), CorrectionOf(5)});
  const CorrectionSettlement settlement = Settle();
  EXPECT_THAT(settlement.status, IsOk());
  EXPECT_THAT(OutcomesOf(settlement),
              ElementsAre(CorrectionOutcome::kDone, CorrectionOutcome::kRefused,
                          CorrectionOutcome::kRefused, CorrectionOutcome::kDone));
  EXPECT_EQ(settlement.settled.results[1].refusals[0].field, "bureau");
  EXPECT_EQ(settlement.settled.results[2].refusals[0].reason, "not_recorded");
  EXPECT_EQ(settlement.settled.revision, 2);
  ASSERT_THAT(script_.calls(), SizeIs(1));
  EXPECT_THAT(script_.calls()[0].events, ElementsAre(TestId(1), TestId(404), TestId(5)));
  EXPECT_THAT(script_.look_ups(), ElementsAre(1));
}

TEST_F(CorrectionSettlementTest, WhatIsDoneStaysADuplicateThoughTheRulesRefuseIt) {
  script_.Apply(1, CatalogWithoutCategories());
  Wait({OfTheFamily(1), OfTheFamily(2), OfTheHarbour(3)});
  script_.SetDone(1);
  script_.SetDone(3);
  script_.AddBureau("harbour", 9);
  const CorrectionSettlement settlement = Settle();
  EXPECT_THAT(OutcomesOf(settlement),
              ElementsAre(CorrectionOutcome::kDuplicate, CorrectionOutcome::kRefused,
                          CorrectionOutcome::kDuplicate));
  EXPECT_EQ(settlement.settled.results[1].refusals[0].field, "replacement.category");
  EXPECT_THAT(script_.calls(), IsEmpty());
}

TEST_F(CorrectionSettlementTest, AnEventOfABureauThatIsGoneCanBeRetracted) {
  script_.AddBureau("harbour", 9);
  OwnedCorrectionDraft correction = OfTheHarbour(3);
  correction.replacement = CorrectionOf(3).replacement;
  correction.replacement->bureau = "harbour";
  Wait({OfTheHarbour(1), CorrectionOf(2), correction});
  const CorrectionSettlement settlement = Settle();
  EXPECT_THAT(
      OutcomesOf(settlement),
      ElementsAre(CorrectionOutcome::kDone, CorrectionOutcome::kDone, CorrectionOutcome::kRefused))
      << "but nothing can stand in its place";
}

TEST_F(CorrectionSettlementTest, WhatWaitedUnderOlderRulesIsAdmittedAnew) {
  Wait({CorrectionOf(1), OfTheFamily(2)});
  script_.Apply(2, CatalogWithoutCategories());
  EXPECT_THAT(OutcomesOf(Settle()),
              ElementsAre(CorrectionOutcome::kUnsettled, CorrectionOutcome::kUnsettled))
      << "the rules of before are known only";
  const CorrectionSettlement settlement = Settle();
  EXPECT_THAT(settlement.status, IsOk());
  EXPECT_THAT(OutcomesOf(settlement),
              ElementsAre(CorrectionOutcome::kDone, CorrectionOutcome::kRefused));
  EXPECT_EQ(settlement.settled.results[1].refusals[0].field, "replacement.category");
  ASSERT_THAT(script_.calls(), SizeIs(2));
  EXPECT_EQ(script_.calls()[0].rules, Digest{1});
  EXPECT_EQ(script_.calls()[1].rules, Digest{2});
  EXPECT_THAT(script_.calls()[1].events, ElementsAre(TestId(1)));
  EXPECT_EQ(admitted_anew_, 1);
}

// A closing that comes between admission and commit.
TEST_F(CorrectionSettlementTest, RefusesWhatHasBeenClosedSinceItWasAdmitted) {
  Wait({CorrectionOf(1), CorrectionOf(2)});
  script_.SetDone(1);
  ClosedDays closed;
  const auto catalog = test::TestCatalog();
  const int32_t day = DayNumber(absl::CivilDay(2023, 6, 1));
  closed.Apply({{.revision = 2,
                 .reopens = {},
                 .reason = "half-year report",
                 .parts = {{catalog->FindBureau("court")->key, {day, day}}}}});
  script_.Apply(2, catalog, closed);
  EXPECT_THAT(OutcomesOf(Settle()),
              ElementsAre(CorrectionOutcome::kUnsettled, CorrectionOutcome::kUnsettled));
  const CorrectionSettlement settlement = Settle();
  EXPECT_THAT(OutcomesOf(settlement),
              ElementsAre(CorrectionOutcome::kDuplicate, CorrectionOutcome::kRefused));
  const CorrectionRefusals& why = settlement.settled.results[1].refusals;
  ASSERT_THAT(why, SizeIs(1));
  EXPECT_EQ(why[0].field, "replacement.occurred_at");
  EXPECT_EQ(why[0].reason, "closed");
  EXPECT_THAT(why[0].description, HasSubstr("half-year report"));
  ASSERT_THAT(script_.calls(), SizeIs(1)) << "nothing was left to be done";
  // The store gets the closed days too: it alone knows the day of the event that is retracted.
  Wait({OfTheCourt(3)});
  EXPECT_THAT(OutcomesOf(Settle()), ElementsAre(CorrectionOutcome::kDone));
  EXPECT_TRUE(script_.calls().back().has_closed_days);
}

// Its code may stand for another key, and another bureau for the key that was found.
TEST_F(CorrectionSettlementTest, UnderOtherRulesNoBureauIsTakenFromTheDatabase) {
  Wait({OfTheHarbour(1)});
  script_.AddBureau("harbour", 1);
  script_.Apply(2);
  EXPECT_THAT(OutcomesOf(Settle()), ElementsAre(CorrectionOutcome::kUnsettled));
  EXPECT_THAT(script_.calls(), IsEmpty());
  EXPECT_THAT(OutcomesOf(Settle()), ElementsAre(CorrectionOutcome::kDone));
}

TEST_F(CorrectionSettlementTest, WhatOlderRulesRefusedIsAdmittedAnew) {
  script_.Apply(1, CatalogWithoutCategories());
  Wait({OfTheFamily(1)});
  script_.Apply(2);
  // The catalog of the test that is known is the first one, and outdated.
  EXPECT_THAT(OutcomesOf(Settle()), ElementsAre(CorrectionOutcome::kUnsettled));
  EXPECT_THAT(OutcomesOf(Settle()), ElementsAre(CorrectionOutcome::kDone));
}

TEST_F(CorrectionSettlementTest, RulesThatCannotBeReadAreUnavailable) {
  Wait({CorrectionOf(1)});
  script_.Apply(2);
  script_.FailRenewalsWith(absl::FailedPreconditionError("no catalog"));
  EXPECT_THAT(Settle().status, StatusIs(absl::StatusCode::kUnavailable, HasSubstr("no catalog")));
}

TEST_F(CorrectionSettlementTest, WithoutRulesNothingIsDone) {
  Wait({CorrectionOf(1)});
  const auto store = script_.Maker()();
  const CorrectionRules none = {.current = [] { return nullptr; }, .renew = nullptr};
  EXPECT_THAT(SettleCorrections(&turn_, false, none, store.get()).status,
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(script_.calls(), IsEmpty());
}

TEST_F(CorrectionSettlementTest, AnErrorOfTheStoreIsThatOfTheSettlement) {
  script_.FailWith(absl::UnavailableError("away"));
  for (const OwnedCorrectionDraft& draft : {CorrectionOf(1), OfTheHarbour(1)}) {
    Wait({draft});
    const CorrectionSettlement settlement = Settle();
    EXPECT_THAT(settlement.status, StatusIs(absl::StatusCode::kUnavailable, HasSubstr("away")));
    EXPECT_THAT(OutcomesOf(settlement), ElementsAre(CorrectionOutcome::kUnsettled));
  }
}

TEST_F(CorrectionSettlementTest, ADryRunIsOneForTheStore) {
  Wait({CorrectionOf(1)});
  const CorrectionSettlement settlement = Settle(/*dry_run=*/true);
  EXPECT_THAT(OutcomesOf(settlement), ElementsAre(CorrectionOutcome::kDone));
  EXPECT_EQ(settlement.settled.revision, 0);
  EXPECT_TRUE(script_.calls()[0].dry_run);
}

}  // namespace
}  // namespace jurimeter::ingestion
