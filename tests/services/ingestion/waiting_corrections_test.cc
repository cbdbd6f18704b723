#include "services/ingestion/waiting_corrections.h"

#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/services/ingestion/scripted_corrections.h"
#include "tests/support/status_matchers.h"

namespace jurimeter::ingestion {
namespace {

using storage::CorrectResult;
using test::CorrectionOf;
using test::IsOk;
using test::StatusIs;
using test::TestId;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A retraction of the event `number`.
OwnedCorrectionDraft Retraction(int request, int number, const std::string& bureau = "court") {
  OwnedCorrectionDraft draft = CorrectionOf(number);
  draft.request_id = TestId(request);
  draft.bureau = bureau;
  draft.replacement.reset();
  return draft;
}

class WaitingCorrectionsTest : public ::testing::Test {
 protected:
  WaitingCorrections Waiting(const std::vector<OwnedCorrectionDraft>& drafts,
                             bool dry_run = false) {
    return {test::SubmissionOf(drafts, script_.in_force(), dry_run),
            [this](absl::StatusOr<CorrectResult> answer) {
              EXPECT_FALSE(answer_.has_value()) << "answered twice";
              answer_ = std::move(answer);
            }};
  }

  // Takes a turn, does all of it, and returns the events that it retracted.
  static std::vector<std::string> TakeTurn(WaitingCorrections* waiting, size_t most = 100) {
    WaitingCorrections::Names named;
    std::vector<PendingCorrection> turn;
    const size_t taken = waiting->TakeNext(most, &named, &turn);
    EXPECT_EQ(taken, turn.size());
    std::vector<std::string> events;
    for (PendingCorrection& each : turn) {
      events.push_back(each.draft.event_id);
      waiting->Settle(std::move(each), {CorrectionOutcome::kDone, {}});
    }
    return events;
  }

  std::vector<CorrectionOutcome> Outcomes() const {
    EXPECT_TRUE(answer_.has_value() && answer_->ok());
    std::vector<CorrectionOutcome> outcomes;
    for (const CorrectionResult& each : (*answer_)->results) outcomes.push_back(each.outcome);
    return outcomes;
  }

