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
  EXPECT_EQ(ToProto(Outcome::kRetracted), v1::OUTCOME_RETRACTED);
  EXPECT_EQ(ToProto(CorrectionOutcome::kDone), v1::CORRECTION_OUTCOME_DONE);
  EXPECT_EQ(ToProto(CorrectionOutcome::kDuplicate), v1::CORRECTION_OUTCOME_DUPLICATE);
  EXPECT_EQ(ToProto(CorrectionOutcome::kRefused), v1::CORRECTION_OUTCOME_REFUSED);
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
  EXPECT_EQ(response.problems(0).violations(0).reason(), "unknown");
  EXPECT_EQ(response.problems(1).violations(0).field(), "quantity");
  EXPECT_EQ(response.problems(1).violations(0).reason(), "differs");
  EXPECT_EQ(response.problems(2).index(), 3);
  EXPECT_EQ(response.problems(2).violations_size(), 2);
}

// What the store refuses by itself has no reason of its own; what admission refuses has one, even
// if a store was asked before.
TEST(OutcomeMessagesTest, EveryViolationHasAReason) {
  const std::vector<EventOutcome> committed = {
      {Outcome::kRefused, {{"event", "a constraint"}}},
      {Outcome::kRefused, {{"bureau", "it has ended", "outside_bureau"}}}};
  v1::SubmitIndicatorStreamResponse response;
  FillResponse({2, committed, {}, 0}, &response);
  EXPECT_EQ(response.problems(0).violations(0).reason(), "database");
  EXPECT_EQ(response.problems(1).violations(0).reason(), "outside_bureau");
}

TEST(OutcomeMessagesTest, SaysWhatBecameOfEachCorrection) {
  const std::vector<CorrectionResult> results = {
      {CorrectionOutcome::kDone, {}},
      {CorrectionOutcome::kRefused,
       {{"event_id", correction_reason::kNotRecorded, "is not recorded"},
        {"reason", "missing", "missing"}}},
      {CorrectionOutcome::kDuplicate, {}}};
  v1::CorrectIndicatorBatchResponse response;
  FillResponse(results, 9, &response);
  EXPECT_EQ(response.revision(), 9);
  EXPECT_THAT(response.outcomes(),
              ElementsAre(v1::CORRECTION_OUTCOME_DONE, v1::CORRECTION_OUTCOME_REFUSED,
                          v1::CORRECTION_OUTCOME_DUPLICATE));
  ASSERT_EQ(response.problems_size(), 1);
  EXPECT_EQ(response.problems(0).index(), 1);
  ASSERT_EQ(response.problems(0).violations_size(), 2);
  EXPECT_EQ(response.problems(0).violations(0).field(), "event_id");
  EXPECT_EQ(response.problems(0).violations(0).description(), "is not recorded");
  EXPECT_EQ(response.problems(0).violations(0).reason(), "not_recorded");
  v1::RetractIndicatorBatchResponse empty;
  FillResponse({}, 0, &empty);
  EXPECT_EQ(empty.ByteSizeLong(), 0u);
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
