#include "services/present/audit_table.h"

#include <gmock/gmock.h>

#include "tests/services/present/published_claims.h"

namespace jurimeter::present {
namespace {

using audit::ClaimKind;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(AuditTableTest, HasALineForEachFigureAndCountsThem) {
  const PublishedClaims figures(
      {{"化解率", {.kind = ClaimKind::kRatio, .printed = "99.4%", .denominator = "1767"}},
       {"up", {.kind = ClaimKind::kGrowth, .printed = "50%", .current = "3", .prior = "2"}}});
  const std::string text = TextOf<AuditTable>(figures);
  EXPECT_THAT(text, StartsWith("化解率  99.4%  "));
  EXPECT_THAT(text, HasSubstr("/1767"));
  // Names are aligned by their width on a screen, in which a Chinese character takes two cells.
  EXPECT_THAT(text, HasSubstr("\nup      50%    only one    every rounding: 3 ← 2\n"));
  EXPECT_THAT(text, HasSubstr("\n2 figures, 0 groups, 0 impossible\n"));
}

TEST(AuditTableTest, NamesThePartsThatWereMadeToAddUp) {
  const PublishedClaims figures(
      {{"a", {.kind = ClaimKind::kShare, .printed = "33.4%", .denominator = "3"}},
       {"b", {.kind = ClaimKind::kShare, .printed = "33.3%", .denominator = "3"}},
       {"c", {.kind = ClaimKind::kShare, .printed = "33.3%", .denominator = "3"}}});
  const std::string text = TextOf<AuditTable>(figures, "all");
  EXPECT_THAT(text, HasSubstr("group all  100.0%"));
  EXPECT_THAT(text, HasSubstr("; made to add up: a 33.4%\n"));
  EXPECT_THAT(text, HasSubstr("\n3 figures, 1 groups, 0 impossible\n"));
}

TEST(AuditTableTest, OfNoFiguresOnlyCounts) {
  EXPECT_EQ(TextOf<AuditTable>(PublishedClaims({})), "\n0 figures, 0 groups, 0 impossible\n");
}

}  // namespace
}  // namespace jurimeter::present
