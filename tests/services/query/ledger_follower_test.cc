#include "services/query/ledger_follower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/synchronization/notification.h"
#include "tests/services/fake_clock.h"
#include "tests/services/query/scripted_ledger.h"
#include "tests/support/eventually.h"

namespace jurimeter::query {
namespace {

using test::Eventually;
using test::Ledger;
using test::ScriptedReader;

// Looks by itself but once: whatever comes after has a reason.
class LedgerFollowerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(Eventually([&] { return follower_.stale_since() == absl::InfiniteFuture(); }));
  }

  // What a waiter for `revision` is given before its deadline.
  LedgerFollower::Snapshot Reached(int64_t revision) {
    absl::Notification called;
    LedgerFollower::Snapshot reached;
    follower_.WhenReached(revision, clock_.Now() + absl::Seconds(10),
                          [&](LedgerFollower::Snapshot snapshot) {
                            reached = std::move(snapshot);
                            head_when_reached_ = follower_.head_revision();
                            called.Notify();
                          });
    called.WaitForNotification();
    return reached;
  }

  test::FakeClock clock_;
  Ledger ledger_{2};
  runtime::Readiness readiness_{{std::string(LedgerFollower::kCondition)}};
  runtime::DatabaseContact contact_{&readiness_, &clock_};
  int64_t head_when_reached_ = 0;
  LedgerFollower follower_{std::make_unique<ScriptedReader>(&ledger_),
                           &readiness_,
                           &contact_,
                           {.interval = absl::Hours(1), .clock = &clock_}};
};

TEST_F(LedgerFollowerTest, LoadsWhatIsThere) {
  EXPECT_EQ(follower_.current()->revision(), 2);
  EXPECT_EQ(follower_.head_revision(), 2);
  EXPECT_EQ(ledger_.looks(), 0);
}

TEST_F(LedgerFollowerTest, LooksAgainAtOnceWhileThereIsMore) {
  ledger_.EndAt(6);
  const auto reached = Reached(6);
  ASSERT_NE(reached, nullptr);
  EXPECT_EQ(reached->revision(), 6);
  EXPECT_EQ(ledger_.looks(), 4);
}

TEST_F(LedgerFollowerTest, KnowsTheHeadBeforeItIsThere) {
  ledger_.EndAt(6);
  const auto reached = Reached(3);
  ASSERT_NE(reached, nullptr);
  EXPECT_EQ(reached->revision(), 3);
  EXPECT_EQ(head_when_reached_, 6);
}

TEST_F(LedgerFollowerTest, LoadsAnewWhereTheLedgerWentBack) {
  ledger_.EndAt(1);
  follower_.WhenReached(3, clock_.Now() + absl::Seconds(10), [](auto) {});
  EXPECT_TRUE(Eventually([&] { return follower_.current()->revision() == 1; }));
  EXPECT_EQ(follower_.head_revision(), 1);
}

TEST_F(LedgerFollowerTest, LoadsAnewIfTheLedgerIsAnotherThoughItIsLonger) {
  ledger_.BecomeAnother(9);
  const auto reached = Reached(3);
  ASSERT_NE(reached, nullptr);
  EXPECT_EQ(reached->revision(), 9);
  EXPECT_EQ(ledger_.looks(), 1);
}

// In another history the keys may stand for other codes.
TEST_F(LedgerFollowerTest, TakesTheCatalogOfAnotherLedgerWithItsTotals) {
  EXPECT_EQ(follower_.current()->in_force->identity.chain, (Digest{0, 1}));
  ledger_.BecomeAnother(3);
  const auto reached = Reached(3);
  ASSERT_NE(reached, nullptr);
  EXPECT_EQ(reached->in_force->identity.chain, (Digest{1, 1}));
}

TEST_F(LedgerFollowerTest, PutsACatalogIntoForceAtItsEntry) {
  EXPECT_EQ(follower_.current()->in_force->identity.revision, 1);
  ledger_.ApplyCatalogAt(4);
  ledger_.EndAt(5);
  for (const auto& [revision, in_force] : {std::pair(3, 1), {4, 4}, {5, 4}}) {
    const auto reached = Reached(revision);
    ASSERT_NE(reached, nullptr);
    // A waiter is given the newest state, which may be later than it wants.
    if (reached->revision() == revision) {
      EXPECT_EQ(reached->in_force->identity.revision, in_force);
    }
  }
  EXPECT_EQ(follower_.current()->in_force->identity.revision, 4);
  EXPECT_FALSE(follower_.current()->in_force->catalog->bureaus().empty());
}

