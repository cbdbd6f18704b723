#include "services/query/totals_follower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "tests/services/fake_clock.h"
#include "tests/support/eventually.h"

namespace jurimeter::query {
namespace {

using test::Eventually;

// A ledger without events, of which a look reads one commit.
class Ledger {
 public:
  explicit Ledger(int64_t head) : head_(head) {}

  void EndAt(int64_t head) {
    absl::MutexLock lock(&mutex_);
    head_ = head;
  }

  // From now on the database is away for who has read up to `revision`.
  void FailAfter(int64_t revision) {
    absl::MutexLock lock(&mutex_);
    fail_after_ = revision;
  }

  // From now on it is another ledger, up to `head`.
  void BecomeAnother(int64_t head) {
    absl::MutexLock lock(&mutex_);
    ++history_;
    head_ = head;
  }

  int looks() const {
    absl::MutexLock lock(&mutex_);
    return looks_;
  }

  absl::StatusOr<storage::LoadedTotals> Load() {
    absl::MutexLock lock(&mutex_);
    return storage::LoadedTotals{Totals(head_), PositionAt(head_), {history_}};
  }

  absl::StatusOr<storage::NewCommits> ReadAfter(const storage::LedgerPosition& position) {
    absl::MutexLock lock(&mutex_);
    ++looks_;
    if (position.revision == fail_after_) return absl::UnavailableError("away");
    if (position.revision > head_ || position.chain != PositionAt(position.revision).chain) {
      return absl::FailedPreconditionError("it is another ledger");
    }
    return storage::NewCommits{.head_revision = head_,
                               .position = PositionAt(std::min(head_, position.revision + 1)),
                               .change = {},
                               .catalog = {history_}};
  }

 private:
  storage::LedgerPosition PositionAt(int64_t revision) const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return {.revision = revision,
            .chain = {history_, static_cast<uint8_t>(revision)},
            .committed_at = absl::FromUnixSeconds(revision)};
  }

  mutable absl::Mutex mutex_;
  uint8_t history_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t head_ ABSL_GUARDED_BY(mutex_);
  int64_t fail_after_ ABSL_GUARDED_BY(mutex_) = -1;
  int looks_ ABSL_GUARDED_BY(mutex_) = 0;
};

class LedgerReader : public storage::TotalsReader {
 public:
  explicit LedgerReader(Ledger* ledger) : ledger_(*ledger) {}

  absl::StatusOr<storage::LoadedTotals> Load() override { return ledger_.Load(); }
  absl::StatusOr<storage::NewCommits> ReadAfter(const storage::LedgerPosition& position) override {
    return ledger_.ReadAfter(position);
  }

 private:
  Ledger& ledger_;
};

// Looks by itself but once: whatever comes after has a reason.
class TotalsFollowerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(Eventually([&] { return follower_.stale_since() == absl::InfiniteFuture(); }));
  }

  // What a waiter for `revision` is given before its deadline.
  TotalsFollower::Snapshot Reached(int64_t revision) {
    absl::Notification called;
    TotalsFollower::Snapshot reached;
    follower_.WhenReached(revision, clock_.Now() + absl::Seconds(10),
                          [&](TotalsFollower::Snapshot snapshot) {
                            reached = std::move(snapshot);
                            head_when_reached_ = follower_.head_revision();
                            called.Notify();
                          });
    called.WaitForNotification();
    return reached;
  }

  test::FakeClock clock_;
  Ledger ledger_{2};
  runtime::Readiness readiness_{{std::string(TotalsFollower::kCondition)}};
  runtime::DatabaseContact contact_{&readiness_, &clock_};
  int64_t head_when_reached_ = 0;
  Digest met_{};  // of the following thread
  TotalsFollower follower_{std::make_unique<LedgerReader>(&ledger_),
                           &readiness_,
                           &contact_,
                           {.interval = absl::Hours(1),
                            .met_catalog = [this](const Digest& content) { met_ = content; },
                            .clock = &clock_}};
};

