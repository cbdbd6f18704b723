#include "services/query/past_states.h"

#include <gmock/gmock.h>
#include <prometheus/registry.h>

#include <memory>

#include "absl/synchronization/mutex.h"
#include "tests/services/fake_clock.h"
#include "tests/services/query/scripted_past.h"
#include "tests/support/eventually.h"
#include "tests/support/status_matchers.h"

namespace jurimeter::query {
namespace {

using test::Eventually;
using test::ScriptedPast;
using test::StatusIs;

class PastStatesTest : public ::testing::Test {
 protected:
  void TearDown() override { Hold(false); }

  void Hold(bool held) {
    absl::MutexLock lock(&script_->mutex);
    script_->held = held;
  }

  void FailWith(absl::Status failure) {
    absl::MutexLock lock(&script_->mutex);
    script_->failure = std::move(failure);
  }

  int Loads(int64_t revision) {
    absl::MutexLock lock(&script_->mutex);
    return script_->loads[revision];
  }

  absl::StatusOr<PastStates::Snapshot> Find(AsOf as_of, int64_t history = 1) {
    return states_.Find(as_of, history);
  }

  // The state, once it is loaded.
  absl::StatusOr<PastStates::Snapshot> Await(AsOf as_of, int64_t history = 1) {
    absl::StatusOr<PastStates::Snapshot> found;
    EXPECT_TRUE(Eventually([&] {
      found = Find(as_of, history);
      return !found.ok() || *found != nullptr;
    }));
    return found;
  }

  test::FakeClock clock_;
  prometheus::Registry registry_;
  std::shared_ptr<ScriptedPast::Script> script_ = std::make_shared<ScriptedPast::Script>();
  PastStates states_{std::make_unique<ScriptedPast>(script_), registry_, &clock_};
};

TEST_F(PastStatesTest, LoadsAStateOnceAndKeepsIt) {
  Hold(true);
  EXPECT_EQ(*Find(5), nullptr);
  EXPECT_EQ(*Find(5), nullptr);
  EXPECT_EQ(states_.kept(), 0);
  Hold(false);
  const auto state = Await(5);
  ASSERT_THAT(state, test::IsOk());
  EXPECT_EQ((*state)->revision(), 5);
  EXPECT_EQ((*state)->totals.revision(), 5);
  EXPECT_EQ((*state)->history, 1);
  EXPECT_EQ(*Find(5), *state);
  EXPECT_EQ(Loads(5), 1);
  EXPECT_EQ(states_.kept(), 1);
}

TEST_F(PastStatesTest, ATimeFindsTheStateThatWasTheNewestThen) {
  const auto second = [](int64_t s) { return AsOf(absl::FromUnixSeconds(s)); };
  const auto state = Await(second(53));
  ASSERT_THAT(state, test::IsOk());
  EXPECT_EQ((*state)->revision(), 5);
  for (const AsOf& same : {second(50), second(59), AsOf(int64_t{5})}) {
    EXPECT_EQ(*Find(same), *state);
  }
  EXPECT_EQ(*Find(second(60)), nullptr) << "the next one came then";
  EXPECT_EQ(Loads(5), 1);
}

TEST_F(PastStatesTest, ForgetsWhatWasNotAskedForLongest) {
  const auto first = Await(1);
  for (int64_t revision = 2; revision <= 4; ++revision) Await(revision).IgnoreError();
  EXPECT_EQ(*Find(1), *first) << "asked for again";
  Await(5).IgnoreError();
  EXPECT_EQ(states_.kept(), PastStates::kMostKept);
  EXPECT_EQ(*Find(1), *first);
  EXPECT_EQ(*Find(2), nullptr) << "it was forgotten";
}

TEST_F(PastStatesTest, StatesOfAnotherHistoryAreForgotten) {
  const auto before = Await(5, 1);
  const auto after = Await(5, 2);
  EXPECT_NE(*before, *after);
  EXPECT_EQ((*after)->history, 2);
  EXPECT_EQ(Loads(5), 2);
  EXPECT_EQ(states_.kept(), 1);
}

TEST_F(PastStatesTest, AFailureIsToldForAWhile) {
  FailWith(absl::NotFoundError("no such revision"));
  EXPECT_THAT(Await(5), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(states_.kept(), 0);
  FailWith(absl::OkStatus());
  EXPECT_THAT(Find(5), StatusIs(absl::StatusCode::kNotFound));
  clock_.Advance(PastStates::kFailureKept);
  EXPECT_THAT(Await(5), test::IsOk());
}

TEST_F(PastStatesTest, HowManyWaitIsBounded) {
  Hold(true);
  const auto most = static_cast<int64_t>(PastStates::kMostWaiting);
  for (int64_t revision = 1; revision <= most; ++revision) {
    ASSERT_THAT(Find(revision), test::IsOk()) << revision;
  }
  EXPECT_THAT(Find(most + 1), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(Find(1), test::IsOk()) << "who asks for the same is no further one";
}

TEST(PastStatesEndTest, GivesUpWhatIsBeingLoaded) {
  prometheus::Registry registry;
  const auto script = std::make_shared<ScriptedPast::Script>();
  {
    PastStates states(std::make_unique<ScriptedPast>(script), registry);
    absl::MutexLock lock(&script->mutex);
    script->held = true;
    EXPECT_EQ(*states.Find(int64_t{5}, 1), nullptr);
  }
  absl::MutexLock lock(&script->mutex);
  EXPECT_LE(script->loads[5], 1);
}

}  // namespace
}  // namespace jurimeter::query
