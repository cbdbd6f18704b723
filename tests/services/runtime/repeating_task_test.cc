#include "services/runtime/repeating_task.h"

#include <gtest/gtest.h>

#include <atomic>

#include "tests/services/fake_clock.h"
#include "tests/support/eventually.h"

namespace jurimeter::runtime {
namespace {

using test::Eventually;

TEST(RepeatingTaskTest, RunsAtOnceAndAfterEachInterval) {
  test::FakeClock clock;
  std::atomic<int> runs = 0;
  RepeatingTask task(
      absl::Hours(1), [&] { ++runs; }, &clock);
  EXPECT_TRUE(Eventually([&] { return task.done() == 1; }));
  EXPECT_EQ(runs, 1);
  for (int64_t done = 2; done <= 4; ++done) {
    // As often as needed: an interval begins when the run before is done.
    EXPECT_TRUE(Eventually([&] {
      clock.Advance(absl::Hours(1));
      return task.done() >= done;
    }));
  }
}

TEST(RepeatingTaskTest, EndsWithoutWaitingForItsInterval) {
  std::atomic<int> runs = 0;
  {
    RepeatingTask task(absl::Hours(1), [&] { ++runs; });
  }
  EXPECT_EQ(runs, 1);
}

}  // namespace
}  // namespace jurimeter::runtime
