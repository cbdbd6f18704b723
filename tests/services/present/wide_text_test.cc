#include "services/present/wide_text.h"

#include <gtest/gtest.h>

#include <string>

namespace jurimeter::present {
namespace {

TEST(WideTextTest, AChineseCharacterTakesTwoCells) {
  const struct {
    const char* text;
    size_t cells;
  } kCases[] = {{"", 0}, {"abc", 3}, {"案件", 4}, {"30分钟", 6}, {"99.38%", 6}, {"\xff!", 2}};
  for (const auto& c : kCases) EXPECT_EQ(CellWidth(c.text), c.cells) << c.text;
}

TEST(WideTextTest, ColumnsStandAlike) {
  EXPECT_EQ(AlignColumns({{"案件", "5"}, {"a", "12", "x"}, {"", ""}}),
            "案件  5\n"
            "a     12  x\n"
            "\n");
}

}  // namespace
}  // namespace jurimeter::present
