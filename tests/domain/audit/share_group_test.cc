#include "domain/audit/share_group.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/support/seeded_test.h"

namespace jurimeter::audit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr int64_t kManyTries = 10'000'000;

struct PartText {
  std::string share;
  std::string count = "";
};

ShareGroupClaim ClaimOf(const std::vector<PartText>& parts, const std::string& whole) {
  ShareGroupClaim claim;
  for (const PartText& part : parts) {
    const ClaimText text{.kind = ClaimKind::kShare, .printed = part.share, .numerator = part.count};
    claim.parts.push_back(*ReadClaim(text));
  }
  claim.whole = *ParseKnownCounts(whole);
  for (KnownCount& count : claim.whole) count.min = std::max<int64_t>(count.min, 1);
  return claim;
}

GroupAudit Audit(const std::vector<PartText>& parts, const std::string& whole,
                 int64_t tries = kManyTries) {
  return AuditShareGroup(ClaimOf(parts, whole), &tries);
}

// "3" for a least whole of 3, "yes" for a possible one that was not found, "-" and "?".
std::string Summary(const GroupReading& reading) {
  if (reading.outcome == GroupOutcome::kImpossible) return "-";
  if (reading.outcome == GroupOutcome::kUndecided) return "?";
  return reading.least_whole == 0 ? "yes" : absl::StrCat(reading.least_whole);
}

std::string Ranges(const GroupReading& reading) {
  std::vector<std::string> ranges;
  for (const KnownCount& part : reading.parts) {
    ranges.push_back(part.exact() ? absl::StrCat(part.min)
                                  : absl::StrCat(part.min, "..", part.max));
  }
  return absl::StrJoin(ranges, " ");
}

TEST(AuditShareGroupTest, FindsWhetherWholePartsGiveTheShares) {
  const struct {
    std::vector<PartText> parts;
    const char* whole;
    bool adds_up;
    const char* half_up;
    const char* half_even;
    const char* down;
    const char* up;
  } kCases[] = {
      {{{"50%"}, {"50%"}}, "", true, "2", "2", "2", "2"},
      {{{"100%"}}, "", true, "1", "1", "1", "1"},
      {{{"100%"}, {"0%"}}, "", true, "1", "1", "1", "1"},
      // What rounding explains, on either side of 100%.
      {{{"33.3%"}, {"33.3%"}, {"33.3%"}}, "", false, "3", "3", "3", "-"},
      {{{"33.4%"}, {"33.4%"}, {"33.4%"}}, "", false, "-", "-", "-", "3"},
      {{{"16.7%"}, {"16.7%"}, {"16.7%"}, {"16.7%"}, {"16.7%"}, {"16.7%"}},
       "",
       false,
       "6",
       "6",
       "-",
       "6"},
      {{{"12.5%"}, {"87.5%"}}, "8", true, "8", "8", "8", "8"},
      {{{"13%"}, {"88%"}}, "8", false, "8", "-", "-", "8"},
      {{{"12%"}, {"88%"}}, "8", true, "-", "8", "-", "-"},
      {{{"12%"}, {"87%"}}, "8", false, "-", "-", "8", "-"},
      // What it does not.
      {{{"33.3%"}, {"33.3%"}, {"33.2%"}}, "", false, "-", "-", "503", "-"},
      {{{"33.4%"}, {"33.3%"}, {"33.3%"}}, "3", true, "-", "-", "-", "-"},
      {{{"60%"}, {"60%"}}, "", false, "-", "-", "-", "-"},
      {{{"20%"}, {"20%"}}, "", false, "-", "-", "-", "-"},
      {{{"101%"}}, "", false, "-", "-", "-", "-"},
      // Wholes within bounds.
      {{{"50%"}, {"50%"}}, "5", true, "-", "-", "-", "-"},
      {{{"50%"}, {"50%"}}, "5..6", true, "6", "6", "6", "6"},
      {{{"33.33%"}, {"66.67%"}}, "1..2", true, "-", "-", "-", "-"},
      {{{"33.33%"}, {"66.67%"}}, "500余", true, "501", "501", "-", "-"},
      // Counts of parts known.
      {{{"33.3%", "5"}, {"66.7%"}}, "", true, "15", "15", "-", "-"},
      {{{"33.3%", "5"}, {"66.7%", "11"}}, "", true, "-", "-", "-", "-"},
      {{{"25%", "1"}, {"25%", "1"}, {"50%", "2"}}, "", true, "4", "4", "4", "4"},
      {{{"25%", "1"}, {"25%", "1"}, {"50%", "3"}}, "4", true, "-", "-", "-", "-"},
      // Different precision.
      {{{"33%"}, {"66.7%"}}, "3", false, "3", "3", "-", "-"},
  };
  for (const auto& c : kCases) {
    const GroupAudit audit = Audit(c.parts, c.whole);
    SCOPED_TRACE(absl::StrCat(c.parts.front().share, "... of ", c.whole));
    EXPECT_EQ(audit.adds_up, c.adds_up);
    EXPECT_EQ(Summary(audit.readings[0]), c.half_up);
    EXPECT_EQ(Summary(audit.readings[1]), c.half_even);
    EXPECT_EQ(Summary(audit.readings[2]), c.down);
    EXPECT_EQ(Summary(audit.readings[3]), c.up);
  }
}

