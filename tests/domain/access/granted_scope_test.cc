#include "domain/access/granted_scope.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "domain/values/calendar.h"
#include "tests/domain/catalog/sample_catalog.h"
#include "tests/domain/catalog/world_spec.h"
#include "tests/support/seeded_test.h"

namespace jurimeter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// a1 moves to 4301 on 1 July 2023 and back on 1 October; a2 ends with 2022.
std::shared_ptr<const Catalog> MovingWorld() {
  CatalogSpec spec = WorldSpec();
  spec.bureaus[0].assignments = {{"2023-07-01", "430101", "", ""},
                                 {"2023-10-01", "420106", "", ""}};
  spec.bureaus[1].ends = "2022-12-31";
  return MakeCatalog(spec);
}

GrantedScope Granted(const std::vector<ScopeDraft>& scopes) {
  GrantedScope granted;
  for (const ScopeDraft& scope : scopes) granted.Add(scope);
  return granted;
}

TEST(GrantedScopeTest, IsEmptyAtFirst) {
  const auto catalog = MovingWorld();
  const GrantedScope none;
  EXPECT_TRUE(none.is_empty());
  EXPECT_FALSE(none.Has(catalog->bureaus()[0], absl::CivilDay(2023, 1, 1)));
  EXPECT_THAT(none.DaysOf(catalog->bureaus()[0]), IsEmpty());
  EXPECT_FALSE(none.Covers(Scope::All(*catalog)));
  EXPECT_THAT(none.Narrow(Scope::All(*catalog)).members(), IsEmpty());
}

TEST(GrantedScopeTest, ARegionHasABureauOnTheDaysOnWhichItBelongsThere) {
  const auto catalog = MovingWorld();
  const GrantedScope granted = Granted({{.region = "4201"}});
  const Bureau& a1 = *catalog->FindBureau("a1");
  EXPECT_TRUE(granted.Has(a1, absl::CivilDay(2023, 6, 30)));
  EXPECT_FALSE(granted.Has(a1, absl::CivilDay(2023, 7, 1)));
  EXPECT_FALSE(granted.Has(a1, absl::CivilDay(2023, 9, 30)));
  EXPECT_TRUE(granted.Has(a1, absl::CivilDay(2023, 10, 1)));
  EXPECT_EQ(granted.DaysOf(a1).size(), 2);
  EXPECT_FALSE(granted.Has(*catalog->FindBureau("b1"), absl::CivilDay(2023, 1, 1)));
  // Also when it is not there: admission says so.
  EXPECT_TRUE(granted.Has(*catalog->FindBureau("a2"), absl::CivilDay(2023, 1, 1)));
}

TEST(GrantedScopeTest, ABureauIsGrantedWhereverItBelongs) {
  const auto catalog = MovingWorld();
  const GrantedScope granted = Granted({{.bureaus = {"a1", "gone"}}});
  EXPECT_TRUE(granted.Has(*catalog->FindBureau("a1"), absl::CivilDay(2023, 8, 1)));
  EXPECT_FALSE(granted.Has(*catalog->FindBureau("a3"), absl::CivilDay(2023, 8, 1)));
  EXPECT_TRUE(granted.HasAlways("gone")) << "as a bureau that a catalog left out";
  EXPECT_FALSE(granted.HasAlways("a"));
}

TEST(GrantedScopeTest, RegionsThatOthersHoldAreOneWithThem) {
  EXPECT_THAT(Granted({{.region = "4201"}, {.region = "42"}, {.region = "420106"}}).regions(),
              ElementsAre("42"));
  EXPECT_THAT(Granted({{.region = "43"},
                       {.region = "4201"},
                       {.region = "5"},
                       {.region = "4202"},
                       {.region = "4201"}})
                  .regions(),
              ElementsAre("4201", "4202", "43", "5"));
}

