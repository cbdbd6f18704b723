#include "services/runtime/readiness.h"

#include <gmock/gmock.h>

#include <thread>
#include <vector>

namespace jurimeter::runtime {
namespace {

using ::testing::ElementsAre;

TEST(ReadinessTest, HoldsWhileEveryConditionDoes) {
  Readiness readiness({"database", "totals"});
  std::vector<bool> heard;
  readiness.OnChange([&](bool ready) { heard.push_back(ready); });
  EXPECT_FALSE(readiness.ready());
  readiness.Set("database", true);
  EXPECT_FALSE(readiness.ready());
  readiness.Set("totals", true);
  EXPECT_TRUE(readiness.ready());
  readiness.Set("totals", true);
  readiness.Set("weather", false);
  EXPECT_TRUE(readiness.ready()) << "nobody asked for that";
  readiness.Set("database", false);
  readiness.Set("totals", false);
  EXPECT_FALSE(readiness.ready());
  readiness.Set("database", true);
  EXPECT_FALSE(readiness.ready());
  EXPECT_THAT(heard, ElementsAre(false, true, false)) << "each change once";
}

TEST(ReadinessTest, AListenerLearnsThePresentState) {
  Readiness readiness({"database"});
  readiness.Set("database", true);
  bool heard = false;
  readiness.OnChange([&](bool ready) { heard = ready; });
  EXPECT_TRUE(heard);
}

TEST(ReadinessTest, TheListenersLastWordIsTheState) {
  Readiness readiness({"a", "b"});
  bool last = false;
  readiness.OnChange([&](bool ready) { last = ready; });
  std::vector<std::thread> threads;
  for (const char* condition : {"a", "b"}) {
    threads.emplace_back([&readiness, condition] {
      for (int i = 0; i <= 2000; ++i) readiness.Set(condition, i % 2 == 0);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(readiness.ready());
  EXPECT_TRUE(last);
}

}  // namespace
}  // namespace jurimeter::runtime