TEST(AuditShareGroupTest, SaysWhatEachPartCanBe) {
  const struct {
    std::vector<PartText> parts;
    const char* whole;
    const char* half_up;
  } kCases[] = {
      {{{"33%"}, {"33%"}, {"33%"}}, "3", "1 1 1"},
      {{{"20%"}, {"30%"}, {"50%"}}, "214", "42..43 64..65 106..108"},
      {{{"20%", "42"}, {"30%"}, {"50%"}}, "214", "42 64..65 107..108"},
      {{{"20%", "42"}, {"30%", "64"}, {"50%"}}, "214", "42 64 108"},
      {{{"50%"}, {"50%"}},
       "1000000000000000000",
       "495000000000000001..504999999999999999 495000000000000001..504999999999999999"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Ranges(Audit(c.parts, c.whole).readings[0]), c.half_up) << c.whole;
  }
  EXPECT_THAT(Audit({{"50%"}, {"50%"}}, "").readings[0].parts, IsEmpty());
}

TEST(AuditShareGroupTest, FindsTheShareThatWasMadeToFit) {
  // A third each: one of them was printed as what the others leave.
  EXPECT_THAT(Audit({{"33.3%"}, {"33.3%"}, {"33.4%"}}, "3").forced, ElementsAre(2));
  EXPECT_THAT(Audit({{"16.7%"}, {"16.7%"}, {"16.7%"}, {"16.7%"}, {"16.7%"}, {"16.5%"}}, "6").forced,
              ElementsAre(5));
  EXPECT_THAT(Audit({{"14%"}, {"43%"}, {"43%"}}, "7").forced, IsEmpty());
  EXPECT_THAT(Audit({{"20%"}, {"20%"}, {"60%"}}, "3").forced, IsEmpty());
  EXPECT_THAT(Audit({{"33.3%"}, {"33.3%"}, {"33.3%"}}, "4").forced, IsEmpty());
}

TEST(AuditShareGroupTest, SumsWhatIsPrinted) {
  const GroupAudit audit = Audit({{"33%"}, {"66.75%"}}, "");
  EXPECT_EQ(audit.printed_sum, 9975);
  EXPECT_EQ(audit.decimals, 2);
  EXPECT_FALSE(audit.adds_up);
}

TEST(AuditShareGroupTest, SaysWhereItGaveUp) {
  const std::vector<PartText> parts = {{"12.345678901%"}, {"23.456789012%"}, {"64.197532087%"}};
  EXPECT_EQ(Summary(Audit(parts, "").readings[0]), "11102662");
  EXPECT_EQ(Summary(Audit(parts, "", 0).readings[0]), "yes");
  EXPECT_EQ(Summary(Audit(parts, "1..1000000000000000000", 0).readings[0]), "yes");
  EXPECT_EQ(Summary(Audit(parts, "1000..1000000", 0).readings[0]), "?");
  EXPECT_EQ(Summary(Audit({{"12.345678901%", "1000.."}, {"87.654321099%"}}, "", 0).readings[0]),
            "?");
}

