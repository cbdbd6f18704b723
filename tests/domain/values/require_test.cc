#include "domain/values/require.h"

#include <gmock/gmock.h>

namespace jurimeter {
namespace {

TEST(RequireTest, PassesOnlyWhatHolds) {
  int asked = 0;
  JURIMETER_REQUIRE(++asked == 1);
  EXPECT_EQ(asked, 1);
  EXPECT_DEATH(JURIMETER_REQUIRE(asked > 1), "require_test.cc:[0-9]+ requires asked > 1");
}

}  // namespace
}  // namespace jurimeter
