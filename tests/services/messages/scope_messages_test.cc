#include "services/messages/scope_messages.h"

#include <gmock/gmock.h>

namespace jurimeter::messages {
namespace {

TEST(ScopeMessagesTest, NothingIsLostBothWays) {
  for (const ScopeDraft& draft :
       {ScopeDraft{}, ScopeDraft{.all = true}, ScopeDraft{.region = "4201"},
        ScopeDraft{.bureaus = {"court", "police"}},
        ScopeDraft{.all = true, .region = "x", .bureaus = {""}}}) {
    const v1::Scope message = ToProto(draft);
    EXPECT_EQ(message.all(), draft.all);
    EXPECT_EQ(message.region(), draft.region);
    EXPECT_EQ(message.bureaus_size(), static_cast<int>(draft.bureaus.size()));
    const ScopeDraft again = FromProto(message);
    EXPECT_EQ(again.all, draft.all);
    EXPECT_EQ(again.region, draft.region);
    EXPECT_EQ(again.bureaus, draft.bureaus);
  }
}

}  // namespace
}  // namespace jurimeter::messages
