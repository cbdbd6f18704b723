#include "domain/audit/share_groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>

#include "absl/strings/str_cat.h"

namespace jurimeter::audit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Adds what `text` says.
Violations AddTo(ShareGroups* groups, size_t place, std::string_view name, const ClaimText& text) {
  return groups->Add(place, name, text, *ReadClaim(text));
}

ClaimText Share(std::string_view printed, std::string_view whole) {
  return {.kind = ClaimKind::kShare, .printed = printed, .denominator = whole};
}

TEST(ShareGroupsTest, GathersByNameInTheOrderOfTheFirst) {
  ShareGroups groups;
  EXPECT_THAT(AddTo(&groups, 2, "b", Share("40%", "10")), IsEmpty());
  EXPECT_THAT(AddTo(&groups, 4, "a", Share("50%", "")), IsEmpty());
  EXPECT_THAT(AddTo(&groups, 7, "b", Share("60%", "10")), IsEmpty());
  ASSERT_EQ(groups.all().size(), 2U);
  const ShareGroup& first = groups.all()[0];
  EXPECT_EQ(first.name, "b");
  EXPECT_THAT(first.places, ElementsAre(2, 7));
  EXPECT_EQ(first.claim.parts.size(), 2U);
  EXPECT_EQ(first.claim.whole[0], (KnownCount{10, 10, true}));
  EXPECT_EQ(groups.all()[1].name, "a");
}

TEST(ShareGroupsTest, RefusesWhatDoesNotBelong) {
  const struct {
    ClaimText text;
    const char* field;
    const char* description;
  } kCases[] = {
      {{.kind = ClaimKind::kRatio, .printed = "5%", .denominator = "10"},
       "group",
       "is \"g\"; expected only of a share"},
      {Share("近5%", "10"), "printed", "is \"近5%\"; expected a percentage without a bound"},
      {Share("5‰", "10"), "printed", "is \"5‰\"; expected a percentage"},
      {Share("5%", "11"), "denominator",
       "is \"11\"; expected that of the group's first share, \"10\""},
      {Share("5%", ""), "denominator", "is \"\"; expected that of the group's first share, \"10\""},
  };
  for (const auto& c : kCases) {
    ShareGroups groups;
    EXPECT_THAT(AddTo(&groups, 0, "g", Share("40%", "10")), IsEmpty());
    const Violations faults = AddTo(&groups, 1, "g", c.text);
    ASSERT_EQ(faults.size(), 1U) << c.text.printed;
    EXPECT_EQ(faults[0].field, c.field);
    EXPECT_THAT(faults[0].description, HasSubstr(c.description));
  }
}

TEST(ShareGroupsTest, NamesAllFaultsOfAShare) {
  ShareGroups groups;
  EXPECT_THAT(AddTo(&groups, 0, "g", Share("40%", "10")), IsEmpty());
  EXPECT_EQ(AddTo(&groups, 1, "g", Share("近5%", "11")).size(), 2U);
}

TEST(ShareGroupsTest, TakesSoManySharesOfAGroup) {
  ShareGroups groups;
  for (size_t place = 0; place < kMaxGroupShares; ++place) {
    EXPECT_THAT(AddTo(&groups, place, "g", Share("0.5%", "")), IsEmpty());
  }
  EXPECT_THAT(AddTo(&groups, kMaxGroupShares, "h", Share("0.5%", "")), IsEmpty());
  const Violations faults = AddTo(&groups, kMaxGroupShares + 1, "g", Share("0.5%", ""));
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].field, "group");
  EXPECT_THAT(faults[0].description, HasSubstr(absl::StrCat("at most ", kMaxGroupShares)));
}

}  // namespace
}  // namespace jurimeter::audit
