#include "domain/audit/figure_audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/values/digits.h"
#include "domain/values/fraction.h"
#include "tests/domain/catalog/sample_catalog.h"
#include "tests/support/seeded_test.h"

namespace jurimeter::audit {
namespace {

using absl::int128;

constexpr ClaimKind kRatio = ClaimKind::kRatio;
constexpr ClaimKind kShare = ClaimKind::kShare;
constexpr ClaimKind kGrowth = ClaimKind::kGrowth;
constexpr ClaimKind kMultiple = ClaimKind::kMultiple;

// If it is a growth or multiple, `over` is the current and `under` the prior count.
ClaimText TextOf(ClaimKind kind, const char* printed, const char* over, const char* under) {
  ClaimText text{.kind = kind, .printed = printed};
  const bool of_periods = kind == kGrowth || kind == kMultiple;
  (of_periods ? text.current : text.numerator) = over;
  (of_periods ? text.prior : text.denominator) = under;
  return text;
}

FigureClaim ClaimOf(ClaimKind kind, const char* printed, const char* over, const char* under) {
  const Checked<FigureClaim> claim = ReadClaim(TextOf(kind, printed, over, under));
  if (claim.ok()) return *claim;
  ADD_FAILURE() << printed << ": " << testing::PrintToString(claim.faults());
  return {};
}

// "-" for none; the pairs, if all are listed; otherwise their number.
std::string Summary(const Reading& reading) {
  if (!reading.possible) return "-";
  if (!reading.finite) return "unlimited";
  if (reading.pairs > kMaxListed) return Digits(reading.pairs);
  std::vector<std::string> pairs;
  for (int i = 0; i < reading.listed; ++i) {
    const WholePair& pair = reading.first[static_cast<size_t>(i)];
    pairs.push_back(absl::StrCat(pair.numerator, "/", pair.denominator));
  }
  std::string text;
  for (const std::string& pair : pairs) absl::StrAppend(&text, text.empty() ? "" : " ", pair);
  return text;
}

TEST(AuditFigureTest, FindsTheCountsUnderEachRounding) {
  const struct {
    ClaimKind kind;
    const char* printed;
    const char* over;
    const char* under;
    const char* half_up;
    const char* half_even;
    const char* down;
    const char* up;
    Verdict verdict;
  } kCases[] = {
      // The real report's.
      {kRatio, "99.38%", "", "1767", "1756/1767", "1756/1767", "-", "1756/1767", Verdict::kOnlyOne},
      {kGrowth, "142.4%", "77", "", "-", "-", "-", "-", Verdict::kImpossible},
      {kGrowth, "142.4%", "80", "", "80/33", "80/33", "80/33", "-", Verdict::kOnlyOne},
      {kGrowth, "142.4%", "80", "33", "80/33", "80/33", "80/33", "-", Verdict::kOnlyOne},
      {kGrowth, "142.4%", "80", "34", "-", "-", "-", "-", Verdict::kImpossible},
      // Ties: 1/16 is 6.25%, 3/16 is 18.75%, 5/8 is 62.5%.
      {kRatio, "6.3%", "1", "16", "1/16", "-", "-", "1/16", Verdict::kOnlyOne},
      {kRatio, "6.2%", "1", "16", "-", "1/16", "1/16", "-", Verdict::kOnlyOne},
      {kRatio, "18.8%", "3", "16", "3/16", "3/16", "-", "3/16", Verdict::kOnlyOne},
      {kRatio, "18.7%", "3", "16", "-", "-", "3/16", "-", Verdict::kOnlyOne},
      {kRatio, "62.5%", "5", "8", "5/8", "5/8", "5/8", "5/8", Verdict::kOnlyOne},
      {kRatio, "62%", "5", "8", "-", "5/8", "5/8", "-", Verdict::kOnlyOne},
      {kRatio, "63%", "5", "8", "5/8", "-", "-", "5/8", Verdict::kOnlyOne},
      // Each rounding on its own denominators.
      {kRatio, "33%", "1", "", "1/3", "1/3", "1/3", "-", Verdict::kOnlyOne},
      {kRatio, "50%", "1", "", "1/2", "1/2", "1/2", "1/2", Verdict::kOnlyOne},
      {kRatio, "33%", "", "1..10", "1/3 2/6 3/9", "1/3 2/6 3/9", "1/3 2/6 3/9", "-",
       Verdict::kSeveral},
      // None and all.
      {kRatio, "0%", "", "1000", "0/1000 1/1000 2/1000 3/1000 4/1000", "6", "10", "0/1000",
       Verdict::kOnlyOne},
      {kRatio, "0%", "3", "1..600", "-", "3/600", "300", "-", Verdict::kSeveral},
      {kShare, "100%", "", "214", "213/214 214/214", "213/214 214/214", "214/214",
       "212/214 213/214 214/214", Verdict::kOnlyOne},
      {kRatio, "100%", "213", "214", "213/214", "213/214", "-", "213/214", Verdict::kOnlyOne},
      {kShare, "100%", "1351", "1352", "1351/1352", "1351/1352", "-", "1351/1352",
       Verdict::kOnlyOne},
      {kShare, "101%", "", "", "-", "-", "-", "-", Verdict::kImpossible},
      {kRatio, "101%", "", "100", "101/100", "101/100", "101/100", "101/100", Verdict::kOnlyOne},
      // Growth below zero; to nothing; to less than nothing.
      {kGrowth, "-12.5%", "7", "8", "7/8", "7/8", "7/8", "7/8", Verdict::kOnlyOne},
      {kGrowth, "-6.3%", "15", "16", "15/16", "-", "-", "15/16", Verdict::kOnlyOne},
      {kGrowth, "-6.2%", "15", "16", "-", "15/16", "15/16", "-", Verdict::kOnlyOne},
      {kGrowth, "下降33.3%", "2", "", "2/3", "2/3", "2/3", "-", Verdict::kOnlyOne},
      {kGrowth, "-100%", "", "150", "0/150", "0/150", "0/150", "0/150 1/150", Verdict::kSeveral},
      {kGrowth, "-100.6%", "", "", "-", "-", "-", "-", Verdict::kImpossible},
      {kGrowth, "0%", "500", "", "500/498 500/499 500/500 500/501 500/502",
       "500/498 500/499 500/500 500/501 500/502", "10", "500/500", Verdict::kSeveral},
      // Growth by a multiple, and a multiple.
      {kGrowth, "2.96倍", "99", "", "99/25", "99/25", "99/25", "99/25", Verdict::kOnlyOne},
      {kMultiple, "2.96倍", "74", "", "74/25", "74/25", "74/25", "74/25", Verdict::kOnlyOne},
      {kGrowth, "近3倍", "", "25", "24", "24", "24", "24", Verdict::kSeveral},
      {kMultiple, "3倍", "", "2", "5/2 6/2", "6/2", "6/2 7/2", "5/2 6/2", Verdict::kSeveral},
      // Bounds, of the figure and of the counts.
      {kShare, "95%以上", "", "20", "19/20 20/20", "19/20 20/20", "19/20 20/20", "19/20 20/20",
       Verdict::kSeveral},
      {kRatio, "95%余", "", "100", "-", "-", "-", "-", Verdict::kImpossible},
      {kRatio, "95%余", "", "200", "191/200", "191/200", "191/200", "191/200", Verdict::kOnlyOne},
      {kRatio, "不足1%", "", "200", "0/200 1/200", "0/200 1/200", "0/200 1/200", "0/200 1/200",
       Verdict::kSeveral},
      {kRatio, "5%以内", "1", "20", "1/20", "1/20", "1/20", "1/20", Verdict::kOnlyOne},
      {kRatio, "超5%", "1", "20", "-", "-", "-", "-", Verdict::kImpossible},
      {kRatio, "近5%", "1", "20", "-", "-", "-", "-", Verdict::kImpossible},
      {kRatio, "约50%", "11", "20", "-", "-", "11/20", "-", Verdict::kOnlyOne},
      {kRatio, "约50%", "9", "20", "9/20", "-", "-", "9/20", Verdict::kOnlyOne},
      {kRatio, "约60%", "11", "20", "11/20", "11/20", "-", "11/20", Verdict::kOnlyOne},
      {kRatio, "99.99%", "", "500余", "-", "-", "-", "-", Verdict::kImpossible},
      {kMultiple, "6.17倍", "1.2345万", "2001", "12345/2001", "12345/2001", "-", "12345/2001",
       Verdict::kOnlyOne},
      // Nothing known.
      {kRatio, "99.38%", "", "", "unlimited", "unlimited", "unlimited", "unlimited",
       Verdict::kUnlimited},
      {kRatio, "0%", "3", "", "unlimited", "unlimited", "unlimited", "-", Verdict::kUnlimited},
      {kRatio, "1‰", "1", "1000", "1/1000", "1/1000", "1/1000", "1/1000", Verdict::kOnlyOne},
  };
  for (const auto& c : kCases) {
    const FigureAudit audit = AuditFigure(ClaimOf(c.kind, c.printed, c.over, c.under));
    SCOPED_TRACE(absl::StrCat(c.printed, " of ", c.over, " and ", c.under));
    EXPECT_EQ(Summary(audit.readings[0]), c.half_up);
    EXPECT_EQ(Summary(audit.readings[1]), c.half_even);
    EXPECT_EQ(Summary(audit.readings[2]), c.down);
    EXPECT_EQ(Summary(audit.readings[3]), c.up);
    EXPECT_EQ(audit.verdict, c.verdict);
  }
}

// The counts of the real report that are unknown lie between these.
TEST(AuditFigureTest, BoundsWhatIsNotKnown) {
  const FigureAudit won = AuditFigure(ClaimOf(kShare, "95%以上", "", "1..126"));
  const Reading& reading = won.readings[0];
  EXPECT_EQ(won.verdict, Verdict::kSeveral);
  EXPECT_EQ(reading.numerator, (KnownCount{1, 126, true}));
  EXPECT_EQ(reading.denominator, (KnownCount{1, 126, true}));
  EXPECT_EQ(reading.denominators, 126);
  int pairs = 0;
  for (int b = 1; b <= 126; ++b) {
    for (int a = 0; a <= b; ++a) pairs += 100 * a >= 95 * b ? 1 : 0;
  }
  EXPECT_EQ(reading.pairs, pairs);

  const FigureAudit resolved = AuditFigure(ClaimOf(kRatio, "99.38%", "", ""));
  // 159/160 is 99.375%, the simplest fraction that rounds to 99.38%.
  EXPECT_EQ(resolved.readings[0].first[0], (WholePair{159, 160}));
  EXPECT_EQ(resolved.readings[0].denominator, (KnownCount{160, kMaxCount, false}));
  EXPECT_EQ(resolved.readings[0].numerator, (KnownCount{159, kMaxCount, false}));
}

TEST(AuditFigureTest, TakesNoneAndAllAtTheirWord) {
  const struct {
    const char* printed;
    const char* numerator;
    const char* denominator;
    bool saturated;
    const char* all_or_none;
    Verdict verdict;
  } kCases[] = {
      {"100%", "", "214", true, "214/214", Verdict::kOnlyOne},
      {"100.0%", "", "214", true, "214/214", Verdict::kOnlyOne},
      {"0%", "", "214", true, "0/214", Verdict::kOnlyOne},
      {"0.00%", "", "214", true, "0/214", Verdict::kOnlyOne},
      {"100%", "1351", "1352", true, "-", Verdict::kOnlyOne},
      {"100%", "", "211..214", true, "211/211 212/212 213/213 214/214", Verdict::kSeveral},
      {"100%", "", "", true, "unlimited", Verdict::kUnlimited},
      {"0%", "0", "", true, "unlimited", Verdict::kUnlimited},
      {"100%", "7", "8", true, "-", Verdict::kImpossible},
      {"99%", "", "214", false, "-", Verdict::kSeveral},
      {"100%以上", "", "1", false, "-", Verdict::kUnlimited},
      {"1000‰", "", "214", false, "-", Verdict::kOnlyOne},
  };
  for (const auto& c : kCases) {
    const FigureAudit audit = AuditFigure(ClaimOf(kRatio, c.printed, c.numerator, c.denominator));
    SCOPED_TRACE(absl::StrCat(c.printed, " of ", c.denominator));
    EXPECT_EQ(audit.saturated, c.saturated);
    EXPECT_EQ(Summary(audit.all_or_none), c.all_or_none);
    EXPECT_EQ(audit.verdict, c.verdict);
  }
}

TEST(AuditFigureTest, HoldsTheLargestCounts) {
  const FigureAudit half =
      AuditFigure(ClaimOf(kRatio, "50%", "500000000000000000", "1000000000000000000"));
  EXPECT_EQ(half.verdict, Verdict::kOnlyOne);

  const FigureAudit tenth =
      AuditFigure(ClaimOf(kRatio, "10.000000000%", "", "1000000000000000000"));
  EXPECT_EQ(Digits(tenth.readings[0].pairs), "10000000");
  EXPECT_EQ(tenth.readings[0].numerator,
            (KnownCount{99'999'999'995'000'000, 100'000'000'004'999'999, true}));

  // Every pair of a ratio up to 1: 1 + 2 + ... + 10^18.
  const FigureAudit all = AuditFigure(ClaimOf(kShare, "100%以内", "", "1..1000000000000000000"));
  EXPECT_EQ(Digits(all.readings[0].pairs), "500000000000000001500000000000000000");
  EXPECT_EQ(Digits(all.readings[0].denominators), "1000000000000000000");

  const FigureAudit grown = AuditFigure(ClaimOf(kGrowth, "999999999999999999%", "", "99"));
  // 98.01 before rounding: nothing is cut off to that, and 99 is the next growth.
  EXPECT_EQ(Summary(grown.readings[0]), "990000000000000098/99");
  EXPECT_EQ(Summary(grown.readings[2]), "-");

  const FigureAudit least = AuditFigure(ClaimOf(kRatio, "0.000000001%", "", ""));
  EXPECT_EQ(least.readings[2].first[0], (WholePair{1, 50'000'000'001}));
}

// What is known: any kind, unit, bound and range, with counts that brute force can try.
class RandomClaims {
 public:
  explicit RandomClaims(uint32_t seed) : random_(seed) {}

  struct Drawn {
    ClaimKind kind;
    std::string printed;
    std::string over;
    std::string under;
  };

  Drawn Draw() {
    Drawn drawn;
    constexpr ClaimKind kKinds[] = {kRatio, kShare, kGrowth, kMultiple};
    drawn.kind = kKinds[Below(4)];
    drawn.printed = Printed(drawn.kind);
    drawn.over = Range(0, 300);
    drawn.under = Range(1, 300);
    return drawn;
  }

 private:
  int64_t Below(int64_t limit) {
    return std::uniform_int_distribution<int64_t>(0, limit - 1)(random_);
  }

  std::string Printed(ClaimKind kind) {
    constexpr const char* kBefore[] = {"超", "近", "不足", "约"};
    constexpr const char* kBehind[] = {"余", "以上", "以内"};
    const int64_t word = Below(14);
    const int64_t decimals = Below(3);
    const int64_t scale = decimals == 0 ? 1 : decimals == 1 ? 10 : 100;
    const bool times = kind == kMultiple || (kind == kGrowth && Below(4) == 0);
    const int64_t most = (times ? 3 : kind == kGrowth ? 200 : 105) * scale;
    const int64_t digits = Below(8) == 0 ? (word < 7 ? scale : 0) : 1 + Below(most);
    std::string text = std::to_string(digits / scale);
    if (decimals > 0) {
      const std::string behind = std::to_string(digits % scale);
      absl::StrAppend(&text, ".", decimals == 2 && behind.size() == 1 ? "0" : "", behind);
    }
    absl::StrAppend(&text, times ? "倍" : "%");
    if (word < 4 && digits > 0) text = absl::StrCat(kBefore[word], text);
    if (4 <= word && word < 7 && digits > 0) text += kBehind[word - 4];
    if (kind == kGrowth && digits > 0 && Below(3) == 0) text = absl::StrCat("-", text);
    return text;
  }

  std::string Range(int64_t least, int64_t most) {
    int64_t a = least + Below(most - least + 1);
    int64_t b = least + Below(most - least + 1);
    if (Below(3) == 0) return std::to_string(a);
    if (Below(2) == 0) b = std::min(most, a + Below(12));
    return absl::StrCat(std::min(a, b), "..", std::max(a, b));
  }

  std::mt19937 random_;
};

// Whether over/under is printed as `printed`, by rounding the exact fraction.
bool Prints(const PrintedNumber& printed, ClaimKind kind, int64_t over, int64_t under,
            Rounding rounding) {
  if (kind == kShare && over > under) return false;
  const int shift = printed.decimals + (printed.unit == PrintedUnit::kPercent ? 2 : 0);
  const bool minus = printed.sign == PrintedSign::kMinus;
  int64_t value = kind == kGrowth ? over - under : over;
  if (minus) value = -value;
  int128 scaled = value;
  for (int i = 0; i < shift; ++i) scaled *= 10;
  const int128 digits = int128(printed.digits) * under;
  const int128 step = int128(printed.step) * under;
  if (!printed.word || *printed.word == BoundWord::kYue) {
    const int128 rounded = *Fraction(scaled, step).Scaled(0, rounding);
    return rounded * step == digits;
  }
  // A bound below zero is one on the size of the decline.
  switch (*printed.word) {
    case BoundWord::kYu:
      return digits < scaled && scaled < digits + step;
    case BoundWord::kChao:
      return scaled > digits;
    case BoundWord::kYishang:
    case BoundWord::kShang:
      return scaled >= digits;
    case BoundWord::kYinei:
      return 0 <= scaled && scaled <= digits;
    case BoundWord::kJin:
      return digits - step < scaled && scaled < digits;
    case BoundWord::kBuzu:
      return 0 <= scaled && scaled < digits;
    case BoundWord::kYue:
      break;
  }
  return false;
}

// By trying every pair.
Reading BruteForce(const FigureClaim& claim, size_t rounding) {
  Reading reading;
  const KnownCount& over = claim.numerator[rounding];
  const KnownCount& under = claim.denominator[rounding];
  for (int64_t b = under.min; b <= under.max; ++b) {
    bool any = false;
    for (int64_t a = over.min; a <= over.max; ++a) {
      if (!Prints(claim.printed, claim.kind, a, b, kRoundings[rounding])) continue;
      if (!reading.possible) {
        reading.numerator = {a, a, true};
        reading.denominator = {b, b, true};
      }
      reading.possible = any = true;
      reading.numerator.min = std::min(reading.numerator.min, a);
      reading.numerator.max = std::max(reading.numerator.max, a);
      reading.denominator.max = b;
      ++reading.pairs;
      if (reading.listed < kMaxListed) {
        reading.first[static_cast<size_t>(reading.listed++)] = {a, b};
      }
    }
    if (any) ++reading.denominators;
  }
  return reading;
}

using FigureRandomTest = test::SeededTest;
INSTANTIATE_SEEDS(FigureRandomTest);

TEST_P(FigureRandomTest, AgreesWithTryingEveryPair) {
  RandomClaims claims(seed());
  for (int i = 0; i < 2000; ++i) {
    const RandomClaims::Drawn drawn = claims.Draw();
    const FigureClaim claim =
        ClaimOf(drawn.kind, drawn.printed.c_str(), drawn.over.c_str(), drawn.under.c_str());
    const FigureAudit audit = AuditFigure(claim);
    for (size_t rounding = 0; rounding < kRoundings.size(); ++rounding) {
      const Reading expected = BruteForce(claim, rounding);
      ASSERT_TRUE(audit.readings[rounding] == expected)
          << "rounding " << rounding << ", kind " << static_cast<int>(drawn.kind) << ": "
          << drawn.printed << " of " << drawn.over << " and " << drawn.under << ": "
          << Summary(audit.readings[rounding]) << " (" << Digits(audit.readings[rounding].pairs)
          << "); expected " << Summary(expected) << " (" << Digits(expected.pairs) << ")";
    }
  }
}

// With the denominators open, the first pairs and the least denominator are still the same.
TEST_P(FigureRandomTest, FindsTheSimplestFraction) {
  RandomClaims claims(seed());
  for (int i = 0; i < 150; ++i) {
    const RandomClaims::Drawn drawn = claims.Draw();
    FigureClaim claim = ClaimOf(drawn.kind, drawn.printed.c_str(), "", "1..60");
    for (KnownCount& count : claim.numerator) count = {0, 200, true};
    const FigureAudit open = AuditFigure(ClaimOf(drawn.kind, drawn.printed.c_str(), "0..200", ""));
    for (size_t rounding = 0; rounding < kRoundings.size(); ++rounding) {
      const Reading expected = BruteForce(claim, rounding);
      if (expected.listed < kMaxListed) continue;
      ASSERT_EQ(open.readings[rounding].first, expected.first) << drawn.printed;
      ASSERT_EQ(open.readings[rounding].denominator.min, expected.denominator.min);
    }
  }
}

TEST(AuditFigureTest, SaysWhichRoundingsAllowTheSame) {
  const struct {
    ClaimKind kind;
    const char* printed;
    const char* over;
    const char* under;
    Alike alike;  // half up, half even, down, up
  } kCases[] = {
      {kRatio, "99.38%", "", "1767", {0, 0, 2, 0}},  // 1756 but for down, which allows none
      {kRatio, "6.3%", "1", "16", {0, 1, 1, 0}},     // 6.25%: a tie
      {kRatio, "6.2%", "1", "16", {0, 1, 1, 0}},    {kShare, "95%以上", "", "1..126", {0, 0, 0, 0}},
      {kGrowth, "142.4%", "77", "", {0, 0, 0, 0}},   // none under any
      {kRatio, "33.4%", "", "", {0, 1, 2, 3}},       // four ranges without end
      {kRatio, "50%", "", "36.39万", {0, 1, 2, 3}},  // a count that is itself rounded
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(AuditFigure(ClaimOf(c.kind, c.printed, c.over, c.under)).alike, c.alike) << c.printed;
  }
}

}  // namespace
}  // namespace jurimeter::audit
