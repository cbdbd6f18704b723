#include "services/messages/closing_messages.h"

#include <gmock/gmock.h>

#include <string>

namespace jurimeter::messages {
namespace {

using ::testing::ElementsAre;

TEST(ClosingMessagesTest, ADraftSaysWhatTheMessageSays) {
  v1::CloseRequest message;
  message.set_request_id("id");
  message.set_first_day("2023-01-01");
  message.set_last_day("2023-12-31");
  message.mutable_scope()->add_bureaus("court");
  message.mutable_scope()->add_bureaus("police");
  message.set_reason("年报");
  const ClosingDraft draft = FromProto(message);
  EXPECT_EQ(draft.request_id, "id");
  EXPECT_EQ(draft.first_day, "2023-01-01");
  EXPECT_EQ(draft.last_day, "2023-12-31");
  EXPECT_FALSE(draft.scope.all);
  EXPECT_EQ(draft.scope.region, "");
  EXPECT_THAT(draft.scope.bureaus, ElementsAre("court", "police"));
  EXPECT_EQ(draft.reason, "年报");
}

TEST(ClosingMessagesTest, AReopeningWithoutAScopeIsOfAll) {
  v1::ReopenRequest message;
  message.set_request_id("id");
  message.set_closing(17);
  message.set_first_day("2023-01-01");
  message.set_last_day("2023-12-31");
  message.set_reason("a report was wrong");
  ReopeningDraft draft = FromProto(message);
  EXPECT_EQ(draft.request_id, "id");
  EXPECT_EQ(draft.closing, 17);
  EXPECT_EQ(draft.first_day, "2023-01-01");
  EXPECT_EQ(draft.last_day, "2023-12-31");
  EXPECT_FALSE(draft.scope.has_value());
  EXPECT_EQ(draft.reason, "a report was wrong");
  message.mutable_scope()->set_region("4201");
  EXPECT_EQ(FromProto(message).scope->region, "4201");
  message.mutable_scope()->Clear();
  EXPECT_TRUE(FromProto(message).scope.has_value()) << "an empty one is a fault of the caller";
}

TEST(ClosingMessagesTest, NamesEachFieldOnce) {
  Violations faults = TextFaults({"reason", "scope.bureaus[1]"});
  AddUnnamed({{"request_id", "missing", "missing"},
              {"reason", "is too long", "too_long"},
              {"last_day", "missing", "missing"},
              {"last_day", "twice", "missing"}},
             &faults);
  std::vector<std::string> fields;
  for (const Violation& fault : faults) {
    fields.push_back(fault.field + " " + std::string(fault.reason));
  }
  EXPECT_THAT(fields, ElementsAre("reason not_text", "scope.bureaus[1] not_text",
                                  "request_id missing", "last_day missing", "last_day missing"));
}

}  // namespace
}  // namespace jurimeter::messages
