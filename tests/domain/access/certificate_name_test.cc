#include "domain/access/certificate_name.h"

#include <gmock/gmock.h>

#include <string>

namespace jurimeter {
namespace {

using ::testing::HasSubstr;

constexpr CertificateIdentity kUri = CertificateIdentity::kUri;
constexpr CertificateIdentity kDns = CertificateIdentity::kDns;
constexpr CertificateIdentity kCommonName = CertificateIdentity::kCommonName;

std::string Times(int count, const std::string& text) {
  std::string repeated;
  for (int i = 0; i < count; ++i) repeated += text;
  return repeated;
}

struct Case {
  CertificateIdentity identity;
  std::string name;
};

TEST(CertificateNameTest, TakesNamesOfTheKind) {
  const Case kSound[] = {
      {kUri, "spiffe://hubei/justice"},
      {kUri, "urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66"},
      {kUri, "a:b"},
      {kUri, "x+y-1.0:%E5%8F%B8?q=1#f"},
      {kUri, "s:" + std::string(510, 'a')},
      {kDns, "justice.hubei.example"},
      {kDns, "localhost"},
      {kDns, "1.a-1"},
      {kDns, std::string(63, 'a') + ".x1"},
      {kDns, Times(126, "a.") + "b"},
      {kCommonName, "司法局 系统"},
      {kCommonName, "J"},
      {kCommonName, Times(64, "局")},
      {kCommonName, "10.0.0.1"},
  };
  for (const Case& each : kSound) {
    EXPECT_EQ(CertificateNameFault(each.identity, each.name), "") << each.name;
  }
}

TEST(CertificateNameTest, RefusesWhatIsNoneOfTheKind) {
  const Case kFaulty[] = {
      {kUri, "justice"},
      {kUri, ":justice"},
      {kUri, "spiffe:"},
      {kUri, "1a:b"},
      {kUri, "a_b:c"},
      {kUri, "司:b"},
      {kUri, "spiffe://hubei/司法"},
      {kUri, "spiffe://hubei/a b"},
      {kUri, "spiffe://hubei/\"a\""},
      {kUri, "spiffe://hubei/a\n"},
      {kUri, std::string("a:\0b", 4)},
      {kUri, "s:" + std::string(511, 'a')},
      {kDns, "Justice.example"},
      {kDns, "*.example"},
      {kDns, "justice.example."},
      {kDns, ".example"},
      {kDns, "justice..example"},
      {kDns, "-a.example"},
      {kDns, "a-.example"},
      {kDns, "a_b.example"},
      {kDns, "10.0.0.1"},
      {kDns, "1"},
      {kDns, "司法.example"},
      {kDns, std::string(64, 'a') + ".x"},
      {kDns, Times(126, "a.") + "bc"},
      {kDns, "spiffe://a"},
      {kCommonName, " justice"},
      {kCommonName, "justice\xE3\x80\x80"},
      {kCommonName, "a\tb"},
      {kCommonName, "a\x7F"},
      {kCommonName, "\xFF"},
      {kCommonName, Times(65, "局")},
  };
  for (const Case& each : kFaulty) {
    EXPECT_THAT(CertificateNameFault(each.identity, each.name), HasSubstr("; expected "))
        << each.name;
  }
  for (const CertificateIdentity identity : {kUri, kDns, kCommonName}) {
    EXPECT_NE(CertificateNameFault(identity, ""), "");
  }
}

TEST(CertificateNameTest, OnlyDnsNamesHaveNoCase) {
  EXPECT_EQ(ComparedName(kDns, "Justice.EXAMPLE"), "justice.example");
  EXPECT_EQ(ComparedName(kUri, "spiffe://Hubei"), "spiffe://Hubei");
  EXPECT_EQ(ComparedName(kCommonName, "Justice"), "Justice");
}

}  // namespace
}  // namespace jurimeter
