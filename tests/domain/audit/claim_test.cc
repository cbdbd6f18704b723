#include "domain/audit/claim.h"

#include <gmock/gmock.h>

#include <cstddef>
#include <utility>
#include <vector>

#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter::audit {
namespace {

constexpr ClaimKind kRatio = ClaimKind::kRatio;
constexpr ClaimKind kShare = ClaimKind::kShare;
constexpr ClaimKind kGrowth = ClaimKind::kGrowth;
constexpr ClaimKind kMultiple = ClaimKind::kMultiple;

TEST(ReadClaimTest, ListsEveryFault) {
  const struct {
    ClaimText text;
    std::vector<std::pair<const char*, const char*>> faults;
  } kCases[] = {
      {{}, {{"kind", "is not given; expected ratio"}, {"printed", "is \"\"; expected a number"}}},
      {{.kind = kRatio, .printed = "-5%"}, {{"printed", "is \"-5%\"; expected a sign only"}}},
      {{.kind = kRatio, .printed = "五成"}, {{"printed", "expected a number such as 99.38%"}}},
      {{.kind = kRatio, .printed = "99.%"}, {{"printed", "digits behind the point"}}},
      {{.kind = kRatio, .printed = ".5%"}, {{"printed", "one point between digits"}}},
      {{.kind = kRatio, .printed = "9.9.9%"}, {{"printed", "one point between digits"}}},
      {{.kind = kRatio, .printed = "99%%"}, {{"printed", "expected a number such as"}}},
      {{.kind = kRatio, .printed = "99 %"}, {{"printed", "expected a number such as"}}},
      {{.kind = kRatio, .printed = "1.1234567891%"}, {{"printed", "at most 9 digits"}}},
      {{.kind = kRatio, .printed = "1000000000000000001%"}, {{"printed", "at most 10000000000"}}},
      {{.kind = kRatio, .printed = "超95%以上"}, {{"printed", "not two"}}},
      {{.kind = kRatio, .printed = "不足0%"}, {{"printed", "expected no bound on zero"}}},
      {{.kind = kRatio, .printed = "3万%"}, {{"printed", "expected digits only"}}},
      {{.kind = kGrowth, .printed = "-0.0%"}, {{"printed", "expected no sign before zero"}}},
      {{.kind = kGrowth, .printed = "142.4"}, {{"printed", "expected %, ‰ or 倍"}}},
      {{.kind = kShare, .printed = "2.96倍"}, {{"printed", "expected % or ‰"}}},
      {{.kind = kMultiple, .printed = "-2倍"}, {{"printed", "expected a sign only of a growth"}}},
      {{.kind = kRatio, .printed = "5%", .denominator = "0"},
       {{"denominator", "is 0; expected at least 1"}}},
      {{.kind = kGrowth, .printed = "5%", .prior = "0"}, {{"prior", "is 0; expected at least 1"}}},
      {{.kind = kRatio, .printed = "5%", .numerator = "-3"},
       {{"numerator", "is \"-3\"; expected"}}},
      {{.kind = kRatio, .printed = "5%", .numerator = "3.5"}, {{"numerator", "a whole number"}}},
      {{.kind = kRatio, .printed = "5%", .numerator = "3%"}, {{"numerator", "without a unit"}}},
      {{.kind = kRatio, .printed = "5%", .numerator = "1.23456万"},
       {{"numerator", "is \"1.23456万\"; expected a whole number"}}},
      {{.kind = kRatio, .printed = "5%", .numerator = "200亿亿"},
       {{"numerator", "is \"200亿亿\"; expected a number"}}},
      {{.kind = kRatio, .printed = "5%", .numerator = "2000000万亿"},
       {{"numerator", "expected at most 1000000000000000000"}}},
      {{.kind = kRatio, .printed = "5%", .numerator = "9..3"},
       {{"numerator", "is \"9..3\"; expected the smaller number before .."}}},
      {{.kind = kRatio, .printed = "5%", .numerator = "1..20余"},
       {{"numerator", "expected whole numbers on both sides"}}},
      {{.kind = kRatio, .printed = "5%", .numerator = "1..2..3"}, {{"numerator", "expected"}}},
      {{.kind = kRatio, .printed = "5%", .current = "7", .prior = "8"},
       {{"current", "is \"7\"; expected nothing"}, {"prior", "is \"8\"; expected nothing"}}},
      {{.kind = kGrowth,
        .printed = "5",
        .numerator = "7",
        .denominator = "8",
        .current = "x",
        .prior = "0..0"},
       {{"printed", "expected %, ‰ or 倍"},
        {"numerator", "expected nothing"},
        {"denominator", "expected nothing"},
        {"current", "is \"x\""},
        {"prior", "is 0"}}},
  };
  for (const auto& c : kCases) {
    const Checked<FigureClaim> claim = ReadClaim(c.text);
    ASSERT_FALSE(claim.ok()) << c.text.printed;
    const Violations& faults = claim.faults();
    ASSERT_EQ(faults.size(), c.faults.size())
        << c.text.printed << ": " << testing::PrintToString(faults);
    for (size_t i = 0; i < faults.size(); ++i) {
      EXPECT_THAT(faults[i], IsFault(c.faults[i].first, c.faults[i].second));
    }
  }
}

TEST(ParseKnownCountsTest, ReadsWhatIsPrinted) {
  const struct {
    const char* text;
    KnownCount half_up;
    KnownCount down;
    KnownCount up;
  } kCases[] = {
      {"", {0, kMaxCount, false}, {0, kMaxCount, false}, {0, kMaxCount, false}},
      {"1767", {1767, 1767, true}, {1767, 1767, true}, {1767, 1767, true}},
      {"0", {0, 0, true}, {0, 0, true}, {0, 0, true}},
      {"500余", {501, 599, true}, {501, 599, true}, {501, 599, true}},
      {"120余", {121, 129, true}, {121, 129, true}, {121, 129, true}},
      {"360多", {361, 369, true}, {361, 369, true}, {361, 369, true}},
      {"千余", {1001, 1999, true}, {1001, 1999, true}, {1001, 1999, true}},
      {"36余万", {360'001, 369'999, true}, {360'001, 369'999, true}, {360'001, 369'999, true}},
      {"36万余", {360'001, 369'999, true}, {360'001, 369'999, true}, {360'001, 369'999, true}},
      {"超500万",
       {5'000'001, kMaxCount, false},
       {5'000'001, kMaxCount, false},
       {5'000'001, kMaxCount, false}},
      {"上百亿",
       {10'000'000'000, kMaxCount, false},
       {10'000'000'000, kMaxCount, false},
       {10'000'000'000, kMaxCount, false}},
      {"126以内", {0, 126, true}, {0, 126, true}, {0, 126, true}},
      {"不足30", {0, 29, true}, {0, 29, true}, {0, 29, true}},
      {"近500", {401, 499, true}, {401, 499, true}, {401, 499, true}},
      {"约500", {450, 549, true}, {500, 599, true}, {401, 500, true}},
      {"36.39万", {363'850, 363'949, true}, {363'900, 363'999, true}, {363'801, 363'900, true}},
      {"1.2345万", {12'345, 12'345, true}, {12'345, 12'345, true}, {12'345, 12'345, true}},
      {"1..126", {1, 126, true}, {1, 126, true}, {1, 126, true}},
      {"..126", {0, 126, true}, {0, 126, true}, {0, 126, true}},
      {"126..", {126, kMaxCount, false}, {126, kMaxCount, false}, {126, kMaxCount, false}},
      {"1000000000000000000",
       {kMaxCount, kMaxCount, true},
       {kMaxCount, kMaxCount, true},
       {kMaxCount, kMaxCount, true}},
  };
  for (const auto& c : kCases) {
    const auto counts = ParseKnownCounts(c.text);
    ASSERT_TRUE(counts.ok()) << c.text << ' ' << counts.faults();
    EXPECT_EQ((*counts)[0], c.half_up)
        << c.text << ' ' << (*counts)[0].min << ' ' << (*counts)[0].max;
    EXPECT_EQ((*counts)[2], c.down) << c.text;
    EXPECT_EQ((*counts)[3], c.up) << c.text;
  }
}

}  // namespace
}  // namespace jurimeter::audit