  test::CorrectionScript script_;
  std::optional<absl::StatusOr<CorrectResult>> answer_;
};

TEST_F(WaitingCorrectionsTest, GivesWhatNamesTheSameEventsTurnByTurn) {
  OwnedCorrectionDraft next = Retraction(3, 20'001);
  auto waiting = Waiting({CorrectionOf(1), next, CorrectionOf(2), Retraction(4, 1)});
  EXPECT_EQ(waiting.size(), 4u);
  EXPECT_EQ(waiting.bureau(), "court");
  EXPECT_THAT(TakeTurn(&waiting), ElementsAre(TestId(1), TestId(2)));
  EXPECT_FALSE(waiting.EndTurn(absl::OkStatus(), 5));
  EXPECT_EQ(waiting.size(), 4u) << "it holds the results of the others";
  EXPECT_THAT(TakeTurn(&waiting), ElementsAre(TestId(20'001), TestId(1)));
  EXPECT_TRUE(waiting.EndTurn(absl::OkStatus(), 7));
  waiting.Answer();
  EXPECT_THAT(Outcomes(), ElementsAre(CorrectionOutcome::kDone, CorrectionOutcome::kDone,
                                      CorrectionOutcome::kDone, CorrectionOutcome::kDone));
  EXPECT_EQ((*answer_)->revision, 7);
}

TEST_F(WaitingCorrectionsTest, GivesNoMoreThanATurnHolds) {
  auto waiting = Waiting({Retraction(1, 1), Retraction(2, 2), Retraction(3, 3)});
  EXPECT_THAT(TakeTurn(&waiting, 2), ElementsAre(TestId(1), TestId(2)));
  EXPECT_FALSE(waiting.EndTurn(absl::OkStatus(), 1));
  EXPECT_THAT(TakeTurn(&waiting, 2), ElementsAre(TestId(3)));
  EXPECT_TRUE(waiting.EndTurn(absl::OkStatus(), 2));
}

TEST_F(WaitingCorrectionsTest, KeepsWhatAnotherCallerNamesInThisTurn) {
  auto one = Waiting({CorrectionOf(1)});
  auto other = Waiting({Retraction(7, 1), Retraction(8, 20'001), Retraction(9, 2)});
  auto police = Waiting({Retraction(7, 1, "police")});
  WaitingCorrections::Names named;
  std::vector<PendingCorrection> turn;
  EXPECT_EQ(one.TakeNext(10, &named, &turn), 1u);
  EXPECT_EQ(other.TakeNext(10, &named, &turn), 1u);
  EXPECT_EQ(turn.back().draft.event_id, TestId(2));
  EXPECT_EQ(police.TakeNext(10, &named, &turn), 1u) << "each bureau has ids of its own";
}

TEST_F(WaitingCorrectionsTest, DoesOnceWhatStandsInTheRequestTwice) {
  for (const bool dry_run : {false, true}) {
    answer_.reset();
    auto waiting =
        Waiting({CorrectionOf(1), CorrectionOf(1), Retraction(9, 2), CorrectionOf(1)}, dry_run);
    EXPECT_EQ(waiting.size(), 4u);
    EXPECT_FALSE(waiting.needs_look_up()) << "it has one turn";
    EXPECT_THAT(TakeTurn(&waiting), ElementsAre(TestId(1), TestId(2)));
    EXPECT_TRUE(waiting.EndTurn(absl::OkStatus(), 1));
    waiting.Answer();
    const auto again = dry_run ? CorrectionOutcome::kDone : CorrectionOutcome::kDuplicate;
    EXPECT_THAT(Outcomes(),
                ElementsAre(CorrectionOutcome::kDone, again, CorrectionOutcome::kDone, again));
  }
}

// Its answer may be another one then.
TEST_F(WaitingCorrectionsTest, WhatFollowsAnotherCorrectionOfItsEventsIsNoRepetition) {
  OwnedCorrectionDraft later = CorrectionOf(2);
  OwnedCorrectionDraft earlier = CorrectionOf(1);
  earlier.replacement->event_id = TestId(2);
  auto waiting = Waiting({later, earlier, later, later});
  EXPECT_THAT(TakeTurn(&waiting), ElementsAre(TestId(2)));
  EXPECT_FALSE(waiting.EndTurn(absl::OkStatus(), 1));
  EXPECT_THAT(TakeTurn(&waiting), ElementsAre(TestId(1)));
  EXPECT_FALSE(waiting.EndTurn(absl::OkStatus(), 2));
  EXPECT_THAT(TakeTurn(&waiting), ElementsAre(TestId(2)));
  EXPECT_TRUE(waiting.EndTurn(absl::OkStatus(), 3));
  waiting.Answer();
  EXPECT_EQ(Outcomes().back(), CorrectionOutcome::kDuplicate);
}

TEST_F(WaitingCorrectionsTest, GoesOnWhereTheSameRequestStopped) {
  const std::vector<OwnedCorrectionDraft> chain = {CorrectionOf(1), Retraction(2, 20'001),
                                                   Retraction(3, 20'001)};
  auto waiting = Waiting(chain);
  EXPECT_TRUE(waiting.needs_look_up());
  ASSERT_EQ(waiting.Drafts().size(), 3u);
  EXPECT_EQ(waiting.Drafts()[2].request_id, TestId(3));
  storage::FoundCorrections found;
  found.found = {{.is_done = true}, {.is_done = true}, {}};
  found.revision = 4;
  EXPECT_FALSE(waiting.TakeFound(found));
  EXPECT_FALSE(waiting.needs_look_up());
  EXPECT_THAT(TakeTurn(&waiting), ElementsAre(TestId(20'001)));
  EXPECT_TRUE(waiting.EndTurn(absl::OkStatus(), 9));
  waiting.Answer();
  EXPECT_THAT(Outcomes(), ElementsAre(CorrectionOutcome::kDuplicate, CorrectionOutcome::kDuplicate,
                                      CorrectionOutcome::kDone));
  EXPECT_EQ((*answer_)->revision, 9);

  answer_.reset();
  auto done = Waiting(chain);
  found.found = {{.is_done = true}, {.is_done = true}, {.is_done = true}};
  EXPECT_TRUE(done.TakeFound(found));
  done.Answer();
  EXPECT_EQ((*answer_)->revision, 4);

  answer_.reset();
  auto failed = Waiting(chain);
  EXPECT_TRUE(failed.TakeFound(absl::UnavailableError("away")));
  failed.Answer();
  EXPECT_THAT(*answer_, StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(WaitingCorrectionsTest, SaysOfARepetitionWhyTheFirstIsRefused) {
  auto waiting = Waiting({CorrectionOf(1), CorrectionOf(1)});
  WaitingCorrections::Names named;
  std::vector<PendingCorrection> turn;
  waiting.TakeNext(10, &named, &turn);
  waiting.Settle(std::move(turn[0]),
                 {CorrectionOutcome::kRefused, {{"event_id", "not_recorded", "is not there"}}});
  EXPECT_TRUE(waiting.EndTurn(absl::OkStatus(), 9));
  waiting.Answer();
  EXPECT_EQ((*answer_)->results[1].refusals[0].description, "is not there");
  EXPECT_EQ((*answer_)->revision, 0) << "nothing of it is in force";
}

TEST_F(WaitingCorrectionsTest, GivesAgainWhatIsNotSettledUntilTheRulesChangeTooOften) {
  auto waiting = Waiting({Retraction(1, 1), Retraction(2, 2)});
  for (int round = 1; round <= kMaxCorrectionRounds; ++round) {
    WaitingCorrections::Names named;
    std::vector<PendingCorrection> turn;
    EXPECT_EQ(waiting.TakeNext(10, &named, &turn), round == 1 ? 2u : 1u);
    waiting.Settle(std::move(turn[0]), {});
    if (round == 1) waiting.Settle(std::move(turn[1]), {CorrectionOutcome::kDone, {}});
    EXPECT_EQ(waiting.EndTurn(absl::OkStatus(), round), round == kMaxCorrectionRounds);
  }
  waiting.Answer();
  EXPECT_THAT(*answer_, StatusIs(absl::StatusCode::kAborted, HasSubstr("10 times")));
}

TEST_F(WaitingCorrectionsTest, AnErrorConcernsOnlyWhoHasSomethingUnsettled) {
  auto settled = Waiting({Retraction(1, 1)});
  TakeTurn(&settled);
  EXPECT_TRUE(settled.EndTurn(absl::UnavailableError("away"), 3));
  settled.Answer();
  EXPECT_THAT(*answer_, IsOk());
  answer_.reset();
  auto unsettled = Waiting({Retraction(1, 1), Retraction(2, 1)});
  WaitingCorrections::Names named;
  std::vector<PendingCorrection> turn;
  unsettled.TakeNext(10, &named, &turn);
  unsettled.Settle(std::move(turn[0]), {});
  EXPECT_TRUE(unsettled.EndTurn(absl::UnavailableError("away"), 0)) << "the rest is not tried";
  unsettled.Answer();
  EXPECT_THAT(*answer_, StatusIs(absl::StatusCode::kUnavailable, HasSubstr("away")));
}

TEST_F(WaitingCorrectionsTest, RulesMayChangeInEveryTurnIfEachIsSettled) {
  std::vector<OwnedCorrectionDraft> drafts;
  for (int number = 0; number <= kMaxCorrectionRounds; ++number) {
    drafts.push_back(Retraction(100 + number, 1));
  }
  auto waiting = Waiting(drafts);
  for (size_t left = drafts.size(); left > 0; --left) {
    for (const bool settled : {false, true}) {
      WaitingCorrections::Names named;
      std::vector<PendingCorrection> turn;
      ASSERT_EQ(waiting.TakeNext(10, &named, &turn), 1u);
      const auto outcome = settled ? CorrectionOutcome::kDone : CorrectionOutcome::kUnsettled;
      waiting.Settle(std::move(turn[0]), {outcome, {}});
      EXPECT_EQ(waiting.EndTurn(absl::OkStatus(), 1), settled && left == 1);
    }
  }
}

TEST_F(WaitingCorrectionsTest, SeveralBureausAreNone) {
  EXPECT_THAT(Waiting({Retraction(1, 1, "harbour")}).bureau(), IsEmpty()) << "invented";
  EXPECT_THAT(Waiting({Retraction(1, 1), Retraction(2, 2, "police")}).bureau(), IsEmpty());
}

}  // namespace
}  // namespace jurimeter::ingestion