TEST(GrantedScopeTest, CoversWhatLiesWithinAllGrantsTogether) {
  const auto catalog = MovingWorld();
  const Scope all = Scope::All(*catalog);
  const Scope wuhan = all.InRegion("4201");
  EXPECT_TRUE(Granted({{.all = true}}).Covers(all));
  EXPECT_TRUE(Granted({{.region = "42"}, {.region = "43"}}).Covers(all));
  EXPECT_TRUE(Granted({{.region = "4201"}}).Covers(wuhan));
  EXPECT_TRUE(Granted({{.region = "420106"}, {.bureaus = {"a3"}}}).Covers(wuhan));
  EXPECT_FALSE(Granted({{.region = "420106"}}).Covers(wuhan)) << "a3";
  EXPECT_FALSE(Granted({{.region = "4201"}}).Covers(all.OfBureaus({"a1"}))) << "a1 was in 43";
  EXPECT_TRUE(Granted({{.region = "4201"}, {.region = "4301"}}).Covers(all.OfBureaus({"a1"})));
  EXPECT_TRUE(Granted({{.region = "99"}}).Covers(all.InRegion("98"))) << "nothing";
}

TEST(GrantedScopeTest, NarrowsToBureausAndDays) {
  const auto catalog = MovingWorld();
  const Scope narrow =
      Granted({{.region = "4301"}, {.bureaus = {"a3"}}}).Narrow(Scope::All(*catalog));
  ASSERT_EQ(narrow.members().size(), 3);
  EXPECT_EQ(narrow.members()[0].bureau->spec.code, "a1");
  EXPECT_THAT(narrow.members()[0].days,
              ElementsAre(DayInterval{DayNumber(absl::CivilDay(2023, 7, 1)),
                                      DayNumber(absl::CivilDay(2023, 9, 30))}));
  EXPECT_EQ(narrow.members()[1].bureau->spec.code, "a3");
  EXPECT_EQ(narrow.members()[1].days, Scope::All(*catalog).members()[2].days);
  EXPECT_EQ(narrow.members()[2].bureau->spec.code, "c1");
}

TEST(GrantedScopeTest, SaysInWordsWhatItIs) {
  EXPECT_EQ(Granted({{.all = true}, {.region = "42"}}).Words(), "all bureaus");
  EXPECT_EQ(Granted({{.region = "42"}}).Words(), "region \"42\"");
  EXPECT_EQ(Granted({{.region = "42"}, {.region = "11"}, {.bureaus = {"b", "a"}}}).Words(),
            "regions \"11\", \"42\", bureaus \"a\", \"b\"");
  EXPECT_EQ(Granted({{.bureaus = {"a", "b", "c", "d", "e", "f"}}}).Words(),
            "bureaus \"a\", \"b\", \"c\", \"d\", \"e\" and 1 other");
  EXPECT_EQ(Granted({{.bureaus = {"a", "b", "c", "d", "e", "f", "g"}}}).Words(),
            "bureaus \"a\", \"b\", \"c\", \"d\", \"e\" and 2 others");
  EXPECT_EQ(ScopeWords({.all = true}), "all bureaus");
  EXPECT_EQ(ScopeWords({.region = "4\n"}), "region \"4\\n\"");
  EXPECT_EQ(ScopeWords({.bureaus = {"court"}}), "bureau \"court\"");
}

using GrantedScopeRandomTest = test::SeededTest;

std::string RandomRegion(std::mt19937& random) {
  std::string region;
  for (auto digits = 1 + random() % 4; digits > 0; --digits) region += "12"[random() % 2];
  return region;
}

// The search among sorted regions against a look at each.
TEST_P(GrantedScopeRandomTest, FindsARegionAsALookAtEachDoes) {
  std::mt19937 random(seed());
  CatalogSpec spec = WorldSpec();
  for (int round = 0; round < 500; ++round) {
    GrantedScope granted;
    std::vector<std::string> prefixes;
    for (auto count = random() % 5; count > 0; --count) {
      prefixes.push_back(RandomRegion(random));
      granted.Add({.region = prefixes.back()});
    }
    for (int i = 0; i < 20; ++i) {
      spec.bureaus[0].region = "1" + RandomRegion(random);
      const Bureau bureau = MakeBureau(1, spec.bureaus[0]);
      EXPECT_EQ(granted.Has(bureau, absl::CivilDay(2023, 1, 1)),
                std::ranges::any_of(prefixes,
                                    [&](const std::string& prefix) {
                                      return bureau.spec.region.starts_with(prefix);
                                    }))
          << bureau.spec.region << " in " << granted.Words();
    }
  }
}
INSTANTIATE_SEEDS(GrantedScopeRandomTest);

}  // namespace
}  // namespace jurimeter
