#include "domain/access/access_list.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

AccessListSpec Spec() {
  return {.certificate_identity = CertificateIdentity::kDns,
          .principals = {{.code = "office",
                          .name_zh = "司法厅",
                          .name_en = "Office",
                          .certificate = "office.example",
                          .grants = {{{GrantKind::kAdminister, GrantKind::kRead}, {.all = true}}}},
                         {.code = "court.system",
                          .name_zh = "法院系统",
                          .name_en = "",
                          .certificate = "court.example",
                          .grants = {{{GrantKind::kReport}, {.bureaus = {"justice"}}},
                                     {{GrantKind::kReport, GrantKind::kRead}, {.region = "2302"}}}},
                         {.code = "clerk", .name_zh = "文员", .name_en = ""}}};
}

std::shared_ptr<const AccessList> List() {
  auto created = AccessList::Create(Spec(), MakeCatalog(SampleSpec()).get());
  EXPECT_TRUE(created.ok());
  return *std::move(created);
}

TEST(AccessListTest, FindsPrincipalsByCode) {
  const auto list = List();
  ASSERT_EQ(list->principals().size(), 3);
  EXPECT_EQ(list->Find("court.system"), &list->principals()[1]);
  EXPECT_EQ(list->Find("clerk")->spec.name_zh, "文员");
  for (const char* code : {"", "court", "Office", "nobody", "office.example"}) {
    EXPECT_EQ(list->Find(code), nullptr) << code;
  }
}

TEST(AccessListTest, FindsPrincipalsByTheNamesOfACertificate) {
  const auto list = List();
  const Principal* const office = list->Find("office");
  EXPECT_EQ(list->certificate_identity(), CertificateIdentity::kDns);
  EXPECT_EQ(list->FindByCertificate({"office.example"}), office);
  EXPECT_EQ(list->FindByCertificate({"OFFICE.example"}), office);
  EXPECT_EQ(list->FindByCertificate({"other.example", "office.example"}), office);
  EXPECT_EQ(list->FindByCertificate({"office.example", "Office.example"}), office);
}

TEST(AccessListTest, ACertificateThatFitsTwoPrincipalsOrNoneFitsNone) {
  const auto list = List();
  EXPECT_EQ(list->FindByCertificate({"office.example", "court.example"}), nullptr);
  EXPECT_EQ(list->FindByCertificate({"court.example", "x.example", "office.example"}), nullptr);
  EXPECT_EQ(list->FindByCertificate({"x.example"}), nullptr);
  EXPECT_EQ(list->FindByCertificate({""}), nullptr) << "the clerk has no name";
  EXPECT_EQ(list->FindByCertificate({"clerk"}), nullptr);
  EXPECT_EQ(list->FindByCertificate({}), nullptr);
}

TEST(AccessListTest, GrantsOfOneKindAddUp) {
  const auto list = List();
  const Principal& court = *list->Find("court.system");
  EXPECT_EQ(court.For(GrantKind::kReport).Words(), "region \"2302\", bureau \"justice\"");
  EXPECT_EQ(court.For(GrantKind::kRead).Words(), "region \"2302\"");
  EXPECT_TRUE(court.For(GrantKind::kCorrect).is_empty());
  EXPECT_TRUE(list->Find("office")->For(GrantKind::kAdminister).is_all());
  for (const GrantKind kind : kGrantKinds) EXPECT_TRUE(list->Find("clerk")->For(kind).is_empty());
}

TEST(AccessListTest, AListInForceMayNameBureausThatTheCatalogNoLongerHas) {
  AccessListSpec spec = Spec();
  spec.principals[1].grants[0].scope.bureaus = {"gone"};
  EXPECT_FALSE(AccessList::Create(spec, MakeCatalog(SampleSpec()).get()).ok());
  EXPECT_TRUE(AccessList::Create(spec, nullptr).ok());
}

}  // namespace
}  // namespace jurimeter
