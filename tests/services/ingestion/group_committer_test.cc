#include "services/ingestion/group_committer.h"

#include <gmock/gmock.h>

#include <atomic>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "tests/services/fake_clock.h"
#include "tests/services/ingestion/scripted_store.h"
#include "tests/support/eventually.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::ingestion {
namespace {

using storage::CommitResult;
using test::IsOk;
using test::MakeEvent;
using test::StatusIs;
using test::StoreScript;
using ::testing::ElementsAre;
using ::testing::SizeIs;

// The test catalog with more bureaus: bureau2 to bureau5.
std::shared_ptr<const Catalog> CatalogOfManyBureaus() {
  CatalogSpec spec = test::TestCatalogSpec();
  for (int i = 2; i <= 5; ++i) {
    BureauSpec bureau = spec.bureaus.back();
    bureau.code = absl::StrCat("bureau", i);
    spec.bureaus.push_back(std::move(bureau));
  }
  return *Catalog::Create(spec, CatalogKeys::ByPlace(spec));
}

runtime::Readiness readiness({std::string(GroupCommitter::kCondition)});

// The rules that the stores take events by.
runtime::Rules Rules() {
  static const auto rules = std::make_shared<const runtime::RulesInForce>(
      runtime::RulesInForce{{}, CatalogOfManyBureaus(), {}});
  return rules;
}

Admission ByOneCatalog() {
  return {.current = Rules,
          .renew = [](const Digest&) { return absl::UnavailableError("never asked"); },
          .refused = [](const EventRefusals&, const Catalog&, std::string_view) {},
          .admitted_anew = [] {}};
}

SubmittedEvents Events(int first, int count, int64_t quantity = 1,
                       const std::string& bureau = "court") {
  SubmittedEvents submitted{.events = {}, .admitted_by = AdmittedBy(*Rules())};
  for (int id = first; id < first + count; ++id) {
    submitted.events.push_back(
        MakeEvent(*Rules()->catalog, {.id = id, .bureau = bureau, .quantity = quantity}));
  }
  return submitted;
}

// Refused events that name `bureau`.
SubmittedEvents Drafts(int count, const std::string& bureau) {
  SubmittedEvents submitted{.events = {}, .admitted_by = AdmittedBy(*Rules())};
  for (int i = 0; i < count; ++i) {
    OwnedDraft draft;
    draft.bureau = bureau;
    submitted.refused.push_back(
        {submitted.size(), std::move(draft), {{RefusalReason::kIndicatorUnknown, "unknown"}}});
  }
  return submitted;
}

SubmittedEvents PoliceEvents(int first, int count) { return Events(first, count, 1, "police"); }

// The answers to submissions, by the order in which they were made.
class Answers {
 public:
  Done Next() {
    absl::MutexLock lock(&mutex_);
    const size_t place = results_.size();
    results_.emplace_back(absl::UnknownError("not answered"));
    return [this, place](absl::StatusOr<CommitResult> result) {
      absl::MutexLock answering(&mutex_);
      results_[place] = std::move(result);
      ++answered_;
    };
  }

  // All of them, once as many were answered as asked for; fails the test after kPatience.
  std::vector<absl::StatusOr<CommitResult>> Await(size_t count) {
    absl::MutexLock lock(&mutex_);
    const auto all = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return answered_ >= count; };
    EXPECT_TRUE(mutex_.AwaitWithTimeout(absl::Condition(&all), test::kPatience))
        << answered_ << " answered";
    return results_;
  }

  size_t answered() {
    absl::MutexLock lock(&mutex_);
    return answered_;
  }

 private:
  absl::Mutex mutex_;
  std::vector<absl::StatusOr<CommitResult>> results_ ABSL_GUARDED_BY(mutex_);
  size_t answered_ ABSL_GUARDED_BY(mutex_) = 0;
};

std::vector<Outcome> OutcomesOf(const absl::StatusOr<CommitResult>& result) {
  std::vector<Outcome> outcomes;
  EXPECT_THAT(result, IsOk());
  if (!result.ok()) return outcomes;
  for (const auto& each : result->outcomes) outcomes.push_back(each.outcome);
  return outcomes;
}

