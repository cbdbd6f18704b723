#include "services/runtime/clock.h"

#include <gtest/gtest.h>

#include <thread>

#include "absl/synchronization/mutex.h"

namespace jurimeter::runtime {
namespace {

TEST(SystemClockTest, AWaitEndsAtItsDeadline) {
  absl::Mutex mutex;
  absl::MutexLock lock(&mutex);
  const absl::Time deadline = SystemClock()->Now() + absl::Milliseconds(20);
  bool never = false;
  EXPECT_FALSE(SystemClock()->AwaitUntil(deadline, absl::Condition(&never), &mutex));
  EXPECT_GE(SystemClock()->Now(), deadline);
}

TEST(SystemClockTest, AWaitEndsWithItsCondition) {
  absl::Mutex mutex;
  bool met = false;
  std::thread meets([&] {
    absl::MutexLock lock(&mutex);
    met = true;
  });
  {
    absl::MutexLock lock(&mutex);
    EXPECT_TRUE(SystemClock()->AwaitUntil(absl::InfiniteFuture(), absl::Condition(&met), &mutex));
  }
  meets.join();
}

}  // namespace
}  // namespace jurimeter::runtime