TEST_F(LedgerFollowerTest, StopsBeforeACatalogThatItCannotRead) {
  ledger_.ApplyCatalogAt(4, /*readable=*/false);
  ledger_.EndAt(5);
  follower_.WhenReached(5, absl::InfiniteFuture(), [](auto) {});
  EXPECT_TRUE(Eventually([&] { return ledger_.looks() >= 2 && !readiness_.ready(); }));
  EXPECT_EQ(follower_.current()->revision(), 3);
  EXPECT_EQ(follower_.current()->in_force->identity.revision, 1);
}

TEST_F(LedgerFollowerTest, KnowsTheTimeOfItsRevision) {
  EXPECT_EQ(follower_.current()->position.committed_at, absl::FromUnixSeconds(2));
  ledger_.EndAt(3);
  ASSERT_NE(Reached(3), nullptr);
  EXPECT_EQ(follower_.current()->position.committed_at, absl::FromUnixSeconds(3));
}

TEST_F(LedgerFollowerTest, FollowsWhatIsClosed) {
  ledger_.CloseAt(4);
  ledger_.EndAt(3);
  ASSERT_NE(Reached(3), nullptr);
  const LedgerFollower::Snapshot before = follower_.current();
  ledger_.EndAt(5);
  ASSERT_NE(Reached(5), nullptr);
  EXPECT_EQ(before->closed.Find(1, 10), nullptr);
  ASSERT_NE(follower_.current()->closed.Find(1, 10), nullptr);
  EXPECT_EQ(follower_.current()->closed.Find(1, 10)->revision, 4);
  ledger_.BecomeAnother(6);
  ASSERT_NE(Reached(6), nullptr);
  EXPECT_EQ(follower_.current()->closed.Find(1, 10), nullptr) << "of another ledger";
}

TEST_F(LedgerFollowerTest, CountsTheEntriesUpToItsRevision) {
  EXPECT_EQ(follower_.current()->entries.Of("events"), 1);
  EXPECT_EQ(follower_.current()->entries.Of("catalog"), 1);
  ledger_.ApplyCatalogAt(4);
  ledger_.EndAt(6);
  ASSERT_NE(Reached(6), nullptr);
  EXPECT_EQ(follower_.current()->entries.Of("events"), 4);
  EXPECT_EQ(follower_.current()->entries.Of("catalog"), 2);
}

TEST_F(LedgerFollowerTest, CountsTheEntriesOfAnotherLedgerAnew) {
  ledger_.BecomeAnother(3);
  ASSERT_NE(Reached(3), nullptr);
  EXPECT_EQ(follower_.current()->entries.Of("events"), 2);
  EXPECT_EQ(follower_.current()->entries.Of("catalog"), 1);
}

TEST_F(LedgerFollowerTest, DoesNotHastenWhatFails) {
  ledger_.EndAt(6);
  ledger_.FailAfter(3);
  follower_.WhenReached(6, absl::InfiniteFuture(), [](auto) {});
  EXPECT_TRUE(Eventually([&] { return ledger_.looks() >= 2 && !readiness_.ready(); }));
  follower_.Stop();
  EXPECT_EQ(ledger_.looks(), 2) << "one that succeeded and left more, and one that failed";
  EXPECT_FALSE(readiness_.ready());
  EXPECT_EQ(follower_.current()->revision(), 3);
}

TEST_F(LedgerFollowerTest, AnswersAWaiterAtItsDeadline) {
  absl::Notification called;
  LedgerFollower::Snapshot given = follower_.current();
  follower_.WhenReached(99, clock_.Now() + absl::Seconds(5),
                        [&](LedgerFollower::Snapshot snapshot) {
                          given = std::move(snapshot);
                          called.Notify();
                        });
  clock_.Advance(absl::Seconds(4));
  EXPECT_EQ(follower_.waiters(), 1u);
  clock_.Advance(absl::Seconds(1));
  ASSERT_TRUE(called.WaitForNotificationWithTimeout(test::kPatience));
  EXPECT_EQ(given, nullptr);
  EXPECT_EQ(follower_.waiters(), 0u);
}

TEST_F(LedgerFollowerTest, SaysSinceWhenNothingWasSeen) {
  const absl::Time looked = clock_.Now();
  EXPECT_EQ(follower_.stale_since(), absl::InfiniteFuture());
  ledger_.FailAfter(2);
  clock_.Advance(absl::Hours(1) + LedgerFollower::kPatience);
  EXPECT_EQ(follower_.stale_since(), absl::InfiniteFuture()) << "not before its patience ends";
  clock_.Advance(absl::Milliseconds(1));
  EXPECT_EQ(follower_.stale_since(), looked);
}

}  // namespace
}  // namespace jurimeter::query
