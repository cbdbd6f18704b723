#include "domain/closing/closed_days.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr int32_t kLeast = std::numeric_limits<int32_t>::min();
constexpr int32_t kMost = std::numeric_limits<int32_t>::max();

Closing Close(int64_t revision, std::vector<ClosingPart> parts) {
  return {revision, std::nullopt, "reason " + std::to_string(revision), std::move(parts)};
}

Closing Reopen(int64_t revision, int64_t closing, std::vector<ClosingPart> parts) {
  return {revision, closing, "not yet", std::move(parts)};
}

ClosedDays After(const std::vector<Closing>& entries) {
  ClosedDays closed;
  closed.Apply(entries);
  return closed;
}

// The revision that closes the day; 0: it is open.
int64_t ClosingOf(const ClosedDays& closed, BureauKey bureau, int32_t day) {
  const ClosingInForce* found = closed.Find(bureau, day);
  return found == nullptr ? 0 : found->revision;
}

TEST(ClosedDaysTest, NothingIsClosedAtFirst) {
  for (const ClosedDays& closed : {ClosedDays(), After({}), After({Close(1, {})})}) {
    EXPECT_EQ(closed.Find(1, 0), nullptr);
    EXPECT_THAT(closed.Within(1, {kLeast, kMost}), IsEmpty());
    EXPECT_THAT(closed.LeftOf(1), IsEmpty());
    EXPECT_THAT(closed.LeftOf(0), IsEmpty());
    EXPECT_FALSE(closed.SpanOf(2).has_value());
  }
  EXPECT_FALSE(ClosedDays().SpanOf(1).has_value());
  EXPECT_TRUE(After({Close(1, {})}).SpanOf(1).has_value());
}

TEST(ClosedDaysTest, ClosesTheDaysOfItsPartsAlone) {
  const ClosedDays closed = After({Close(7, {{1, {10, 19}}, {1, {30, 30}}, {2, {5, 9}}})});
  const struct {
    BureauKey bureau;
    int32_t day;
    bool closed;
  } kCases[] = {{1, 9, false},    {1, 10, true},  {1, 19, true},  {1, 20, false},
                {1, 29, false},   {1, 30, true},  {1, 31, false}, {2, 4, false},
                {2, 5, true},     {2, 10, false}, {3, 10, false}, {1, kLeast, false},
                {1, kMost, false}};
  for (const auto& c : kCases) {
    EXPECT_EQ(ClosingOf(closed, c.bureau, c.day), c.closed ? 7 : 0) << c.bureau << ' ' << c.day;
  }
  EXPECT_EQ(closed.Find(1, 10)->reason, "reason 7");
  EXPECT_THAT(closed.Within(1, {kLeast, kMost}),
              ElementsAre(DayInterval{10, 19}, DayInterval{30, 30}));
  EXPECT_THAT(closed.Within(1, {12, 30}), ElementsAre(DayInterval{12, 19}, DayInterval{30, 30}));
  EXPECT_THAT(closed.Within(1, {20, 29}), IsEmpty());
  EXPECT_THAT(closed.Within(1, {15, 14}), IsEmpty());
  EXPECT_EQ(closed.SpanOf(7), (DayInterval{5, 30}));
  EXPECT_EQ(closed.SpanOf(8), std::nullopt);
}

TEST(ClosedDaysTest, TheFirstClosingInForceIsNamed) {
  const std::vector<Closing> entries = {Close(3, {{1, {10, 20}}}), Close(5, {{1, {0, 30}}}),
                                        Close(8, {{1, {15, 40}}})};
  const ClosedDays closed = After(entries);
  EXPECT_EQ(ClosingOf(closed, 1, 9), 5);
  EXPECT_EQ(ClosingOf(closed, 1, 10), 3);
  EXPECT_EQ(ClosingOf(closed, 1, 20), 3);
  EXPECT_EQ(ClosingOf(closed, 1, 21), 5);
  EXPECT_EQ(ClosingOf(closed, 1, 31), 8);
  EXPECT_THAT(closed.Within(1, {kLeast, kMost}), ElementsAre(DayInterval{0, 40}));
}

