#include "services/present/access_formats.h"

#include <gmock/gmock.h>

#include <string>

namespace jurimeter::present {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

v1::PrincipalAccess Access() {
  v1::PrincipalAccess access;
  access.set_code("justice-system");
  access.set_name_zh("司法局系统");
  access.set_name_en("Justice");
  access.set_certificate_identity(v1::CERTIFICATE_IDENTITY_URI);
  access.set_certificate("spiffe://hubei/justice");
  access.set_calls_per_second(100);
  access.set_bytes_per_second(5000);
  v1::GrantedScope& report = *access.add_granted();
  report.set_kind(v1::GRANT_KIND_REPORT);
  report.add_bureaus("court");
  report.add_bureaus("justice");
  report.set_bureaus_on_day(2);
  v1::GrantedScope& read = *access.add_granted();
  read.set_kind(v1::GRANT_KIND_READ);
  read.add_regions("4201");
  read.add_bureaus("justice");
  read.set_bureaus_on_day(12);
  v1::GrantedScope& publish = *access.add_granted();
  publish.set_kind(v1::GRANT_KIND_PUBLISH);
  publish.set_all(true);
  publish.set_bureaus_on_day(40);
  access.set_access_revision(3);
  access.set_catalog_version(1);
  access.set_day("2023-12-31");
  return access;
}

TEST(AccessFormatsTest, TheTableSaysWhoItIsAndWhatItMayDo) {
  EXPECT_EQ(FormatAccess("table", Access()),
            "justice-system  司法局系统 Justice\n"
            "known by a certificate with the URI spiffe://hubei/justice\n"
            "at most 100 calls and 5000 bytes a second\n"
            "\n"
            "grant    bureaus on 2023-12-31  scope\n"
            "report   2                      bureaus court, justice\n"
            "read     12                     region 4201; bureau justice\n"
            "publish  40                     all bureaus\n"
            "\n"
            "access list of revision 3, catalog version 1\n");
}

TEST(AccessFormatsTest, TheTableOfWhoMayDoNothing) {
  v1::PrincipalAccess access = Access();
  access.clear_granted();
  access.clear_certificate_identity();
  access.clear_name_en();
  access.clear_calls_per_second();
  access.clear_bytes_per_second();
  EXPECT_EQ(FormatAccess("table", access),
            "justice-system  司法局系统\n"
            "known by tokens alone\n"
            "\n"
            "It is granted nothing.\n"
            "\n"
            "access list of revision 3, catalog version 1\n");
}

TEST(AccessFormatsTest, SaysHowItIsKnown) {
  v1::PrincipalAccess access = Access();
  access.set_certificate_identity(v1::CERTIFICATE_IDENTITY_DNS);
  EXPECT_THAT(FormatAccess("table", access), HasSubstr("with the DNS name spiffe"));
  access.set_certificate_identity(v1::CERTIFICATE_IDENTITY_COMMON_NAME);
  EXPECT_THAT(FormatAccess("table", access), HasSubstr("with the common name spiffe"));
}

TEST(AccessFormatsTest, CsvHasALineForEachGrant) {
  EXPECT_EQ(FormatAccess("csv", Access()),
            "\xEF\xBB\xBFprincipal,grant,scope,bureaus,day,access_revision,catalog_version\r\n"
            "justice-system,report,\"bureaus court, justice\",2,2023-12-31,3,1\r\n"
            "justice-system,read,region 4201; bureau justice,12,2023-12-31,3,1\r\n"
            "justice-system,publish,all bureaus,40,2023-12-31,3,1\r\n");
}

TEST(AccessFormatsTest, JsonIsTheMessage) {
  EXPECT_THAT(AccessFormatNames(), ElementsAre("table", "json", "csv"));
  EXPECT_THAT(FormatAccess("json", Access()), HasSubstr("\"GRANT_KIND_PUBLISH\""));
}

}  // namespace
}  // namespace jurimeter::present
