#include "services/runtime/workers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"

namespace jurimeter::runtime {
namespace {

using ::testing::ElementsAre;

TEST(WorkersTest, OneRunsTasksInTheirOrderOnAThreadOfItsOwn) {
  std::vector<int> ran;
  std::thread::id thread;
  {
    Workers workers(1);
    for (int i = 0; i < 3; ++i) {
      EXPECT_TRUE(workers.Run([&ran, &thread, i] {
        ran.push_back(i);
        thread = std::this_thread::get_id();
      }));
    }
  }
  EXPECT_THAT(ran, ElementsAre(0, 1, 2)) << "the end waits for what was taken";
  EXPECT_NE(thread, std::this_thread::get_id());
}

TEST(WorkersTest, ATaskThatTakesLongHoldsUpNoOtherWhileAThreadIsFree) {
  absl::Notification release;
  absl::Notification done;
  Workers workers(2);
  ASSERT_TRUE(workers.Run([&] { release.WaitForNotification(); }));
  ASSERT_TRUE(workers.Run([&] { done.Notify(); }));
  done.WaitForNotification();
  release.Notify();
}

TEST(WorkersTest, RefusesWhatIsTooMuchAndTakesMoreAfterwards) {
  absl::Notification begun;
  absl::Notification release;
  constexpr size_t kMost = 3;
  Workers workers(1, kMost);
  ASSERT_TRUE(workers.Run([&] {
    begun.Notify();
    release.WaitForNotification();
  }));
  begun.WaitForNotification();
  for (size_t i = 0; i < kMost; ++i) ASSERT_TRUE(workers.Run([] {}));
  EXPECT_FALSE(workers.Run([] {}));
  release.Notify();
  while (!workers.Run([] {})) std::this_thread::yield();
}

TEST(WorkersTest, RunsAllThatItTookWhenItDrainsAndTakesNothingMore) {
  int ran = 0;
  Workers workers(1);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(workers.Run([&ran] { ++ran; }));
  workers.Drain();
  EXPECT_EQ(ran, 100);
  EXPECT_FALSE(workers.Run([&ran] { ++ran; }));
  workers.Drain();
  EXPECT_EQ(ran, 100);
}

}  // namespace
}  // namespace jurimeter::runtime
