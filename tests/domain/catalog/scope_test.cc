#include "domain/catalog/scope.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/values/calendar.h"
#include "tests/domain/catalog/sample_catalog.h"
#include "tests/domain/catalog/world_spec.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// a1 is renamed on 1 June 2023, and in 430101 from 1 July to 30 September; a2 ends with 2022.
CatalogSpec MovedSpec() {
  CatalogSpec spec = WorldSpec();
  spec.bureaus.resize(3);
  spec.indicators[0].reporters = {};
  spec.bureaus[0].assignments = {{"2023-06-01", "", "新名", ""},
                                 {"2023-07-01", "430101", "", ""},
                                 {"2023-10-01", "420106", "", ""}};
  spec.bureaus[1].ends = "2022-12-31";
  return spec;
}

const DayInterval k2023 = DaysOf(YearPeriod(2023));

// "code first..last ..." of each member that counts in 2023.
std::vector<std::string> Members(const Scope& scope) {
  std::vector<std::string> texts;
  for (const Scope::Member& member : scope.members()) {
    std::string text = member.bureau->spec.code;
    for (const DayInterval& days : Clipped(member, k2023)) {
      absl::StrAppend(&text, " ", DayText(DayFromNumber(days.first)), "..",
                      DayText(DayFromNumber(days.last)));
    }
    texts.push_back(text);
  }
  return texts;
}

class ScopeTest : public testing::Test {
 protected:
  const std::shared_ptr<const Catalog> catalog_ = MakeCatalog(MovedSpec());
  const Scope all_ = Scope::All(*catalog_);
};

TEST_F(ScopeTest, AllHasEachBureauOnTheDaysOfItsLife) {
  EXPECT_THAT(Members(all_),
              ElementsAre("a1 2023-01-01..2023-12-31", "a2", "a3 2023-01-01..2023-12-31"));
  EXPECT_EQ(all_.region(), "");
  EXPECT_FALSE(all_.names_bureaus());
}

TEST_F(ScopeTest, ARegionHasABureauWhileItBelongsToIt) {
  EXPECT_THAT(Members(all_.InRegion("420106")),
              ElementsAre("a1 2023-01-01..2023-06-30 2023-10-01..2023-12-31", "a2"));
  EXPECT_THAT(Members(all_.InRegion("43")), ElementsAre("a1 2023-07-01..2023-09-30"));
  EXPECT_EQ(all_.InRegion("43").region(), "43");
  EXPECT_THAT(Members(all_.InRegion("44")), IsEmpty());
  EXPECT_THAT(Members(all_.InRegion("42", /*whole=*/true)), IsEmpty());
  EXPECT_THAT(Members(all_.InRegion("420107", /*whole=*/true)),
              ElementsAre("a3 2023-01-01..2023-12-31"));
}

TEST_F(ScopeTest, BureausAreThoseThatItHas) {
  const Scope named = all_.InRegion("420107").OfBureaus({"a1", "a3", "zz"});
  EXPECT_THAT(Members(named), ElementsAre("a3 2023-01-01..2023-12-31"));
  EXPECT_TRUE(named.names_bureaus());
  EXPECT_EQ(named.region(), "420107");
}

TEST_F(ScopeTest, ASingleBureauIsOneAskedForByName) {
  EXPECT_EQ(all_.OfBureaus({"a3"}).single(), catalog_->FindBureau("a3"));
  EXPECT_EQ(all_.InRegion("420107").single(), nullptr);
  EXPECT_EQ(all_.OfBureaus({"a1", "a3"}).single(), nullptr);
  EXPECT_EQ(all_.OfBureaus({"zz"}).single(), nullptr);
}

}  // namespace
}  // namespace jurimeter