TEST(ClosedDaysTest, AReopeningTakesFromItsClosingAlone) {
  ClosedDays closed = After({Close(3, {{1, {10, 20}}, {2, {10, 20}}}), Close(5, {{1, {0, 30}}}),
                             Reopen(6, 3, {{1, {10, 15}}})});
  EXPECT_EQ(ClosingOf(closed, 1, 10), 5);
  EXPECT_EQ(ClosingOf(closed, 1, 16), 3);
  EXPECT_EQ(ClosingOf(closed, 2, 10), 3);
  EXPECT_THAT(closed.LeftOf(3), ElementsAre(ClosingPart{1, {16, 20}}, ClosingPart{2, {10, 20}}));
  closed.Apply({Reopen(7, 5, {{1, {0, 30}}})});
  EXPECT_EQ(ClosingOf(closed, 1, 10), 0);
  EXPECT_EQ(ClosingOf(closed, 1, 16), 3);
  EXPECT_THAT(closed.LeftOf(5), IsEmpty());
  EXPECT_TRUE(closed.SpanOf(5).has_value());
  EXPECT_EQ(closed.SpanOf(5), (DayInterval{0, 30}));
  closed.Apply({Close(9, {{1, {0, 1}}})});  // closed again
  EXPECT_EQ(ClosingOf(closed, 1, 0), 9);
}

// What a damaged ledger may have; verify tells of it.
TEST(ClosedDaysTest, PassesOverReopeningsOfNothing) {
  const ClosedDays closed =
      After({Close(3, {{1, {10, 20}}}), Reopen(4, 2, {{1, {10, 20}}}),  // of no closing
             Reopen(5, 4, {{1, {10, 20}}}),                             // of a reopening
             Reopen(6, 7, {{1, {10, 20}}}),                             // of a later closing
             Close(7, {{2, {10, 20}}}), Reopen(8, 3, {{2, {10, 20}}}),  // of another bureau
             Reopen(9, 3, {{1, {21, 30}}, {3, {10, 20}}})});            // of other days
  EXPECT_THAT(closed.LeftOf(3), ElementsAre(ClosingPart{1, {10, 20}}));
  EXPECT_THAT(closed.LeftOf(7), ElementsAre(ClosingPart{2, {10, 20}}));
  EXPECT_FALSE(closed.SpanOf(4).has_value());
}

TEST(ClosedDaysTest, ACopyStaysAsItWas) {
  ClosedDays closed = After({Close(3, {{1, {10, 20}}})});
  const ClosedDays copy = closed;
  closed.Apply({Reopen(4, 3, {{1, {10, 20}}}), Close(5, {{2, {1, 1}}})});
  EXPECT_EQ(ClosingOf(copy, 1, 10), 3);
  EXPECT_EQ(ClosingOf(copy, 2, 1), 0);
  EXPECT_FALSE(copy.SpanOf(5).has_value());
  EXPECT_EQ(ClosingOf(closed, 1, 10), 0);
  EXPECT_EQ(ClosingOf(closed, 2, 1), 5);
}

TEST(ClosedDaysTest, ClosesTheFirstAndTheLastDayThereIs) {
  const ClosedDays closed = After({Close(1, {{1, {kLeast, kMost}}}), Close(2, {{1, {0, kMost}}})});
  EXPECT_EQ(ClosingOf(closed, 1, kLeast), 1);
  EXPECT_EQ(ClosingOf(closed, 1, kMost), 1);
}

TEST(ClosedDaysDeathTest, EntriesComeInTheirOrder) {
  ClosedDays closed = After({Close(3, {})});
  EXPECT_DEATH(closed.Apply({Close(3, {})}), "revision");
  EXPECT_DEATH(closed.Apply({Close(5, {}), Reopen(4, 3, {})}), "revision");
}

TEST(DescribeClosedTest, NamesClosingRevisionAndReason) {
  EXPECT_EQ(DescribeClosed(absl::CivilDay(2023, 3, 5), "justice", {17, "annual \"report\"\n"}),
            "2023-03-05 of \"justice\" is closed by revision 17 (\"annual \\\"report\\\"\\n\"); "
            "expected an open day, or that revision 17 is reopened");
}

}  // namespace
}  // namespace jurimeter
