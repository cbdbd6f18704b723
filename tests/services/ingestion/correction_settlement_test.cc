#include "services/ingestion/correction_settlement.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

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

const absl::Time kNow = test::At("2024-01-01T00:00:00Z");

CorrectionSettlement Settle(CorrectionScript* script,
                            const std::vector<CorrectionRequest>& requests, bool dry_run = false) {
  const auto store = script->Maker()();
  return SettleCorrections(requests, dry_run, script->Rules(), store.get(), kNow);
}

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

CorrectionRequest OfTheFamily(int number) {
  CorrectionRequest request = CorrectionOf(number);
  request.message.mutable_replacement()->set_category("family");
  return request;
}

TEST(CorrectionSettlementTest, TheStoreGetsWhatTheRulesAdmit) {
  CorrectionScript script;
  CorrectionRequest faulty = CorrectionOf(2);
  faulty.message.mutable_retraction()->clear_reason();
  CorrectionRequest repaired = CorrectionOf(3);
  repaired.invalid_texts = {"replacement.subject"};
  const CorrectionSettlement settlement =
      Settle(&script, {CorrectionOf(1), faulty, repaired, CorrectionOf(404), CorrectionOf(5)});
  EXPECT_THAT(settlement.status, IsOk());
  EXPECT_THAT(OutcomesOf(settlement),
              ElementsAre(CorrectionOutcome::kDone, CorrectionOutcome::kRefused,
                          CorrectionOutcome::kRefused, CorrectionOutcome::kRefused,
                          CorrectionOutcome::kDone));
  EXPECT_EQ(settlement.settled.results[1].refusals[0].field, "reason");
  EXPECT_EQ(settlement.settled.results[2].refusals[0].field, "replacement.subject");
  EXPECT_EQ(settlement.settled.results[3].refusals[0].reason, "not_recorded");
  EXPECT_EQ(settlement.settled.revision, 2);
  ASSERT_THAT(script.calls(), SizeIs(1));
  EXPECT_THAT(script.calls()[0].events, ElementsAre(TestId(1), TestId(404), TestId(5)));
}

TEST(CorrectionSettlementTest, WhatIsRefusedNeedsNoStore) {
  CorrectionScript script;
  CorrectionRequest faulty = CorrectionOf(2);
  faulty.message.mutable_replacement()->set_quantity(-1);
  const CorrectionSettlement settlement = Settle(&script, {faulty});
  EXPECT_THAT(settlement.status, IsOk());
  EXPECT_THAT(OutcomesOf(settlement), ElementsAre(CorrectionOutcome::kRefused));
  EXPECT_EQ(settlement.settled.revision, 0);
  EXPECT_THAT(script.calls(), IsEmpty());
}

TEST(CorrectionSettlementTest, UnderOtherRulesEachIsAdmittedAnew) {
  CorrectionScript script;
  script.Apply(2, CatalogWithoutCategories());
  const CorrectionSettlement settlement = Settle(&script, {CorrectionOf(1), OfTheFamily(2)});
  EXPECT_THAT(settlement.status, IsOk());
  EXPECT_THAT(OutcomesOf(settlement),
              ElementsAre(CorrectionOutcome::kDone, CorrectionOutcome::kRefused));
  EXPECT_EQ(settlement.settled.results[1].refusals[0].field, "replacement.category");
  ASSERT_THAT(script.calls(), SizeIs(2));
  EXPECT_EQ(script.calls()[0].rules, Digest{1});
  EXPECT_EQ(script.calls()[1].rules, Digest{2});
  EXPECT_THAT(script.calls()[1].events, ElementsAre(TestId(1)));
}

TEST(CorrectionSettlementTest, RulesThatChangeWithoutEndAreGivenUp) {
  CorrectionScript script;
  uint8_t number = 1;
  script.BeforeEach([&] { script.Apply(++number); });
  const CorrectionSettlement settlement = Settle(&script, {CorrectionOf(1)});
  EXPECT_THAT(settlement.status, StatusIs(absl::StatusCode::kAborted, HasSubstr("10 times")));
  EXPECT_THAT(OutcomesOf(settlement), ElementsAre(CorrectionOutcome::kUnsettled));
  EXPECT_THAT(script.calls(), SizeIs(kMaxCorrectionRounds));
}

TEST(CorrectionSettlementTest, RulesThatCannotBeReadAreUnavailable) {
  CorrectionScript script;
  script.Apply(2);
  script.FailRenewalsWith(absl::FailedPreconditionError("no catalog"));
  EXPECT_THAT(Settle(&script, {CorrectionOf(1)}).status,
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("no catalog")));
}

TEST(CorrectionSettlementTest, WithoutRulesNothingIsDone) {
  CorrectionScript script;
  const auto store = script.Maker()();
  const CorrectionRules none = {.current = [] { return nullptr; }, .renew = nullptr};
  const std::vector<CorrectionRequest> requests = {CorrectionOf(1)};
  EXPECT_THAT(SettleCorrections(requests, false, none, store.get(), kNow).status,
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(script.calls(), IsEmpty());
}

TEST(CorrectionSettlementTest, AnErrorOfTheStoreIsThatOfTheSettlement) {
  CorrectionScript script;
  script.FailWith(absl::UnavailableError("away"));
  EXPECT_THAT(Settle(&script, {CorrectionOf(1)}).status,
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("away")));
}

TEST(CorrectionSettlementTest, ADryRunIsOneForTheStore) {
  CorrectionScript script;
  const CorrectionSettlement settlement = Settle(&script, {CorrectionOf(1)}, /*dry_run=*/true);
  EXPECT_THAT(OutcomesOf(settlement), ElementsAre(CorrectionOutcome::kDone));
  EXPECT_EQ(settlement.settled.revision, 0);
  EXPECT_TRUE(script.calls()[0].dry_run);
}

}  // namespace
}  // namespace jurimeter::ingestion