TEST(GroupCommitterTest, WhatQueuesDuringACommitIsTheNextBatch) {
  StoreScript script;
  Answers answers;
  script.Hold();
  GroupCommitter committer({.writers = 1}, script.Maker(), ByOneCatalog(), &readiness);
  ASSERT_THAT(committer.Submit(Events(1, 3), answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitBegun(1));
  EXPECT_EQ(committer.queued_events(), 0u);
  for (int i = 0; i < 5; ++i) {
    ASSERT_THAT(committer.Submit(Events(10 + 2 * i, 2), answers.Next()), IsOk());
  }
  EXPECT_EQ(committer.queued_events(), 10u);
  script.Release();
  answers.Await(6);
  EXPECT_THAT(script.commit_sizes(), ElementsAre(3, 10));
  EXPECT_EQ(committer.queued_events(), 0u);
}

// Whatever stands in the way of one writer's connection, events go by the other.
TEST(GroupCommitterTest, AWriterThatCannotCommitTakesNoWorkWhileAnotherCan) {
  StoreScript sound, failing;
  failing.FailWith(absl::UnavailableError("too many connections"));
  std::atomic<int> made = 0;
  runtime::Readiness ready({std::string(GroupCommitter::kCondition)});
  GroupCommitter committer(
      {.writers = 2}, [&] { return ++made == 1 ? failing.Maker()() : sound.Maker()(); },
      ByOneCatalog(), &ready);
  ASSERT_TRUE(test::Eventually([&] { return ready.ready(); }));
  Answers answers;
  for (int i = 0; i < 100; ++i) {
    ASSERT_THAT(committer.Submit(Events(1 + i, 1), answers.Next()), IsOk());
    for (const auto& result : answers.Await(i + 1)) EXPECT_THAT(result, IsOk());
  }
  EXPECT_THAT(failing.commit_sizes(), ElementsAre());
  EXPECT_TRUE(ready.ready());
}

TEST(GroupCommitterTest, WithoutAWriterThatIsAbleCallersAreAnsweredAllTheSame) {
  StoreScript script;
  script.FailWith(absl::UnavailableError("away"));
  runtime::Readiness ready({std::string(GroupCommitter::kCondition)});
  GroupCommitter committer({.writers = 2}, script.Maker(), ByOneCatalog(), &ready);
  Answers answers;
  ASSERT_THAT(committer.Submit(Events(1, 1), answers.Next()), IsOk());
  EXPECT_THAT(answers.Await(1)[0], StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_FALSE(ready.ready());
}

// No event is needed to find that commits fail, nor that they go through again.
TEST(GroupCommitterTest, ProbesSayWhetherCommitsGoThrough) {
  StoreScript script;
  runtime::Readiness ready({std::string(GroupCommitter::kCondition)});
  test::FakeClock clock;
  GroupCommitter committer({.writers = 2, .clock = &clock}, script.Maker(), ByOneCatalog(), &ready);
  const auto await = [&](bool expected) {
    EXPECT_TRUE(test::Eventually([&] {
      clock.Advance(absl::Seconds(1));
      return ready.ready() == expected;
    })) << expected;
  };
  await(true);
  script.FailWith(absl::InternalError("permission denied"));
  await(false);
  script.FailWith(absl::OkStatus());
  await(true);
  EXPECT_THAT(script.commit_sizes(), ElementsAre());
}

TEST(GroupCommitterTest, EventsOfSeveralCatalogsAreCommittedTogether) {
  StoreScript script;
  Answers answers;
  script.Hold();
  GroupCommitter committer({.writers = 1}, script.Maker(), ByOneCatalog(), &readiness);
  ASSERT_THAT(committer.Submit(Events(1, 1), answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitBegun(1));
  int id = 10;
  for (const uint8_t catalog : {1, 1, 2, 2, 2, 1}) {
    SubmittedEvents submitted = Events(id++, 1);
    submitted.admitted_by.chain = {catalog};
    ASSERT_THAT(committer.Submit(std::move(submitted), answers.Next()), IsOk());
  }
  script.Release();
  for (const auto& result : answers.Await(7)) EXPECT_THAT(result, IsOk());
  EXPECT_THAT(script.commit_sizes(), ElementsAre(1, 6));
}

TEST(GroupCommitterTest, RefusedDraftsCountAsEvents) {
  StoreScript script;
  Answers answers;
  script.Hold();
  GroupCommitter committer({.max_queued_events = 5, .max_commit_events = 4, .writers = 1},
                           script.Maker(), ByOneCatalog(), &readiness);
  ASSERT_THAT(committer.Submit(Events(1, 1), answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitBegun(1));
  SubmittedEvents mixed = Events(10, 1);
  mixed.refused = Drafts(3, "court").refused;
  ASSERT_THAT(committer.Submit(std::move(mixed), answers.Next()), IsOk());
  ASSERT_THAT(committer.Submit(Drafts(1, "court"), answers.Next()), IsOk());
  EXPECT_EQ(committer.queued_events(), 5u);
  EXPECT_TRUE(committer.full());
  const auto never = [](absl::StatusOr<CommitResult>) { ADD_FAILURE() << "it was not taken"; };
  EXPECT_THAT(committer.Submit(Drafts(1, "court"), never),
              StatusIs(absl::StatusCode::kResourceExhausted));
  script.Release();
  for (const auto& result : answers.Await(3)) EXPECT_THAT(result, IsOk());
  EXPECT_THAT(script.look_ups(), ElementsAre(3, 1)) << "the second batch had no room for the last";
}

TEST(GroupCommitterTest, ABureauThatNobodyKnowsFloodsItselfAlone) {
  StoreScript script;
  Answers answers;
  script.Hold();
  GroupCommitter committer({.max_queued_events = 100, .max_commit_events = 10, .writers = 1},
                           script.Maker(), ByOneCatalog(), &readiness);
  ASSERT_THAT(committer.Submit(Events(1, 1), answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitBegun(1));
  size_t flood = 0;
  while (committer.SubmitPatiently(Drafts(10, "nobody"), answers.Next()).ok()) ++flood;
  SubmittedEvents mixed = PoliceEvents(500, 1);
  mixed.events.push_back(Events(501, 1).events.front());
  EXPECT_THAT(committer.Submit(std::move(mixed), answers.Next()), IsOk());
  EXPECT_THAT(committer.Submit(Drafts(1, "police"), answers.Next()), IsOk());
  script.Release();
  answers.Await(3 + flood);
}

TEST(GroupCommitterTest, ABatchHoldsAtMostItsLimitAndNeverHalfASubmission) {
  StoreScript script;
  Answers answers;
  script.Hold();
  GroupCommitter committer({.max_commit_events = 10, .writers = 1}, script.Maker(), ByOneCatalog(),
                           &readiness);
  ASSERT_THAT(committer.Submit(Events(1, 1), answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitBegun(1));
  for (int i = 0; i < 5; ++i) {
    ASSERT_THAT(committer.Submit(Events(10 + 4 * i, 4), answers.Next()), IsOk());
  }
  ASSERT_THAT(committer.Submit(Events(40, 10), answers.Next()), IsOk());
  script.Release();
  answers.Await(7);
  EXPECT_THAT(script.commit_sizes(), ElementsAre(1, 8, 8, 4, 10));
}

TEST(GroupCommitterTest, EachSubmissionGetsItsOwnOutcomes) {
  StoreScript script;
  Answers answers;
  script.Hold();
  GroupCommitter committer({.writers = 1}, script.Maker(), ByOneCatalog(), &readiness);
  ASSERT_THAT(committer.Submit(Events(1, 2), answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitBegun(1));
  // One batch: two new; one duplicate and one new; three conflicts; one duplicate of this batch.
  ASSERT_THAT(committer.Submit(Events(10, 2), answers.Next()), IsOk());
  ASSERT_THAT(committer.Submit(Events(2, 2), answers.Next()), IsOk());
  ASSERT_THAT(committer.Submit(Events(1, 3, /*quantity=*/9), answers.Next()), IsOk());
  ASSERT_THAT(committer.Submit(Events(11, 1), answers.Next()), IsOk());
  script.Release();
  const auto results = answers.Await(5);
  EXPECT_THAT(script.commit_sizes(), ElementsAre(2, 8));
  EXPECT_THAT(OutcomesOf(results[1]), ElementsAre(Outcome::kRecorded, Outcome::kRecorded));
  EXPECT_THAT(OutcomesOf(results[2]), ElementsAre(Outcome::kDuplicate, Outcome::kRecorded));
  EXPECT_THAT(OutcomesOf(results[3]),
              ElementsAre(Outcome::kConflict, Outcome::kConflict, Outcome::kConflict));
  EXPECT_THAT(results[3]->outcomes[0].violations, SizeIs(1));
  EXPECT_THAT(OutcomesOf(results[4]), ElementsAre(Outcome::kDuplicate));
  for (const size_t i : {1, 2, 4}) EXPECT_EQ(results[i]->revision, 3);
  EXPECT_EQ(results[3]->revision, 0) << "nothing of it counts";
}

TEST(GroupCommitterTest, AnErrorReachesEveryoneInTheBatchAndNobodyElse) {
  StoreScript script;
  Answers answers;
  script.Hold();
  script.FailWith(absl::UnavailableError("the database is away"));
  GroupCommitter committer({.writers = 1}, script.Maker(), ByOneCatalog(), &readiness);
  ASSERT_THAT(committer.Submit(Events(1, 1), answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitBegun(1));
  for (int i = 0; i < 3; ++i) {
    ASSERT_THAT(committer.Submit(Events(10 + i, 1), answers.Next()), IsOk());
  }
  script.Release();
  for (const auto& result : answers.Await(4)) {
    EXPECT_THAT(result, StatusIs(absl::StatusCode::kUnavailable));
  }
  EXPECT_THAT(script.commit_sizes(), ElementsAre(1, 3));
  script.FailWith(absl::OkStatus());
  ASSERT_THAT(committer.Submit(Events(10, 3), answers.Next()), IsOk());
  EXPECT_THAT(OutcomesOf(answers.Await(5)[4]),
              ElementsAre(Outcome::kRecorded, Outcome::kRecorded, Outcome::kRecorded));
}

TEST(GroupCommitterTest, AFullQueueRefusesTheHastyAndTakesThePatient) {
  StoreScript script;
  Answers answers;
  script.Hold();
  GroupCommitter committer({.max_queued_events = 5, .writers = 1}, script.Maker(), ByOneCatalog(),
                           &readiness);
  ASSERT_THAT(committer.Submit(Events(1, 1), answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitBegun(1));
  ASSERT_THAT(committer.Submit(Events(10, 4), answers.Next()), IsOk());
  EXPECT_FALSE(committer.full());
  const auto never = [](absl::StatusOr<CommitResult>) { ADD_FAILURE() << "it was not taken"; };
  EXPECT_THAT(committer.Submit(Events(20, 2), never),
              StatusIs(absl::StatusCode::kResourceExhausted));
  ASSERT_THAT(committer.Submit(Events(30, 1), answers.Next()), IsOk());
  EXPECT_TRUE(committer.full());
  EXPECT_THAT(committer.Submit(Events(40, 1), never),
              StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(committer.queued_events(), 5u);
  ASSERT_THAT(committer.SubmitPatiently(Events(50, 3), answers.Next()), IsOk());
  EXPECT_EQ(committer.queued_events(), 8u);
  script.Release();
  for (const auto& result : answers.Await(4)) EXPECT_THAT(result, IsOk());
  EXPECT_FALSE(committer.full());
  EXPECT_THAT(committer.Submit(Events(40, 1), answers.Next()), IsOk());
  answers.Await(5);
}

TEST(GroupCommitterTest, ABureauThatFloodsWaitsBehindItself) {
  StoreScript script;
  Answers answers;
  script.Hold();
  GroupCommitter committer({.max_commit_events = 2'000, .writers = 1}, script.Maker(),
                           ByOneCatalog(), &readiness);
  std::vector<int> order;  // by place of submission; one writer answers
  const auto submit = [&](SubmittedEvents events, int place) {
    ASSERT_THAT(committer.Submit(std::move(events),
                                 [&order, place, done = answers.Next()](auto result) mutable {
                                   order.push_back(place);
                                   done(std::move(result));
                                 }),
                IsOk());
  };
  submit(Events(1, 1), 0);
  ASSERT_TRUE(script.AwaitBegun(1));
  for (int i = 0; i < 20; ++i) submit(Events(10'000 + 1'000 * i, 1'000), 100 + i);
  for (int i = 0; i < 5; ++i) submit(PoliceEvents(100 + i, 1), 200 + i);
  SubmittedEvents mixed = PoliceEvents(500, 1);
  mixed.events.push_back(Events(501, 1).events.front());
  submit(std::move(mixed), 300);
  script.Release();
  answers.Await(27);
  // All that others have is in the first commit after theirs, behind one turn of the flood.
  const std::vector<int> begin(order.begin(), order.begin() + 8);
  EXPECT_THAT(begin, ::testing::UnorderedElementsAre(0, 100, 200, 201, 202, 203, 204, 300));
  EXPECT_TRUE(std::is_sorted(order.begin() + 8, order.end())) << "a bureau's order is its own";
}

TEST(GroupCommitterTest, TurnsAreFairByEventsWhateverTheSizeOfSubmissions) {
  StoreScript script;
  Answers answers;
  script.Hold();
  GroupCommitter committer({.writers = 1}, script.Maker(), ByOneCatalog(), &readiness);
  std::vector<char> order;
  const auto submit = [&](SubmittedEvents events, char bureau) {
    const size_t size = events.events.size();
    ASSERT_THAT(
        committer.Submit(std::move(events),
                         [&order, bureau, size, done = answers.Next()](auto result) mutable {
                           order.insert(order.end(), size, bureau);
                           done(std::move(result));
                         }),
        IsOk());
  };
  submit(Events(1, 1), '-');
  ASSERT_TRUE(script.AwaitBegun(1));
  for (int i = 0; i < 4; ++i) submit(Events(100'000 + 10'000 * i, 10'000), 'c');
  for (int i = 0; i < 400; ++i) submit(PoliceEvents(1'000 + 100 * i, 100), 'p');
  script.Release();
  answers.Await(405);
  // Wherever one stops counting, neither is ahead by more than its largest submission and a turn.
  int64_t ahead = 0;
  for (const char bureau : order) {
    ahead += bureau == 'c' ? 1 : bureau == 'p' ? -1 : 0;
    ASSERT_LE(std::abs(ahead), 11'000);
  }
}

TEST(GroupCommitterTest, ABureauWithLittleWaitingIsTakenWhereOthersFilledTheQueue) {
  StoreScript script;
  Answers answers;
  script.Hold();
  GroupCommitter committer({.max_queued_events = 1'000, .max_commit_events = 100, .writers = 1},
                           script.Maker(), ByOneCatalog(), &readiness);
  ASSERT_THAT(committer.Submit(Events(1, 1), answers.Next()), IsOk());
  ASSERT_TRUE(script.AwaitBegun(1));
  const auto never = [](absl::StatusOr<CommitResult>) { ADD_FAILURE() << "it was not taken"; };
  int taken = 1;
  const auto flood = [&](int first) {
    while (committer.SubmitPatiently(Events(first + 100 * taken, 100), answers.Next()).ok()) {
      ++taken;
    }
  };
  flood(10'000);
  // The bound on those who wait patiently.
  EXPECT_EQ(committer.queued_events(), 1'000 + 100 * GroupCommitter::kPatientCommits);
  EXPECT_THAT(committer.Submit(Events(2, 1), never),
              StatusIs(absl::StatusCode::kResourceExhausted));
  // How many events one by one are taken of another bureau.
  const auto take = [&](const std::string& bureau) {
    int count = 0;
    while (committer.Submit(Events(1 + count, 1, 1, bureau), answers.Next()).ok()) ++count;
    return count;
  };
  // If two bureaus report, each has room for half of the queue; if three, for a third.
  EXPECT_EQ(take("bureau2"), 500);
  EXPECT_EQ(take("bureau3"), 333);
  // All of that together is bounded by as much as the queue again.
  EXPECT_EQ(take("bureau4"), 167);
  EXPECT_THAT(committer.Submit(Events(1, 11, 1, "bureau5"), never),
              StatusIs(absl::StatusCode::kResourceExhausted));
  // Only who has a hundredth of it or less is taken even then.
  EXPECT_EQ(take("bureau5"), 10);
  EXPECT_EQ(committer.queued_events(), 2'010 + 100 * GroupCommitter::kPatientCommits);
  script.Release();
  committer.Drain();
  EXPECT_EQ(answers.answered(), static_cast<size_t>(taken) + 1'010);
}

TEST(GroupCommitterTest, DrainAnswersAllThatWasTakenAndTakesNothingMore) {
  StoreScript script;
  Answers answers;
  script.Hold();
  GroupCommitter committer({.max_commit_events = 7, .writers = 2}, script.Maker(), ByOneCatalog(),
                           &readiness);
  for (int i = 0; i < 20; ++i) {
    ASSERT_THAT(committer.Submit(Events(10 + 3 * i, 3), answers.Next()), IsOk());
  }
  ASSERT_TRUE(script.AwaitBegun(2));
  absl::Notification drained;
  std::thread drain([&] {
    committer.Drain();
    drained.Notify();
  });
  const auto never = [](absl::StatusOr<CommitResult>) { ADD_FAILURE() << "it was not taken"; };
  // Until Drain has begun, further submissions are taken.
  int more = 0;
  absl::Status refused;
  while (refused.ok()) {
    refused = committer.Submit(Events(1000 + more, 1), answers.Next());
    if (refused.ok()) ++more;
  }
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(committer.SubmitPatiently(Events(1, 1), never),
              StatusIs(absl::StatusCode::kCancelled));
  EXPECT_FALSE(drained.HasBeenNotified());
  EXPECT_EQ(answers.answered(), 0u);
  script.Release();
  drain.join();
  EXPECT_EQ(answers.answered(), 20u + static_cast<size_t>(more));
  EXPECT_EQ(committer.queued_events(), 0u);
}

TEST(GroupCommitterTest, TheDestructorDrains) {
  StoreScript script;
  Answers answers;
  {
    GroupCommitter committer({.writers = 3}, script.Maker(), ByOneCatalog(), &readiness);
    for (int i = 0; i < 50; ++i) {
      ASSERT_THAT(committer.Submit(Events(10 + i, 1), answers.Next()), IsOk());
    }
  }
  EXPECT_EQ(answers.answered(), 50u);
}

TEST(GroupCommitterTest, EveryWriterCommitsAtOnce) {
  StoreScript script;
  Answers answers;
  script.Hold();
  GroupCommitter committer({.max_commit_events = 1, .writers = 4}, script.Maker(), ByOneCatalog(),
                           &readiness);
  for (int i = 0; i < 6; ++i) {
    ASSERT_THAT(committer.Submit(Events(10 + i, 1), answers.Next()), IsOk());
  }
  ASSERT_TRUE(script.AwaitBegun(4));
  EXPECT_EQ(committer.queued_events(), 2u);
  script.Release();
  std::set<int64_t> revisions;
  for (const auto& result : answers.Await(6)) revisions.insert(result.value().revision);
  EXPECT_THAT(revisions, SizeIs(6));
}

TEST(GroupCommitterTest, ManyCallersAndWritersLoseNothing) {
  constexpr int kCallers = 8;
  constexpr int kSubmissions = 500;
  StoreScript script;
  Answers answers;
  std::atomic<int> refused = 0;
  GroupCommitter committer({.max_queued_events = 50, .max_commit_events = 20, .writers = 3},
                           script.Maker(), ByOneCatalog(), &readiness);
  std::vector<std::thread> callers;
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([&, caller] {
      for (int i = 0; i < kSubmissions; ++i) {
        auto events = Events(1 + caller * kSubmissions + i, 1);
        const bool patient = i % 2 == 0;
        while (!(patient ? committer.SubmitPatiently(events, answers.Next())
                         : committer.Submit(events, answers.Next()))
                    .ok()) {
          ++refused;
          std::this_thread::yield();
        }
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  committer.Drain();
  EXPECT_EQ(answers.answered(), static_cast<size_t>(kCallers * kSubmissions));
  size_t recorded = 0;
  for (const auto& result : answers.Await(answers.answered())) {
    if (result.ok()) recorded += result->outcomes.size();
  }
  EXPECT_EQ(recorded, static_cast<size_t>(kCallers * kSubmissions));
}

}  // namespace
}  // namespace jurimeter::ingestion
