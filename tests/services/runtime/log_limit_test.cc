#include "services/runtime/log_limit.h"

#include <gtest/gtest.h>

namespace jurimeter::runtime {
namespace {

TEST(LogLimitTest, LetsOneMessageAnIntervalPassAndCountsTheOthers) {
  LogLimit limit(absl::Seconds(1));
  const absl::Time start = absl::UnixEpoch();
  EXPECT_EQ(limit.Take(start), 0);
  EXPECT_EQ(limit.Take(start + absl::Milliseconds(1)), std::nullopt);
  EXPECT_EQ(limit.Take(start + absl::Milliseconds(999)), std::nullopt);
  EXPECT_EQ(limit.Take(start + absl::Seconds(1)), 2);
  EXPECT_EQ(limit.Take(start + absl::Seconds(1)), std::nullopt);
  EXPECT_EQ(limit.Take(start + absl::Seconds(9)), 1);
}

}  // namespace
}  // namespace jurimeter::runtime
