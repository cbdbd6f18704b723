#include "domain/catalog/scope_draft.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/domain/catalog/sample_catalog.h"
#include "tests/domain/catalog/world_spec.h"

namespace jurimeter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::shared_ptr<const Catalog> World() {
  const CatalogSpec spec = WorldSpec();
  return *Catalog::Create(spec, CatalogKeys::ByPlace(spec));
}

TEST(ScopeDraftTest, EachWayToNameBureausStandsForThem) {
  const auto catalog = World();
  struct Case {
    ScopeDraft draft;
    std::string text;
    std::vector<std::string> members;
  };
  const Case kCases[] = {
      {{.all = true}, "all", {"a1", "a2", "a3", "b1", "b2", "c1", "d1", "d2"}},
      {{.region = "4"}, "region 4", {"a1", "a2", "a3", "b1", "b2", "c1", "d1", "d2"}},
      {{.region = "4202"}, "region 4202", {"b1", "b2"}},
      {{.region = "99"}, "region 99", {}},
      {{.bureaus = {"c1", "a1"}}, "bureaus a1,c1", {"a1", "c1"}},
  };
  for (const Case& each : kCases) {
    SCOPED_TRACE(each.text);
    Violations faults;
    EXPECT_TRUE(CheckScope(catalog.get(), each.draft, "scope", &faults));
    EXPECT_THAT(faults, IsEmpty());
    EXPECT_EQ(ScopeText(each.draft), each.text);
    EXPECT_EQ(ScopeText(ScopeFromText(each.text)), each.text);
    std::vector<std::string> members;
    const Scope scope = ScopeOf(*catalog, each.draft);
    for (const Scope::Member& member : scope.members()) members.push_back(member.bureau->spec.code);
    EXPECT_EQ(members, each.members);
  }
}

TEST(ScopeDraftTest, RefusesWhatNamesNoBureausOrNamesThemTwice) {
  const auto catalog = World();
  struct Case {
    ScopeDraft draft;
    std::vector<std::string> faults;  // "field reason"
    const char* words;                // of the first
  };
  const std::vector<std::string> nine(9, "a1");
  const Case kCases[] = {
      {{}, {"x.scope missing"}, "expected one of all, region and bureaus"},
      {{.all = true, .region = "42"}, {"x.scope ambiguous"}, "in 2 ways"},
      {{.all = true, .region = "42", .bureaus = {"a1"}}, {"x.scope ambiguous"}, "in 3 ways"},
      {{.region = "42x"}, {"x.scope.region malformed"}, "\"42x\""},
      {{.region = "1234567890123"}, {"x.scope.region malformed"}, "at most 12 digits"},
      {{.bureaus = {"a1", "fire", "a1"}},
       {"x.scope.bureaus[1] unknown", "x.scope.bureaus[2] repeated"},
       "\"fire\""},
      {{.bureaus = {""}}, {"x.scope.bureaus[0] unknown"}, "\"\""},
      {{.bureaus = nine}, {"x.scope.bureaus too_long"}, "has 9 codes; expected at most 8"},
      {{.region = "x", .bureaus = {"fire"}},
       {"x.scope ambiguous", "x.scope.region malformed", "x.scope.bureaus[0] unknown"},
       "in 2 ways"},
  };
  for (const Case& each : kCases) {
    SCOPED_TRACE(each.faults.front());
    Violations faults;
    EXPECT_FALSE(CheckScope(catalog.get(), each.draft, "x.scope", &faults));
    std::vector<std::string> found;
    for (const Violation& fault : faults) {
      found.push_back(fault.field + " " + std::string(fault.reason));
    }
    EXPECT_EQ(found, each.faults);
    ASSERT_THAT(faults, testing::Not(IsEmpty()));
    EXPECT_THAT(faults.front().description, HasSubstr(each.words));
  }
}

TEST(ScopeDraftTest, WithoutACatalogAllBureausPass) {
  Violations faults;
  EXPECT_TRUE(CheckScope(nullptr, {.bureaus = {"fire", "fire"}}, "scope", &faults));
  EXPECT_FALSE(CheckScope(nullptr, {}, "scope", &faults));
  EXPECT_FALSE(CheckScope(nullptr, {.region = "x"}, "scope", &faults));
}

TEST(ScopeDraftTest, ATextOfNoScopeIsNone) {
  for (const char* text : {"", "everything", "region", "bureaus", "All"}) {
    const ScopeDraft draft = ScopeFromText(text);
    EXPECT_FALSE(draft.all) << text;
    EXPECT_EQ(draft.region, "") << text;
    EXPECT_THAT(draft.bureaus, IsEmpty()) << text;
  }
  EXPECT_EQ(ScopeText({}), "");
  EXPECT_EQ(ScopeText({.all = true, .region = "42"}), "");
  EXPECT_THAT(ScopeFromText("bureaus court,police").bureaus, ElementsAre("court", "police"));
}

}  // namespace
}  // namespace jurimeter
