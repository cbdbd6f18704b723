#include "domain/catalog/bureau.h"

#include <gtest/gtest.h>

namespace jurimeter {
namespace {

// In 420106, from 1 July 2023 on in 430101, and renamed a month before.
BureauSpec MovedSpec() {
  return {.code = "a1",
          .name_zh = "甲一",
          .name_en = "A1",
          .region = "420106",
          .assignments = {{"2023-06-01", "", "新名", ""}, {"2023-07-01", "430101", "", "New"}}};
}

TEST(BureauTest, AnAssignmentKeepsWhatItLeavesOut) {
  const Bureau bureau = MakeBureau(1, MovedSpec());
  const struct {
    absl::CivilDay day;
    const char *region, *name_zh, *name_en;
  } kCases[] = {{absl::CivilDay(1950, 1, 1), "420106", "甲一", "A1"},
                {absl::CivilDay(2023, 5, 31), "420106", "甲一", "A1"},
                {absl::CivilDay(2023, 6, 1), "420106", "新名", "A1"},
                {absl::CivilDay(2023, 6, 30), "420106", "新名", "A1"},
                {absl::CivilDay(2023, 7, 1), "430101", "新名", "New"},
                {absl::CivilDay(9999, 1, 1), "430101", "新名", "New"}};
  for (const auto& c : kCases) {
    const Assignment& on = bureau.On(c.day);
    EXPECT_EQ(on.region, c.region) << c.day;
    EXPECT_EQ(on.name_zh, c.name_zh) << c.day;
    EXPECT_EQ(on.name_en, c.name_en) << c.day;
  }
}

TEST(BureauTest, ExistsOnTheDaysOfItsLife) {
  BureauSpec spec = MovedSpec();
  const struct {
    const char *begins, *ends;
    absl::CivilDay day;
    bool exists;
  } kCases[] = {{"", "", absl::CivilDay(1900, 1, 1), true},
                {"", "", absl::CivilDay(9999, 12, 31), true},
                {"2023-02-01", "", absl::CivilDay(2023, 1, 31), false},
                {"2023-02-01", "", absl::CivilDay(2023, 2, 1), true},
                {"", "2023-12-31", absl::CivilDay(2024, 1, 1), false},
                {"", "2023-12-31", absl::CivilDay(2023, 12, 31), true},
                {"2023-02-01", "2023-02-01", absl::CivilDay(2023, 2, 2), false}};
  for (const auto& c : kCases) {
    spec.begins = c.begins;
    spec.ends = c.ends;
    EXPECT_EQ(MakeBureau(1, spec).ExistsOn(c.day), c.exists) << c.day;
  }
}

}  // namespace
}  // namespace jurimeter
