#include "services/ingestion/correction_queue.h"

#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "tests/services/ingestion/scripted_corrections.h"
#include "tests/support/eventually.h"
#include "tests/support/status_matchers.h"

namespace jurimeter::ingestion {
namespace {

using storage::CorrectResult;
using test::CorrectionOf;
using test::CorrectionScript;
using test::Eventually;
using test::IsOk;
using test::StatusIs;
using test::TestId;
using ::testing::ElementsAre;
using ::testing::SizeIs;

// Corrections of `count` events, from `first` on, as the script's first rules admit them.
CorrectionSubmission Corrections(CorrectionScript* script, int first, int count,
                                 bool dry_run = false, const std::string& bureau = "court") {
  std::vector<OwnedCorrectionDraft> drafts;
  for (int number = first; number < first + count; ++number) {
    drafts.push_back(CorrectionOf(number));
    drafts.back().bureau = drafts.back().replacement->bureau = bureau;
  }
  return test::SubmissionOf(drafts, script->in_force(), dry_run);
}

// Corrections that build on each other: the first of the event 1, the others of what the one before
// brings.
CorrectionSubmission Chain(CorrectionScript* script, int count) {
  std::vector<OwnedCorrectionDraft> drafts;
  for (int number = 1; number <= count; ++number) {
    drafts.push_back(CorrectionOf(number));
    drafts.back().replacement->event_id = TestId(number + 1);
  }
  return test::SubmissionOf(drafts, script->in_force());
}

// The answers to submissions, by the order in which they were made.
class Answers {
 public:
  CorrectionsDone Next() {
    absl::MutexLock lock(&mutex_);
    const size_t place = results_.size();
    results_.emplace_back(absl::UnknownError("not answered"));
    return [this, place](absl::StatusOr<CorrectResult> result) {
      absl::MutexLock answering(&mutex_);
      results_[place] = std::move(result);
      ++answered_;
    };
  }

  std::vector<absl::StatusOr<CorrectResult>> Await(size_t count) {
    absl::MutexLock lock(&mutex_);
    const auto all = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return answered_ >= count; };
    EXPECT_TRUE(mutex_.AwaitWithTimeout(absl::Condition(&all), test::kPatience))
        << answered_ << " answered";
    return results_;
  }