TEST_F(TotalsFollowerTest, LoadsWhatIsThere) {
  EXPECT_EQ(follower_.current()->revision(), 2);
  EXPECT_EQ(follower_.head_revision(), 2);
  EXPECT_EQ(ledger_.looks(), 0);
}

TEST_F(TotalsFollowerTest, LooksAgainAtOnceWhileThereIsMore) {
  ledger_.EndAt(6);
  const auto reached = Reached(6);
  ASSERT_NE(reached, nullptr);
  EXPECT_EQ(reached->revision(), 6);
  EXPECT_EQ(ledger_.looks(), 4);
}

TEST_F(TotalsFollowerTest, KnowsTheHeadBeforeItIsThere) {
  ledger_.EndAt(6);
  const auto reached = Reached(3);
  ASSERT_NE(reached, nullptr);
  EXPECT_EQ(reached->revision(), 3);
  EXPECT_EQ(head_when_reached_, 6);
}

TEST_F(TotalsFollowerTest, LoadsAnewWhereTheLedgerWentBack) {
  ledger_.EndAt(1);
  follower_.WhenReached(3, clock_.Now() + absl::Seconds(10), [](auto) {});
  EXPECT_TRUE(Eventually([&] { return follower_.current()->revision() == 1; }));
  EXPECT_EQ(follower_.head_revision(), 1);
}

TEST_F(TotalsFollowerTest, LoadsAnewIfTheLedgerIsAnotherThoughItIsLonger) {
  ledger_.BecomeAnother(9);
  const auto reached = Reached(3);
  ASSERT_NE(reached, nullptr);
  EXPECT_EQ(reached->revision(), 9);
  EXPECT_EQ(ledger_.looks(), 1);
}

// A new connection may be to another history, whose keys stand for other codes.
TEST_F(TotalsFollowerTest, SaysWhichCatalogItsConnectionMet) {
  EXPECT_EQ(met_, Digest());
  ledger_.BecomeAnother(3);
  ASSERT_NE(Reached(3), nullptr);
  EXPECT_EQ(met_, Digest{1}) << "before its totals were published";
}

TEST_F(TotalsFollowerTest, KnowsTheTimeOfItsRevision) {
  EXPECT_EQ(follower_.current()->position.committed_at, absl::FromUnixSeconds(2));
  ledger_.EndAt(3);
  ASSERT_NE(Reached(3), nullptr);
  EXPECT_EQ(follower_.current()->position.committed_at, absl::FromUnixSeconds(3));
}

TEST_F(TotalsFollowerTest, DoesNotHastenWhatFails) {
  ledger_.EndAt(6);
  ledger_.FailAfter(3);
  follower_.WhenReached(6, absl::InfiniteFuture(), [](auto) {});
  EXPECT_TRUE(Eventually([&] { return ledger_.looks() >= 2 && !readiness_.ready(); }));
  follower_.Stop();
  EXPECT_EQ(ledger_.looks(), 2) << "one that succeeded and left more, and one that failed";
  EXPECT_FALSE(readiness_.ready());
  EXPECT_EQ(follower_.current()->revision(), 3);
}

TEST_F(TotalsFollowerTest, AnswersAWaiterAtItsDeadline) {
  absl::Notification called;
  TotalsFollower::Snapshot given = follower_.current();
  follower_.WhenReached(99, clock_.Now() + absl::Seconds(5),
                        [&](TotalsFollower::Snapshot snapshot) {
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

TEST_F(TotalsFollowerTest, SaysSinceWhenNothingWasSeen) {
  const absl::Time looked = clock_.Now();
  EXPECT_EQ(follower_.stale_since(), absl::InfiniteFuture());
  ledger_.FailAfter(2);
  clock_.Advance(absl::Hours(1) + TotalsFollower::kPatience);
  EXPECT_EQ(follower_.stale_since(), absl::InfiniteFuture()) << "not before its patience ends";
  clock_.Advance(absl::Milliseconds(1));
  EXPECT_EQ(follower_.stale_since(), looked);
}

}  // namespace
}  // namespace jurimeter::query
