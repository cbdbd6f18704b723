#include "domain/access/permission.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/domain/catalog/sample_catalog.h"
#include "tests/domain/catalog/world_spec.h"

namespace jurimeter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::CivilDay kJune(2023, 6, 1);
constexpr absl::CivilDay kAugust(2023, 8, 1);

class PermissionTest : public ::testing::Test {
 protected:
  PermissionTest() {
    CatalogSpec spec = WorldSpec();
    spec.bureaus[0].assignments = {{"2023-07-01", "430101", "", ""}};
    spec.bureaus[1].ends = "2023-06-30";
    catalog_ = MakeCatalog(spec);
    auto created = AccessList::Create(
        {.certificate_identity = CertificateIdentity::kNone,
         .principals = {{.code = "office",
                         .name_zh = "厅",
                         .name_en = "",
                         .grants = {{{GrantKind::kAdminister, GrantKind::kRead}, {.all = true}}}},
                        {.code = "wuhan",
                         .name_zh = "武汉",
                         .name_en = "",
                         .grants = {{{GrantKind::kReport, GrantKind::kRead}, {.region = "4201"}},
                                    {{GrantKind::kReport}, {.bureaus = {"c1"}}}}}}},
        catalog_.get());
    list_ = *std::move(created);
  }

  Permission Of(const char* code) const { return {*list_->Find(code), *catalog_}; }

  std::shared_ptr<const Catalog> catalog_;
  std::shared_ptr<const AccessList> list_;
};

TEST_F(PermissionTest, IsForABureauOnADay) {
  struct Case {
    const char* bureau;
    absl::CivilDay day;
    bool report;
    bool read;
  };
  const Case kCases[] = {{"a1", kJune, true, true},   {"a1", kAugust, false, false},
                         {"a2", kAugust, true, true}, {"b1", kJune, false, false},
                         {"c1", kJune, true, false},  {"fire", kJune, false, false},
                         {"", kJune, false, false}};
  const Permission may = Of("wuhan");
  for (const Case& each : kCases) {
    EXPECT_EQ(may.Do(GrantKind::kReport, each.bureau, each.day), each.report) << each.bureau;
    EXPECT_EQ(may.Do(GrantKind::kRead, each.bureau, each.day), each.read) << each.bureau;
    EXPECT_FALSE(may.Do(GrantKind::kCorrect, each.bureau, each.day)) << each.bureau;
    EXPECT_TRUE(Of("office").Do(GrantKind::kRead, each.bureau, each.day)) << each.bureau;
    EXPECT_FALSE(Of("office").Do(GrantKind::kReport, each.bureau, each.day)) << each.bureau;
  }
}

TEST_F(PermissionTest, IsForAnythingOrNothing) {
  std::vector<std::string> office, wuhan;
  for (const GrantKind kind : kGrantKinds) {
    if (Of("office").Do(kind)) office.emplace_back(NameOf(kind));
    if (Of("wuhan").Do(kind)) wuhan.emplace_back(NameOf(kind));
  }
  EXPECT_THAT(office, ElementsAre("read", "administer"));
  EXPECT_THAT(wuhan, ElementsAre("report", "read"));
}

TEST_F(PermissionTest, IsForAScope) {
  const Scope all = Scope::All(*catalog_);
  EXPECT_TRUE(Of("office").Do(GrantKind::kRead, all));
  EXPECT_FALSE(Of("office").Do(GrantKind::kReport, all));
  EXPECT_FALSE(Of("wuhan").Do(GrantKind::kRead, all));
  EXPECT_TRUE(Of("wuhan").Do(GrantKind::kRead, all.InRegion("4201")));
  EXPECT_TRUE(Of("wuhan").Do(GrantKind::kRead, all.InRegion("420106")));
  EXPECT_FALSE(Of("wuhan").Do(GrantKind::kRead, all.InRegion("42")));
  EXPECT_FALSE(Of("wuhan").Do(GrantKind::kRead, all.OfBureaus({"a1"})));
  EXPECT_TRUE(Of("wuhan").Do(GrantKind::kReport, all.OfBureaus({"c1"})));
  const Scope none = all.InRegion("99");
  EXPECT_TRUE(Of("wuhan").Do(GrantKind::kRead, none));
  EXPECT_FALSE(Of("wuhan").Do(GrantKind::kClose, none)) << "it is not granted at all";
}

TEST_F(PermissionTest, NarrowsAScope) {
  std::vector<std::string> codes;
  const Scope narrow = Of("wuhan").Narrow(GrantKind::kRead, Scope::All(*catalog_));
  for (const Scope::Member& member : narrow.members()) codes.push_back(member.bureau->spec.code);
  EXPECT_THAT(codes, ElementsAre("a1", "a2", "a3"));
  EXPECT_THAT(Of("wuhan").Narrow(GrantKind::kClose, narrow).members(), IsEmpty());
  EXPECT_EQ(Of("office").Narrow(GrantKind::kRead, narrow).members().size(), 3);
}

TEST_F(PermissionTest, CountsTheBureausOfADay) {
  EXPECT_EQ(Of("office").CountBureaus(GrantKind::kRead, kJune), 8);
  EXPECT_EQ(Of("office").CountBureaus(GrantKind::kRead, kAugust), 7) << "a2 has ended";
  EXPECT_EQ(Of("wuhan").CountBureaus(GrantKind::kRead, kJune), 3);
  EXPECT_EQ(Of("wuhan").CountBureaus(GrantKind::kRead, kAugust), 1) << "a1 has moved";
  EXPECT_EQ(Of("wuhan").CountBureaus(GrantKind::kReport, kAugust), 2);
  EXPECT_EQ(Of("wuhan").CountBureaus(GrantKind::kClose, kJune), 0);
}

TEST_F(PermissionTest, ARefusalNamesTheGrantAndTheScope) {
  EXPECT_EQ(Of("wuhan").Refusal(GrantKind::kRead, {.all = true}),
            "needs the grant \"read\" for all bureaus; \"wuhan\" has it for region \"4201\"");
  EXPECT_EQ(Of("wuhan").Refusal(GrantKind::kReport, {.bureaus = {"b1"}}),
            "needs the grant \"report\" for bureau \"b1\"; \"wuhan\" has it for region \"4201\", "
            "bureau \"c1\"");
  EXPECT_EQ(Of("wuhan").Refusal(GrantKind::kClose, {.region = "42"}),
            "needs the grant \"close\" for region \"42\"; \"wuhan\" does not have it");
  const std::vector<std::string> many(1000, std::string(1000, 'x'));
  EXPECT_LT(Of("wuhan").Refusal(GrantKind::kRead, {.bureaus = many}).size(), 1000);
}

}  // namespace
}  // namespace jurimeter
