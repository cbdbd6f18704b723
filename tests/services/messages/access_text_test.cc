#include "services/messages/access_text.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "services/messages/catalog_text.h"

namespace jurimeter::messages {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kCatalog[] = R"(time_zone: "Asia/Shanghai"
first_year: 2020
sections { code: "one" title_zh: "一" title_en: "One" }
bureaus { code: "court" name_zh: "法院" name_en: "Court" region: "230108" }
)";

constexpr char kSound[] = R"(# 访问名单
certificate_identity: CERTIFICATE_IDENTITY_URI
principals {
  code: "office" name_zh: "司法厅"
  certificate: "spiffe://office"
  grants { kinds: GRANT_KIND_ADMINISTER scope { all: true } }
}
principals {
  code: "court-system" name_zh: "法院系统" name_en: "Court"
  calls_per_second: 100
  grants {
    kinds: [GRANT_KIND_REPORT, GRANT_KIND_READ]
    scope { bureaus: "court" }
  }
  grants { kinds: GRANT_KIND_READ scope { region: "23" } }
}
)";

std::vector<std::string> FaultsOf(const std::string& text) {
  const auto catalog = ParseCatalog(kCatalog);
  const auto parsed = ParseAccessList(text, catalog->catalog.get());
  std::vector<std::string> faults;
  if (parsed.ok()) return faults;
  for (const TextFault& fault : parsed.faults()) faults.push_back(fault.ToString());
  return faults;
}

std::string With(const std::string& what, const std::string& instead) {
  std::string text = kSound;
  text.replace(text.find(what), what.size(), instead);
  return text;
}

TEST(AccessTextTest, ReadsASoundList) {
  EXPECT_THAT(FaultsOf(kSound), IsEmpty());
  const auto list = ParseAccessList(kSound, nullptr);
  ASSERT_TRUE(list.ok());
  EXPECT_EQ((*list)->certificate_identity(), CertificateIdentity::kUri);
  const Principal& court = *(*list)->Find("court-system");
  EXPECT_EQ(court.spec.name_en, "Court");
  EXPECT_EQ(court.spec.calls_per_second, 100);
  EXPECT_EQ(court.For(GrantKind::kReport).Words(), "bureau \"court\"");
  EXPECT_EQ(court.For(GrantKind::kRead).Words(), "region \"23\", bureau \"court\"");
}

TEST(AccessTextTest, FaultsStandAtTheirLines) {
  struct Case {
    std::string text;
    std::string line_and_field;
    std::string words;
  };
  const Case kCases[] = {
      {With("\"office\"", "\"Office\""), "4: principals[0].code: ", "is no code"},
      {With("spiffe://office", "office"), "5: principals[0].certificate: ", "is no URI"},
      {With("\"court\"", "\"fire\""),
       "13: principals[1].grants[0].scope.bureaus[0]: ", "\"fire\" is not in the catalog"},
      {With("region: \"23\"", ""), "15: principals[1].grants[1].scope: ", "missing"},
      {With("kinds: GRANT_KIND_READ ", ""), "15: principals[1].grants[1].kinds: ", "missing"},
      {With("GRANT_KIND_REPORT", "99"),
       "12: principals[1].grants[0].kinds[0]: ", "99 is not a value of this field"},
      {With("GRANT_KIND_REPORT", "0"), "12: principals[1].grants[0].kinds[0]: ", "missing"},
      {With("GRANT_KIND_ADMINISTER", "GRANT_KIND_PUBLISH"), "principals: ", "may administer"},
      {With("calls_per_second: 100", "calls_per_second: -5"),
       "10: principals[1].calls_per_second: ", "-5 is out of range"},
  };
  for (const Case& each : kCases) {
    EXPECT_THAT(FaultsOf(each.text),
                ElementsAre(AllOf(StartsWith(each.line_and_field), HasSubstr(each.words))));
  }
}

TEST(AccessTextTest, WhatAnotherProgramWroteIsNotPassedOver) {
  EXPECT_THAT(FaultsOf(With("GRANT_KIND_READ]", "GRANT_KIND_DANCE]")),
              ElementsAre(AllOf(StartsWith("12: "), HasSubstr("GRANT_KIND_DANCE"))));
  EXPECT_THAT(FaultsOf(With("code: \"office\"", "code: \"office\" except: \"x\"")),
              ElementsAre(AllOf(StartsWith("4: "), HasSubstr("except"))));
  EXPECT_THAT(FaultsOf(With("CERTIFICATE_IDENTITY_URI", "17")),
              ElementsAre(StartsWith("2: certificate_identity: 17 is not a value"),
                          StartsWith("2: certificate_identity: missing")));
  EXPECT_FALSE(ParseAccessList(With("code: \"office\"", "codes: 1"), nullptr).ok());
}

TEST(AccessTextTest, ASyntaxErrorIsAFault) {
  EXPECT_THAT(FaultsOf("principals { code: office }"), ElementsAre(StartsWith("1: ")));
  EXPECT_THAT(FaultsOf(""), ElementsAre(HasSubstr("may administer")));
}

TEST(AccessTextTest, ATextIsNoLongerThanItMayBe) {
  const size_t size = std::string(kSound).size();
  EXPECT_THAT(FaultsOf(kSound + std::string(kMaxAccessTextBytes - size, '\n')), IsEmpty());
  EXPECT_THAT(FaultsOf(kSound + std::string(kMaxAccessTextBytes - size + 1, '\n')),
              ElementsAre("the access list has 4194305 bytes; expected at most 4194304"));
}

}  // namespace
}  // namespace jurimeter::messages
