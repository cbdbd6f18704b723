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

std::vector<CorrectionRequest> Corrections(int first, int count) {
  std::vector<CorrectionRequest> requests;
  for (int number = first; number < first + count; ++number) {
    requests.push_back(CorrectionOf(number));
  }
  return requests;
}

// The answers to submissions, by the order in which they were made.
class Answers {
 public:
  CorrectionQueue::Done Next() {
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
  ASSERT_THAT(queue.Submit(Corrections(1, 1), false, answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitCalls(1));
  ASSERT_THAT(queue.Submit(Corrections(404, 1), false, answers.Next()), IsOk());
  ASSERT_THAT(queue.Submit(Corrections(10, 3), false, answers.Next()), IsOk());
  EXPECT_EQ(queue.queued(), 4u);
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

TEST(CorrectionQueueTest, ADryRunIsACallOfItsOwn) {
  CorrectionScript script;
  Answers answers;
  script.Hold(true);
  CorrectionQueue queue({}, script.Maker(), script.Rules());
  ASSERT_THAT(queue.Submit(Corrections(1, 1), false, answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitCalls(1));
  int number = 10;
  for (const bool dry_run : {false, false, true, true, false}) {
    ASSERT_THAT(queue.Submit(Corrections(number, 2), dry_run, answers.Next()), IsOk());
    number += 2;
  }
  script.Hold(false);
  answers.Await(6);
  EXPECT_THAT(SizesOf(script), ElementsAre(1, 4, -2, -2, 2));
}

TEST(CorrectionQueueTest, ACommitHoldsAtMostItsLimitAndNeverHalfASubmission) {
  CorrectionScript script;
  Answers answers;
  script.Hold(true);
  CorrectionQueue queue({.max_commit = 10}, script.Maker(), script.Rules());
  ASSERT_THAT(queue.Submit(Corrections(1, 1), false, answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitCalls(1));
  for (const int count : {6, 4, 1, 10}) {
    ASSERT_THAT(queue.Submit(Corrections(10 * count, count), false, answers.Next()), IsOk());
  }
  script.Hold(false);
  answers.Await(5);
  EXPECT_THAT(SizesOf(script), ElementsAre(1, 10, 1, 10));
}

TEST(CorrectionQueueTest, AFullQueueTakesNoMore) {
  CorrectionScript script;
  Answers answers;
  script.Hold(true);
  CorrectionQueue queue({.max_queued = 3}, script.Maker(), script.Rules());
  ASSERT_THAT(queue.Submit(Corrections(1, 1), false, answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitCalls(1));
  ASSERT_THAT(queue.Submit(Corrections(10, 5), false, answers.Next()), IsOk())
      << "an empty queue takes anything";
  EXPECT_THAT(queue.Submit(Corrections(20, 1), false, [](auto) { ADD_FAILURE(); }),
              StatusIs(absl::StatusCode::kResourceExhausted));
  script.Hold(false);
  answers.Await(2);
}

TEST(CorrectionQueueTest, AnErrorGoesToAllThatItMayConcern) {
  CorrectionScript script;
  Answers answers;
  CorrectionQueue queue({}, script.Maker(), script.Rules());
  script.FailWith(absl::UnavailableError("away"));
  CorrectionRequest faulty = CorrectionOf(2);
  faulty.message.mutable_retraction()->clear_bureau();
  faulty.message.clear_replacement();
  ASSERT_THAT(queue.Submit(Corrections(1, 1), false, answers.Next()), IsOk());
  ASSERT_THAT(queue.Submit({faulty}, false, answers.Next()), IsOk());
  const auto failed = answers.Await(2);
  EXPECT_THAT(failed[0], StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_THAT(failed[1], IsOk()) << "it is refused whatever the database does";
  EXPECT_EQ(failed[1]->results[0].outcome, CorrectionOutcome::kRefused);
  script.FailWith(absl::OkStatus());
  ASSERT_THAT(queue.Submit(Corrections(1, 1), false, answers.Next()), IsOk());
  EXPECT_THAT(answers.Await(3)[2], IsOk());
}

TEST(CorrectionQueueTest, DrainingAnswersWhatWasTakenAndTakesNoMore) {
  CorrectionScript script;
  Answers answers;
  script.Hold(true);
  CorrectionQueue queue({}, script.Maker(), script.Rules());
  ASSERT_THAT(queue.Submit(Corrections(1, 1), false, answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitCalls(1));
  ASSERT_THAT(queue.Submit(Corrections(2, 1), false, answers.Next()), IsOk());
  absl::Notification drained;
  std::thread drain([&] {
    queue.Drain();
    drained.Notify();
  });
  EXPECT_TRUE(Eventually(
      [&] { return absl::IsCancelled(queue.Submit(Corrections(3, 1), true, [](auto) {})); }));
  EXPECT_FALSE(drained.HasBeenNotified());
  script.Hold(false);
  drain.join();
  for (size_t i = 0; i < 2; ++i) EXPECT_THAT(answers.Await(2)[i], IsOk());
}

}  // namespace
}  // namespace jurimeter::ingestion
