#include "domain/totals/packed_days.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include "absl/numeric/int128.h"
#include "tests/support/seeded_test.h"

namespace jurimeter {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

constexpr absl::int128 kMost = absl::Int128Max(), kLeast = absl::Int128Min();
constexpr int64_t kMostEvents = std::numeric_limits<int64_t>::max();
constexpr int32_t kFirst = 19'358;

std::vector<DayFlow> Listed(const PackedDays& days) {
  std::vector<DayFlow> listed;
  days.ForEach([&listed](const DayFlow& day) { listed.push_back(day); });
  return listed;
}

TEST(PackedDaysTest, HasNoDaysAtFirst) {
  const PackedDays days(kFirst);
  EXPECT_THAT(Listed(days), IsEmpty());
  PackedDays copy = days;
  copy.Add({kFirst, {1, 1}});
  EXPECT_THAT(Listed(copy), ElementsAre(DayFlow{kFirst, {1, 1}}));
  EXPECT_THAT(Listed(days), IsEmpty());
}

TEST(PackedDaysTest, KeepsDaysInTheirOrder) {
  PackedDays days(kFirst);
  days.Add({kFirst + 30, {5, 2}});
  EXPECT_EQ(days.last_day(), kFirst + 30);
  days.Add({kFirst, {0, 1}});
  days.Add({kFirst + 7, {300, 200}});
  EXPECT_EQ(days.last_day(), kFirst + 30);
  days.Add({kFirst + 31, {-1, 1}});
  EXPECT_EQ(days.last_day(), kFirst + 31);
  EXPECT_THAT(Listed(days),
              ElementsAre(DayFlow{kFirst, {0, 1}}, DayFlow{kFirst + 7, {300, 200}},
                          DayFlow{kFirst + 30, {5, 2}}, DayFlow{kFirst + 31, {-1, 1}}));
}

// Numbers on both sides of each step to another byte, and at the ends of the range.
TEST(PackedDaysTest, KeepsNumbersOfEveryLength) {
  std::vector<FlowTotal> flows = {{kMost, kMostEvents}, {kLeast, -kMostEvents - 1}};
  for (int bits = 0; bits < 127; ++bits) {
    const absl::int128 power = absl::int128(1) << bits;
    const int64_t events = int64_t{1} << bits % 63;
    flows.insert(flows.end(), {{power, events}, {-power, -events}});
    if (events > 1) flows.push_back({power - 1, events - 1});
    flows.push_back({-power - 1, events});
  }
  for (const FlowTotal& flow : flows) {
    PackedDays days(kFirst);
    for (const int32_t day : {kFirst + 1, kFirst + 3, kFirst + 2}) days.Add({day, flow});
    ASSERT_THAT(Listed(days), ElementsAre(DayFlow{kFirst + 1, flow}, DayFlow{kFirst + 2, flow},
                                          DayFlow{kFirst + 3, flow}))
        << flow.total << " of " << flow.events;
  }
}

TEST(PackedDaysTest, ADayWithoutEventsIsGone) {
  PackedDays days(kFirst);
  for (const int32_t day : {kFirst, kFirst + 1, kFirst + 2}) days.Add({day, {300, 2}});
  days.Add({kFirst + 1, {-300, -2}});
  EXPECT_THAT(Listed(days), ElementsAre(DayFlow{kFirst, {300, 2}}, DayFlow{kFirst + 2, {300, 2}}));
  days.Add({kFirst + 2, {-300, -2}});
  EXPECT_EQ(days.last_day(), kFirst);
  EXPECT_FALSE(days.empty());
  days.Add({kFirst, {-300, -2}});
  EXPECT_TRUE(days.empty());
  EXPECT_THAT(Listed(days), IsEmpty());
  days.Add({kFirst + 1, {1, 1}});
  EXPECT_THAT(Listed(days), ElementsAre(DayFlow{kFirst + 1, {1, 1}}));
}

TEST(PackedDaysTest, AddsWhereTheLengthChanges) {
  PackedDays days(kFirst);
  for (const int32_t day : {kFirst, kFirst + 1, kFirst + 2}) days.Add({day, {1, 1}});
  days.Add({kFirst + 1, {kMost - 1, kMostEvents - 1}});
  EXPECT_THAT(Listed(days),
              ElementsAre(DayFlow{kFirst, {1, 1}}, DayFlow{kFirst + 1, {kMost, kMostEvents}},
                          DayFlow{kFirst + 2, {1, 1}}));
  days.Add({kFirst + 1, {-kMost, 1 - kMostEvents}});
  EXPECT_THAT(Listed(days), ElementsAre(DayFlow{kFirst, {1, 1}}, DayFlow{kFirst + 1, {0, 1}},
                                        DayFlow{kFirst + 2, {1, 1}}));
}

class PackedDaysRandomTest : public test::SeededTest {
 protected:
  int UpTo(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }

  // Something of any length that can be added to `present`.
  absl::int128 TotalToAdd(absl::int128 present) {
    const absl::int128 drawn = absl::MakeInt128(static_cast<int64_t>(random_()), random_());
    return Addable<absl::int128>(present, drawn >> UpTo(127), kLeast, kMost);
  }

  int64_t EventsToAdd(int64_t present) {
    const auto drawn = static_cast<int64_t>(random_()) >> UpTo(63);
    return Addable<int64_t>(present, drawn, -kMostEvents - 1, kMostEvents);
  }

  std::mt19937_64 random_{seed()};

 private:
  template <typename Integer>
  Integer Addable(Integer present, Integer drawn, Integer least, Integer most) {
    switch (UpTo(19)) {
      case 0:  // exactly to the end
        return present < 0 ? least - present : most - present;
      case 1:  // exactly to 0
        return present == least ? 0 : -present;
      default:
        const bool fits = drawn < 0 ? present >= least - drawn : present <= most - drawn;
        return fits ? drawn : ~drawn;  // of the other sign
    }
  }
};

INSTANTIATE_SEEDS(PackedDaysRandomTest);

TEST_P(PackedDaysRandomTest, AgreesWithAMap) {
  for (int round = 0; round < 200; ++round) {
    const int32_t first_day = UpTo(100'000) - 50'000;
    PackedDays days(first_day);
    std::map<int32_t, FlowTotal> expected;
    std::vector<std::pair<PackedDays, std::vector<DayFlow>>> copies;
    for (int step = UpTo(200); step >= 0; --step) {
      const int32_t day = first_day + UpTo(PackedDays::kMaxDays - 1);
      FlowTotal& present = expected[day];
      const FlowTotal added = {TotalToAdd(present.total), EventsToAdd(present.events)};
      present += added;
      if (present.events == 0) expected.erase(day);
      days.Add({day, added});
      std::vector<DayFlow> listed;
      for (const auto& [each, flow] : expected) listed.push_back({each, flow});
      ASSERT_THAT(Listed(days), ElementsAreArray(listed));
      ASSERT_EQ(days.empty(), listed.empty());
      if (!listed.empty()) {
        ASSERT_EQ(days.last_day(), listed.back().day);
      }
      if (UpTo(20) == 0) copies.emplace_back(days, listed);
    }
    for (const auto& [copy, listed] : copies) ASSERT_THAT(Listed(copy), ElementsAreArray(listed));
  }
}

}  // namespace
}  // namespace jurimeter
