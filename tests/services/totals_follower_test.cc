#include "services/query/totals_follower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"

namespace jurimeter::query {
namespace {

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

  int looks() const {
    absl::MutexLock lock(&mutex_);
    return looks_;
  }

  absl::StatusOr<Totals> Load() {
    absl::MutexLock lock(&mutex_);
    return Totals(head_);
  }

  absl::StatusOr<storage::NewCommits> ReadAfter(int64_t revision) {
    absl::MutexLock lock(&mutex_);
    ++looks_;
    if (revision == fail_after_) return absl::UnavailableError("away");
    if (revision > head_) return absl::FailedPreconditionError("the ledger ends before");
    return storage::NewCommits{
        .head_revision = head_, .revision = std::min(head_, revision + 1), .change = {}};
  }

 private:
  mutable absl::Mutex mutex_;
  int64_t head_ ABSL_GUARDED_BY(mutex_);
  int64_t fail_after_ ABSL_GUARDED_BY(mutex_) = -1;
  int looks_ ABSL_GUARDED_BY(mutex_) = 0;
};

class LedgerReader : public storage::TotalsReader {
 public:
  explicit LedgerReader(Ledger* ledger) : ledger_(*ledger) {}

  absl::StatusOr<Totals> Load() override { return ledger_.Load(); }
  absl::StatusOr<storage::NewCommits> ReadAfter(int64_t revision) override {
    return ledger_.ReadAfter(revision);
  }

 private:
  Ledger& ledger_;
};

// Looks by itself but once: whatever comes after has a reason.
class TotalsFollowerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 1'000 && follower_.current() == nullptr; ++i) {
      absl::SleepFor(absl::Milliseconds(10));
    }
    ASSERT_NE(follower_.current(), nullptr);
  }

  // What a waiter for `revision` is given within 10 seconds.
  TotalsFollower::Snapshot Reached(int64_t revision) {
    absl::Notification called;
    TotalsFollower::Snapshot reached;
    follower_.WhenReached(revision, absl::Now() + absl::Seconds(10),
                          [&](TotalsFollower::Snapshot snapshot) {
                            reached = std::move(snapshot);
                            head_when_reached_ = follower_.head_revision();
                            called.Notify();
                          });
    called.WaitForNotification();
    return reached;
  }

  Ledger ledger_{2};
  runtime::Readiness readiness_{{std::string(TotalsFollower::kCondition)}};
  int64_t head_when_reached_ = 0;
  TotalsFollower follower_{
      std::make_unique<LedgerReader>(&ledger_), &readiness_, {.interval = absl::Hours(1)}};
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
  follower_.WhenReached(3, absl::Now() + absl::Seconds(10), [](auto) {});
  for (int i = 0; i < 1'000 && follower_.current()->revision() != 1; ++i) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_EQ(follower_.current()->revision(), 1);
  EXPECT_EQ(follower_.head_revision(), 1);
}

TEST_F(TotalsFollowerTest, DoesNotHastenWhatFails) {
  ledger_.EndAt(6);
  ledger_.FailAfter(3);
  follower_.WhenReached(6, absl::InfiniteFuture(), [](auto) {});
  for (int i = 0; i < 1'000 && (ledger_.looks() < 2 || readiness_.ready()); ++i) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  follower_.Stop();
  EXPECT_EQ(ledger_.looks(), 2) << "one that succeeded and left more, and one that failed";
  EXPECT_FALSE(readiness_.ready());
  EXPECT_EQ(follower_.current()->revision(), 3);
}

}  // namespace
}  // namespace jurimeter::query
