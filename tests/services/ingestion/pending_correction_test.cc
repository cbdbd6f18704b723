#include "services/ingestion/pending_correction.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "domain/catalog/correction_admission.h"
#include "tests/services/ingestion/scripted_corrections.h"
#include "tests/support/status_matchers.h"

namespace jurimeter::ingestion {
namespace {

using test::CorrectionOf;

const absl::Time kNow = test::At("2024-01-01T00:00:00Z");

class PendingCorrectionTest : public ::testing::Test {
 protected:
  PendingCorrection Pending(const OwnedCorrectionDraft& draft) {
    const runtime::Rules rules = script_.in_force();
    return MakePending(7, *rules, draft.View(),
                       AdmitCorrection(rules->admission(), draft.View(), kNow));
  }

  test::CorrectionScript script_;
};

TEST_F(PendingCorrectionTest, KeepsNoRulesInMemory) {
  const std::weak_ptr<const runtime::RulesInForce> rules = script_.in_force();
  const PendingCorrection pending = Pending(CorrectionOf(1));
  const ClosedDays closed;
  for (const uint8_t number : {2, 3}) {
    script_.Apply(number, test::TestCatalog(), closed);
    ASSERT_THAT(script_.Rules().renew({}).status(), test::IsOk());
  }
  EXPECT_TRUE(rules.expired()) << "thousands that wait would keep as many states of closed days";
}

TEST_F(PendingCorrectionTest, KeepsWhatIsAdmittedInTheWordsOfTheCatalog) {
  OwnedCorrectionDraft draft = CorrectionOf(1);
  draft.replacement->quantity.reset();
  draft.replacement->quantity_text = std::string(100'000, '0') + "1";
  draft.event_id[0] = 'A';  // the database writes ids in small letters
  const PendingCorrection pending = Pending(draft);
  ASSERT_TRUE(pending.admitted.has_value());
  EXPECT_EQ(pending.place, 7u);
  EXPECT_EQ(pending.draft.replacement->quantity_text, "1");
  EXPECT_EQ(pending.draft.event_id[0], 'a');
  EXPECT_EQ(pending.event_id.ToString(), pending.draft.event_id);
  EXPECT_EQ(pending.replacement_id->ToString(), draft.replacement->event_id);
  EXPECT_EQ(pending.rules, script_.in_force()->identity.chain);
  EXPECT_TRUE(pending.bureau_known);
}

TEST_F(PendingCorrectionTest, KeepsTheRefusalsOfWhatMayBeDone) {
  OwnedCorrectionDraft draft = CorrectionOf(1);
  draft.bureau = "harbour";
  draft.replacement.reset();
  const PendingCorrection pending = Pending(draft);
  EXPECT_FALSE(pending.admitted.has_value());
  ASSERT_EQ(pending.refusals.size(), 1u);
  EXPECT_EQ(pending.refusals[0].field, "bureau");
  EXPECT_EQ(pending.draft.bureau, "harbour");
  EXPECT_FALSE(pending.bureau_known);
  EXPECT_FALSE(pending.replacement_id.has_value());
}

}  // namespace
}  // namespace jurimeter::ingestion
