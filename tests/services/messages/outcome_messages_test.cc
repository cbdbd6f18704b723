#include "services/messages/outcome_messages.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace jurimeter::messages {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(OutcomeMessagesTest, NamesEveryOutcome) {
  EXPECT_EQ(ToProto(Outcome::kRecorded), v1::OUTCOME_RECORDED);
  EXPECT_EQ(ToProto(Outcome::kDuplicate), v1::OUTCOME_DUPLICATE);
  EXPECT_EQ(ToProto(Outcome::kConflict), v1::OUTCOME_CONFLICT);
  EXPECT_EQ(ToProto(Outcome::kRefused), v1::OUTCOME_REFUSED);
}

TEST(OutcomeMessagesTest, JoinsAdmissionAndCommitInTheOrderOfTheBatch) {
  const std::vector<EventOutcome> committed = {{Outcome::kRecorded, {}},
                                               {Outcome::kConflict, {{"quantity", "7 differs"}}}};
  const std::vector<RefusedEvent> refused = {
      {0, {{RefusalReason::kBureauUnknown, "no bureau"}}},
      {3, {{RefusalReason::kQuantityOutOfRange, "-1"}, {RefusalReason::kSubjectTooLong, "long"}}}};
  v1::SubmitIndicatorBatchResponse response;
  FillResponse({4, committed, refused, 5}, &response);
  EXPECT_EQ(response.revision(), 5);
  EXPECT_THAT(response.outcomes(), ElementsAre(v1::OUTCOME_REFUSED, v1::OUTCOME_RECORDED,
                                               v1::OUTCOME_CONFLICT, v1::OUTCOME_REFUSED));
  ASSERT_EQ(response.problems_size(), 3);
  EXPECT_EQ(response.problems(0).index(), 0);
  EXPECT_EQ(response.problems(0).violations(0).field(), "bureau");
  EXPECT_EQ(response.problems(0).violations(0).description(), "no bureau");
  EXPECT_EQ(response.problems(1).index(), 2);
  EXPECT_EQ(response.problems(1).violations(0).field(), "quantity");
  EXPECT_EQ(response.problems(2).index(), 3);
  EXPECT_EQ(response.problems(2).violations_size(), 2);
}

TEST(OutcomeMessagesTest, AnEmptyBatchHasAnEmptyAnswer) {
  v1::SubmitIndicatorStreamResponse response;
  FillResponse({0, {}, {}, 0}, &response);
  EXPECT_EQ(response.ByteSizeLong(), 0u);
}

TEST(OutcomeMessagesTest, ProblemsStayBelowWhatAClientTakes) {
  std::vector<RefusedEvent> refused;
  for (int index = 0; index < 3000; ++index) {
    refused.push_back({index, {{RefusalReason::kSubjectTooLong, std::string(1000, 'x')}}});
  }
  v1::SubmitIndicatorBatchResponse response;
  FillResponse({3000, {}, refused, 0}, &response);
  EXPECT_LT(response.ByteSizeLong(), size_t{4} << 20);
  ASSERT_EQ(response.problems_size(), 3000);
  EXPECT_EQ(response.problems(0).violations(0).description().size(), 1000u);
  EXPECT_EQ(response.problems(2999).index(), 2999);
  EXPECT_THAT(response.problems(2999).violations(0).description(), HasSubstr("not shown"));
}

TEST(OutcomeMessagesDeathTest, RequiresAnOutcomeForEachAdmittedEvent) {
  const std::vector<EventOutcome> committed = {{Outcome::kRecorded, {}}};
  const std::vector<RefusedEvent> refused = {{2, {{RefusalReason::kSubjectTooLong, "long"}}}};
  v1::SubmitIndicatorBatchResponse response;
  EXPECT_DEATH(FillResponse({2, committed, refused, 1}, &response), "committed")
      << "the second event has neither";
  EXPECT_DEATH(FillResponse({2, committed, {}, 1}, &response), "batch.size");
  EXPECT_DEATH(FillResponse({0, committed, {}, 1}, &response), "batch.size");
}

}  // namespace
}  // namespace jurimeter::messages
