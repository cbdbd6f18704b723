#include "services/messages/correction_messages.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/values/text.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::messages {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::Time kNow = test::At("2024-01-01T00:00:00Z");

v1::Correction Retraction() {
  v1::Correction message;
  message.mutable_retraction()->set_request_id(test::TestId(100));
  message.mutable_retraction()->set_bureau("court");
  message.mutable_retraction()->set_event_id(test::TestId(1));
  message.mutable_retraction()->set_reason("记错了");
  return message;
}

v1::Correction Sound() {
  v1::Correction message = Retraction();
  v1::IndicatorEvent* event = message.mutable_replacement();
  event->set_event_id(test::TestId(2));
  event->set_bureau("court");
  event->set_indicator("disputes.received");
  event->set_category("family");
  event->set_quantity(5);
  event->mutable_occurred_at()->set_seconds(1'685'584'800);  // 2023-06-01T02:00:00Z
  return message;
}

CorrectionRefusals RefusalsOf(const v1::Correction& message,
                              const InvalidTexts& invalid_texts = {}) {
  auto admitted = AdmitMessage({*test::TestCatalog(), ClosedDays()}, message, invalid_texts, kNow);
  return admitted.ok() ? CorrectionRefusals() : std::move(admitted).faults();
}

std::vector<std::string> NamesOf(const v1::Correction& message,
                                 const InvalidTexts& invalid_texts = {}) {
  std::vector<std::string> names;
  for (const CorrectionRefusal& refusal : RefusalsOf(message, invalid_texts)) {
    names.push_back(absl::StrCat(refusal.field, " ", ToAbsl(refusal.reason)));
  }
  return names;
}

TEST(CorrectionMessagesTest, TheDraftSaysWhatTheMessageSays) {
  const v1::Correction message = Sound();
  const CorrectionDraft draft = FromProto(message);
  EXPECT_EQ(draft.request_id, test::TestId(100));
  EXPECT_EQ(draft.bureau, "court");
  EXPECT_EQ(draft.event_id, test::TestId(1));
  EXPECT_EQ(draft.reason, "记错了");
  ASSERT_TRUE(draft.replacement.has_value());
  EXPECT_EQ(draft.replacement->event_id, test::TestId(2));
  EXPECT_EQ(draft.replacement->quantity, 5);
  const v1::Correction retraction = Retraction();
  EXPECT_FALSE(FromProto(retraction).replacement.has_value());
}

TEST(CorrectionMessagesTest, AdmitsWhatIsSound) {
  EXPECT_THAT(NamesOf(Sound()), IsEmpty());
  EXPECT_THAT(NamesOf(Retraction()), IsEmpty());
}

TEST(CorrectionMessagesTest, RefusesAFieldThatWasRepairedForThatAlone) {
  v1::Correction message = Sound();
  message.mutable_retraction()->set_bureau("c?urt");  // which the catalog does not know
  message.mutable_replacement()->set_quantity(-1);
  EXPECT_THAT(NamesOf(message, {"retraction.bureau", "retraction.reason", "replacement.subject"}),
              ElementsAre("bureau not_text", "reason not_text", "replacement.subject not_text",
                          "replacement.quantity out_of_range"));
  EXPECT_THAT(RefusalsOf(message, {"retraction.bureau"})[0].description, HasSubstr("UTF-8"));
  EXPECT_THAT(NamesOf(Retraction(), {"retraction.reason"}), ElementsAre("reason not_text"));
}

TEST(CorrectionMessagesTest, RefusesATimestampOutOfRangeForThatAlone) {
  v1::Correction message = Sound();
  message.mutable_replacement()->mutable_occurred_at()->set_nanos(-1);
  EXPECT_THAT(NamesOf(message), ElementsAre("replacement.occurred_at malformed"));
}

TEST(CorrectionMessagesTest, AnEmptyReplacementLacksItsFields) {
  v1::Correction message = Retraction();
  message.mutable_replacement();
  EXPECT_THAT(NamesOf(message),
              ElementsAre("replacement.event_id missing", "replacement.bureau missing",
                          "replacement.indicator missing", "replacement.quantity missing",
                          "replacement.occurred_at missing"));
}

}  // namespace
}  // namespace jurimeter::messages
