#include "domain/values/checked.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <utility>

namespace jurimeter {
namespace {

using testing::ElementsAre;

Checked<int> Half(int number) {
  if (number % 2 != 0) return Violations{{"number", "is odd; expected an even one"}};
  return number / 2;
}

TEST(CheckedTest, HasAValueOrFaults) {
  EXPECT_TRUE(Half(4).ok());
  EXPECT_EQ(*Half(4), 2);
  EXPECT_FALSE(Half(3).ok());
  EXPECT_THAT(Half(3).faults(), ElementsAre(Violation{"number", "is odd; expected an even one"}));
}

TEST(CheckedTest, GivesItsValueAway) {
  Checked<std::unique_ptr<std::string>> checked = std::make_unique<std::string>("sound");
  EXPECT_EQ(checked->get()->size(), 5u);
  const std::unique_ptr<std::string> taken = *std::move(checked);
  EXPECT_EQ(*taken, "sound");
}

TEST(CheckedTest, TakesFaultsOfOtherKinds) {
  const Checked<int, std::string> fault = std::string("is no number");
  EXPECT_FALSE(fault.ok());
  EXPECT_EQ(fault.faults(), "is no number");
}

TEST(CheckedTest, AbortsIfMisused) {
  EXPECT_DEATH((void)*Half(3), "ok()");
  EXPECT_DEATH((void)Half(4).faults(), "ok()");
  EXPECT_DEATH(static_cast<void>(Checked<int>(Violations{})), "empty()");
}

}  // namespace
}  // namespace jurimeter
