#include "services/query/workers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"

namespace jurimeter::query {
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
  Workers workers(1);
  ASSERT_TRUE(workers.Run([&] {
    begun.Notify();
    release.WaitForNotification();
  }));
  begun.WaitForNotification();
  for (size_t i = 0; i < Workers::kMaxWaiting; ++i) ASSERT_TRUE(workers.Run([] {}));
  EXPECT_FALSE(workers.Run([] {}));
  release.Notify();
  while (!workers.Run([] {})) std::this_thread::yield();
}

}  // namespace
}  // namespace jurimeter::query
