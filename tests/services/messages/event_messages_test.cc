#include "services/messages/event_messages.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/support/test_catalog.h"

namespace jurimeter::messages {
namespace {

using ::testing::ElementsAre;

const absl::Time kNow = test::At("2024-01-01T00:00:00Z");

v1::IndicatorEvent SoundMessage() {
  v1::IndicatorEvent message;
  message.set_event_id(test::TestId(7));
  message.set_bureau("court");
  message.set_indicator("disputes.received");
  message.set_category("family");
  message.set_quantity(5);
  message.mutable_occurred_at()->set_seconds(1'685'584'800);  // 2023-06-01T02:00:00Z
  message.mutable_occurred_at()->set_nanos(500'000'000);
  message.set_subject("案 1");
  return message;
}

std::vector<RefusalReason> ReasonsOf(const v1::IndicatorEvent& message,
                                     const std::vector<std::string>& invalid_fields = {}) {
  std::vector<RefusalReason> reasons;
  const auto admitted =
      AdmitMessage({*test::TestCatalog(), ClosedDays()}, message, invalid_fields, kNow);
  if (admitted.ok()) return reasons;
  for (const EventRefusal& refusal : admitted.faults()) reasons.push_back(refusal.reason);
  return reasons;
}

TEST(EventMessagesTest, TheDraftSaysWhatTheMessageSays) {
  const v1::IndicatorEvent message = SoundMessage();
  const EventDraft draft = FromProto(message);
  EXPECT_EQ(draft.event_id, test::TestId(7));
  EXPECT_EQ(draft.bureau, "court");
  EXPECT_EQ(draft.indicator, "disputes.received");
  EXPECT_EQ(draft.category, "family");
  EXPECT_EQ(draft.quantity, 5);
  EXPECT_EQ(draft.quantity_text, "");
  EXPECT_EQ(draft.occurred_at, test::At("2023-06-01T02:00:00Z") + absl::Milliseconds(500));
  EXPECT_EQ(draft.subject, "案 1");
  EXPECT_EQ(FromProto(v1::IndicatorEvent()).quantity, std::nullopt);
  EXPECT_EQ(FromProto(v1::IndicatorEvent()).occurred_at, std::nullopt);
}

TEST(EventMessagesTest, AdmitsASoundEvent) {
  EXPECT_THAT(ReasonsOf(SoundMessage()), ElementsAre());
}

TEST(EventMessagesTest, RefusesAFieldThatWasRepairedForThatAlone) {
  v1::IndicatorEvent message = SoundMessage();
  message.set_bureau("c?urt");  // which the catalog does not know
  message.set_quantity(-1);
  EXPECT_THAT(ReasonsOf(message, {"bureau", "subject"}),
              ElementsAre(RefusalReason::kBureauNotText, RefusalReason::kSubjectNotText,
                          RefusalReason::kQuantityOutOfRange));
}

TEST(EventMessagesTest, RefusesATimestampOutOfRangeForThatAlone) {
  v1::IndicatorEvent message = SoundMessage();
  message.mutable_occurred_at()->set_nanos(-1);
  EXPECT_THAT(ReasonsOf(message), ElementsAre(RefusalReason::kTimeMalformed));
  message.mutable_occurred_at()->set_nanos(0);
  message.mutable_occurred_at()->set_seconds(253'402'300'800);
  EXPECT_THAT(ReasonsOf(message), ElementsAre(RefusalReason::kTimeMalformed));
}

}  // namespace
}  // namespace jurimeter::messages