TEST(AuditShareGroupTest, SaysWhichRoundingsAllowTheSame) {
  // Half up, half even and down: a third each; up prints 33.4%.
  EXPECT_THAT(Audit({{"33.3%"}, {"33.3%"}, {"33.3%"}}, "3").alike, ElementsAre(0, 0, 0, 3));
  EXPECT_THAT(Audit({{"60%"}, {"45%"}}, "").alike, ElementsAre(0, 0, 0, 0));
}

TEST(AuditShareGroupTest, KnowsWhichPartsItCannotTake) {
  const ShareGroupClaim claim = ClaimOf({{"50%"}, {"近50%"}, {"500‰"}, {"50%"}}, "");
  std::vector<bool> fit;
  for (const FigureClaim& part : claim.parts) fit.push_back(IsFitPart(part));
  EXPECT_THAT(fit, ElementsAre(true, false, false, true));
}

// Whether some counts that add up to `whole` give every share from `place` on.
bool CanSplit(const ShareGroupClaim& claim, size_t rounding, int64_t whole, size_t place,
              int64_t left) {
  if (place == claim.parts.size()) return left == 0;
  const RatioInterval share =
      IntervalOf(claim.parts[place].printed, ClaimKind::kShare, kRoundings[rounding]);
  for (int64_t count = 0; count <= left; ++count) {
    const RatioInterval exactly{{count, whole, false}, {count, whole, false}};
    const RatioInterval both{
        std::max(share.low, exactly.low,
                 [](const RatioEnd& a, const RatioEnd& b) {
                   return a.over * b.under < b.over * a.under ||
                          (a.over * b.under == b.over * a.under && !a.open && b.open);
                 }),
        std::min(share.high, exactly.high, [](const RatioEnd& a, const RatioEnd& b) {
          return a.over * b.under < b.over * a.under ||
                 (a.over * b.under == b.over * a.under && a.open && !b.open);
        })};
    if (!both.empty() && CanSplit(claim, rounding, whole, place + 1, left - count)) return true;
  }
  return false;
}

using ShareGroupRandomTest = test::SeededTest;
INSTANTIATE_SEEDS(ShareGroupRandomTest);

TEST_P(ShareGroupRandomTest, AgreesWithTryingEverySplit) {
  std::mt19937 random(seed());
  const auto below = [&](int limit) {
    return std::uniform_int_distribution<int>(0, limit - 1)(random);
  };
  for (int i = 0; i < 300; ++i) {
    // Three parts of a whole, rounded at random, and a whole nearby.
    const int whole = 1 + below(40);
    const int first = below(whole + 1);
    const int second = below(whole - first + 1);
    std::vector<PartText> parts;
    for (const int count : {first, second, whole - first - second}) {
      const int permille = std::min(1000, count * 1000 / whole + below(2));
      parts.push_back({absl::StrCat(permille / 10, ".", permille % 10, "%")});
    }
    const int from = 1 + below(40);
    const int to = from + below(10);
    const ShareGroupClaim claim = ClaimOf(parts, absl::StrCat(from, "..", to));
    int64_t tries = kManyTries;
    const GroupAudit audit = AuditShareGroup(claim, &tries);
    for (size_t rounding = 0; rounding < kRoundings.size(); ++rounding) {
      int64_t least = 0;
      for (int64_t n = from; n <= to && least == 0; ++n) {
        if (CanSplit(claim, rounding, n, 0, n)) least = n;
      }
      ASSERT_EQ(Summary(audit.readings[rounding]), least == 0 ? "-" : absl::StrCat(least))
          << parts[0].share << ' ' << parts[1].share << ' ' << parts[2].share << " of " << from
          << ".." << to << ", rounding " << rounding;
    }
  }
}

}  // namespace
}  // namespace jurimeter::audit
