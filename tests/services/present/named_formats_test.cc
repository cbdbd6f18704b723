#include "services/present/named_formats.h"

#include <gmock/gmock.h>

#include <array>

namespace jurimeter::present {
namespace {

struct Format {
  const char* name;
  int number;
};

constexpr std::array kFormats = {Format{"table", 1}, Format{"json", 2}};

TEST(NamedFormatsTest, AreListedInTheOrderOfTheTable) {
  EXPECT_THAT(NamesOf(kFormats), testing::ElementsAre("table", "json"));
}

TEST(NamedFormatsTest, AreFoundByTheirNames) {
  EXPECT_EQ(FormatNamed(kFormats, "table").number, 1);
  EXPECT_EQ(FormatNamed(kFormats, "json").number, 2);
}

TEST(NamedFormatsDeathTest, ANameThatIsNotInTheTableEndsTheProgram) {
  EXPECT_DEATH(FormatNamed(kFormats, "xml"), "requires found");
}

}  // namespace
}  // namespace jurimeter::present