 private:
  absl::Mutex mutex_;
  std::vector<absl::StatusOr<CorrectResult>> results_ ABSL_GUARDED_BY(mutex_);
  size_t answered_ ABSL_GUARDED_BY(mutex_) = 0;
};

// How many corrections each call had; a dry run has a minus before it.
std::vector<int> SizesOf(CorrectionScript& script) {
  std::vector<int> sizes;
  for (const test::CorrectCall& call : script.calls()) {
    const auto size = static_cast<int>(call.events.size());
    sizes.push_back(call.dry_run ? -size : size);
  }
  return sizes;
}

TEST(CorrectionQueueTest, AnswersEachCallerWithItsOwn) {
  CorrectionScript script;
  Answers answers;
  script.Hold(true);
  CorrectionQueue queue({}, script.Maker(), script.Rules());
  ASSERT_THAT(queue.Submit(Corrections(&script, 1, 1), answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitCalls(1));
  ASSERT_THAT(queue.Submit(Corrections(&script, 404, 1), answers.Next()), IsOk());
  ASSERT_THAT(queue.Submit(Corrections(&script, 10, 3), answers.Next()), IsOk());
  EXPECT_EQ(queue.queued(), 5u);
  script.Hold(false);
  const auto results = answers.Await(3);
  EXPECT_THAT(SizesOf(script), ElementsAre(1, 4)) << "what waited is one commit";
  ASSERT_THAT(results[0], IsOk());
  EXPECT_EQ(results[0]->revision, 1);
  ASSERT_THAT(results[1], IsOk());
  EXPECT_EQ(results[1]->results[0].outcome, CorrectionOutcome::kRefused);
  EXPECT_EQ(results[1]->revision, 0) << "nothing of it is in force";
  ASSERT_THAT(results[2], IsOk());
  EXPECT_THAT(results[2]->results, SizeIs(3));
  EXPECT_EQ(results[2]->revision, 4);
  EXPECT_EQ(queue.queued(), 0u);
}

TEST(CorrectionQueueTest, DryRunsAndOthersDoNotMix) {
  CorrectionScript script;
  Answers answers;
  script.Hold(true);
  CorrectionQueue queue({}, script.Maker(), script.Rules());
  ASSERT_THAT(queue.Submit(Corrections(&script, 1, 1), answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitCalls(1));
  int number = 10;
  for (const bool dry_run : {false, true, true, false}) {
    ASSERT_THAT(queue.Submit(Corrections(&script, number, 2, dry_run), answers.Next()), IsOk());
    number += 2;
  }
  script.Hold(false);
  answers.Await(5);
  EXPECT_THAT(SizesOf(script), ElementsAre(1, 4, -4));
}

TEST(CorrectionQueueTest, ACommitHoldsAtMostItsLimit) {
  CorrectionScript script;
  Answers answers;
  script.Hold(true);
  CorrectionQueue queue({.max_commit = 10}, script.Maker(), script.Rules());
  ASSERT_THAT(queue.Submit(Corrections(&script, 1, 1), answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitCalls(1));
  for (const int count : {6, 7, 12}) {
    ASSERT_THAT(queue.Submit(Corrections(&script, 100 * count, count), answers.Next()), IsOk());
  }
  script.Hold(false);
  const auto results = answers.Await(4);
  EXPECT_THAT(SizesOf(script), ElementsAre(1, 10, 10, 5));
  for (const auto& result : results) {
    ASSERT_THAT(result, IsOk());
    for (const auto& each : result->results) EXPECT_EQ(each.outcome, CorrectionOutcome::kDone);
  }
}

TEST(CorrectionQueueTest, WhoeverSendsAChainWaitsForItAndNobodyElseDoes) {
  CorrectionScript script;
  Answers answers;
  script.Hold(true);
  CorrectionQueue queue({}, script.Maker(), script.Rules());
  ASSERT_THAT(queue.Submit(Corrections(&script, 900, 1), answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitCalls(1));
  ASSERT_THAT(queue.Submit(Chain(&script, 4), answers.Next()), IsOk());
  ASSERT_THAT(queue.Submit(Corrections(&script, 500, 3), answers.Next()), IsOk());
  ASSERT_THAT(queue.Submit(Corrections(&script, 3, 1), answers.Next()), IsOk())
      << "of an event that the chain names later";
  EXPECT_EQ(queue.queued(), 9u);
  script.Hold(false);
  const auto results = answers.Await(4);
  EXPECT_THAT(SizesOf(script), ElementsAre(1, 5, 1, 1, 1));
  EXPECT_EQ(results[1]->results.size(), 4u);
  EXPECT_EQ(queue.queued(), 0u);
}

TEST(CorrectionQueueTest, WhatNoCommitTookIsAdmittedAnew) {
  CorrectionScript script;
  Answers answers;
  CorrectionQueue queue({}, script.Maker(), script.Rules());
  CorrectionSubmission submission = Corrections(&script, 1, 2);
  script.Apply(2);
  ASSERT_THAT(queue.Submit(std::move(submission), answers.Next()), IsOk());
  const auto results = answers.Await(1);
  EXPECT_THAT(SizesOf(script), ElementsAre(2, 2));
  ASSERT_THAT(results[0], IsOk());
  EXPECT_EQ(results[0]->results[0].outcome, CorrectionOutcome::kDone);
  EXPECT_EQ(queue.queued(), 0u);
}

TEST(CorrectionQueueTest, RulesThatChangeWithoutEndAreGivenUp) {
  CorrectionScript script;
  Answers answers;
  uint8_t number = 1;
  script.BeforeEach([&] { script.Apply(++number); });
  CorrectionQueue queue({}, script.Maker(), script.Rules());
  ASSERT_THAT(queue.Submit(Corrections(&script, 1, 1), answers.Next()), IsOk());
  EXPECT_THAT(answers.Await(1)[0], StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(script.calls(), SizeIs(kMaxCorrectionRounds));
  EXPECT_EQ(queue.queued(), 0u);
}

TEST(CorrectionQueueTest, AFullQueueTakesNoMore) {
  CorrectionScript script;
  Answers answers;
  script.Hold(true);
  CorrectionQueue queue({.max_queued = 3}, script.Maker(), script.Rules());
  ASSERT_THAT(queue.Submit(Corrections(&script, 10, 5), answers.Next()), IsOk())
      << "an empty queue takes anything";
  ASSERT_TRUE(script.AwaitCalls(1));
  EXPECT_THAT(queue.Submit(Corrections(&script, 20, 1), [](auto) { ADD_FAILURE(); }),
              StatusIs(absl::StatusCode::kResourceExhausted));
  script.Hold(false);
  answers.Await(1);
}

// A refusal takes room until its request is answered, and so does a repetition.
TEST(CorrectionQueueTest, ARequestTakesRoomForAllThatItHolds) {
  CorrectionScript script;
  Answers answers;
  script.Hold(true);
  CorrectionQueue queue({.max_queued = 20}, script.Maker(), script.Rules());
  CorrectionSubmission submission = Corrections(&script, 1, 1);
  submission.results.resize(21,
                            {CorrectionOutcome::kRefused, {{"reason", "missing", "is not there"}}});
  ASSERT_THAT(queue.Submit(std::move(submission), answers.Next()), IsOk());
  EXPECT_EQ(queue.queued(), 21u);
  EXPECT_THAT(queue.Submit(Corrections(&script, 2, 1), [](auto) { ADD_FAILURE(); }),
              StatusIs(absl::StatusCode::kResourceExhausted));
  script.Hold(false);
  answers.Await(1);
  EXPECT_EQ(queue.queued(), 0u);
}

TEST(CorrectionQueueTest, AFullQueueStillTakesALittleOfAnotherBureau) {
  CorrectionScript script;
  Answers answers;
  script.Hold(true);
  CorrectionQueue queue({.max_queued = 200}, script.Maker(), script.Rules());
  ASSERT_THAT(queue.Submit(Corrections(&script, 1, 1), answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitCalls(1));
  ASSERT_THAT(queue.Submit(Corrections(&script, 1'000, 199), answers.Next()), IsOk());
  const auto submit = [&](int first, int count, const std::string& bureau) {
    return queue.Submit(Corrections(&script, first, count, false, bureau), answers.Next());
  };
  const auto full = absl::StatusCode::kResourceExhausted;
  EXPECT_THAT(queue.Submit(Corrections(&script, 2, 1), [](auto) { ADD_FAILURE(); }),
              StatusIs(full));
  EXPECT_THAT(submit(3, 2, "police"), IsOk());
  EXPECT_THAT(
      queue.Submit(Corrections(&script, 6, 1, false, "police"), [](auto) { ADD_FAILURE(); }),
      StatusIs(full));
  script.Hold(false);
  answers.Await(3);
}

TEST(CorrectionQueueTest, AnErrorGoesToAllThatItMayConcern) {
  CorrectionScript script;
  Answers answers;
  CorrectionQueue queue({}, script.Maker(), script.Rules());
  script.FailWith(absl::UnavailableError("away"));
  ASSERT_THAT(queue.Submit(Chain(&script, 3), answers.Next()), IsOk());
  EXPECT_THAT(answers.Await(1)[0], StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_THAT(queue.Submit(Corrections(&script, 1, 1), answers.Next()), IsOk());
  EXPECT_THAT(answers.Await(2)[1], StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(SizesOf(script), ElementsAre(1)) << "nothing of the chain is tried";
  EXPECT_EQ(queue.queued(), 0u);
  script.FailWith(absl::OkStatus());
  ASSERT_THAT(queue.Submit(Corrections(&script, 1, 1), answers.Next()), IsOk());
  EXPECT_THAT(answers.Await(3)[2], IsOk());
}

TEST(CorrectionQueueTest, DrainingEndsAChainThatIsUnderWay) {
  CorrectionScript script;
  Answers answers;
  script.Hold(true);
  CorrectionQueue queue({}, script.Maker(), script.Rules());
  ASSERT_THAT(queue.Submit(Chain(&script, 50), answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitCalls(1));
  std::thread drain([&] { queue.Drain(); });
  EXPECT_TRUE(Eventually(
      [&] { return absl::IsCancelled(queue.Submit(Corrections(&script, 900, 1), [](auto) {})); }));
  script.Hold(false);
  drain.join();
  EXPECT_THAT(answers.Await(1)[0], StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(SizesOf(script), SizeIs(1 + CorrectionQueue::kTurnsOfDrain));
  EXPECT_EQ(queue.queued(), 0u);
}

TEST(CorrectionQueueTest, DrainingAnswersWhatWasTakenAndTakesNoMore) {
  CorrectionScript script;
  Answers answers;
  script.Hold(true);
  CorrectionQueue queue({}, script.Maker(), script.Rules());
  ASSERT_THAT(queue.Submit(Corrections(&script, 1, 1), answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitCalls(1));
  ASSERT_THAT(queue.Submit(Corrections(&script, 2, 1), answers.Next()), IsOk());
  absl::Notification drained;
  std::thread drain([&] {
    queue.Drain();
    drained.Notify();
  });
  EXPECT_TRUE(Eventually([&] {
    return absl::IsCancelled(queue.Submit(Corrections(&script, 3, 1, true), [](auto) {}));
  }));
  EXPECT_FALSE(drained.HasBeenNotified());
  script.Hold(false);
  drain.join();
  for (size_t i = 0; i < 2; ++i) EXPECT_THAT(answers.Await(2)[i], IsOk());
}

}  // namespace
}  // namespace jurimeter::ingestion
