#include "services/messages/access_messages.h"

#include <gmock/gmock.h>

#include <string>

#include "services/messages/access_text.h"
#include "services/messages/catalog_text.h"

namespace jurimeter::messages {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kCatalog[] = R"(time_zone: "Asia/Shanghai"
first_year: 2020
bureaus { code: "court" name_zh: "法院" region: "230108" }
bureaus { code: "police" name_zh: "公安" region: "2302" ends: "2022-12-31" }
)";

v1::AccessList Message() {
  v1::AccessList message;
  message.set_certificate_identity(v1::CERTIFICATE_IDENTITY_COMMON_NAME);
  v1::Principal& office = *message.add_principals();
  office.set_code("office");
  office.set_name_zh("司法厅");
  office.set_name_en("Office");
  office.set_certificate("厅");
  office.set_calls_per_second(7);
  office.set_bytes_per_second(8);
  v1::Grant& all = *office.add_grants();
  for (int kind = v1::GrantKind_MIN + 1; kind <= v1::GrantKind_MAX; ++kind) {
    all.add_kinds(static_cast<v1::GrantKind>(kind));
  }
  all.mutable_scope()->set_all(true);
  v1::Principal& court = *message.add_principals();
  court.set_code("court");
  court.set_name_zh("法院");
  v1::Grant& some = *court.add_grants();
  some.add_kinds(v1::GRANT_KIND_READ);
  some.mutable_scope()->add_bureaus("court");
  *court.add_grants() = some;
  court.mutable_grants(1)->mutable_scope()->clear_bureaus();
  court.mutable_grants(1)->mutable_scope()->set_region("2302");
  return message;
}

TEST(AccessMessagesTest, ReadsEveryField) {
  const auto [spec, faults] = FromProto(Message());
  EXPECT_THAT(faults, IsEmpty());
  EXPECT_EQ(spec.certificate_identity, CertificateIdentity::kCommonName);
  ASSERT_EQ(spec.principals.size(), 2);
  const PrincipalSpec& office = spec.principals[0];
  EXPECT_EQ(office.code, "office");
  EXPECT_EQ(office.name_zh, "司法厅");
  EXPECT_EQ(office.name_en, "Office");
  EXPECT_EQ(office.certificate, "厅");
  EXPECT_EQ(office.calls_per_second, 7);
  EXPECT_EQ(office.bytes_per_second, 8);
  ASSERT_EQ(office.grants.size(), 1);
  EXPECT_THAT(office.grants[0].kinds, testing::ElementsAreArray(kGrantKinds));
  EXPECT_TRUE(office.grants[0].scope.all);
  ASSERT_EQ(spec.principals[1].grants.size(), 2);
  EXPECT_THAT(spec.principals[1].grants[0].scope.bureaus, ElementsAre("court"));
  EXPECT_EQ(spec.principals[1].grants[1].scope.region, "2302");
}

TEST(AccessMessagesTest, ReadsEveryKindOfName) {
  v1::AccessList message;
  for (const auto& [number, identity] :
       {std::pair(v1::CERTIFICATE_IDENTITY_UNSPECIFIED, CertificateIdentity::kNone),
        {v1::CERTIFICATE_IDENTITY_URI, CertificateIdentity::kUri},
        {v1::CERTIFICATE_IDENTITY_DNS, CertificateIdentity::kDns},
        {v1::CERTIFICATE_IDENTITY_COMMON_NAME, CertificateIdentity::kCommonName}}) {
    message.set_certificate_identity(number);
    EXPECT_EQ(FromProto(message).spec.certificate_identity, identity);
  }
}

TEST(AccessMessagesTest, AValueThatIsNotKnownIsAFault) {
  v1::AccessList message = Message();
  message.set_certificate_identity(static_cast<v1::CertificateIdentity>(9));
  message.mutable_principals(1)->mutable_grants(1)->add_kinds(static_cast<v1::GrantKind>(8));
  message.mutable_principals(1)->mutable_grants(1)->add_kinds(v1::GRANT_KIND_UNSPECIFIED);
  const AccessReading reading = FromProto(message);
  EXPECT_THAT(
      reading.faults,
      ElementsAre(Violation{"certificate_identity", "9 is not a value of this field"},
                  Violation{"principals[1].grants[1].kinds[1]", "8 is not a value of this field"},
                  Violation{"principals[1].grants[1].kinds[2]",
                            "missing; expected what is granted, such as GRANT_KIND_READ"}));
  EXPECT_EQ(reading.spec.principals[1].grants[1].kinds.size(), 3);
}

TEST(AccessMessagesTest, SaysWhatAPrincipalMayDo) {
  const auto catalog = ParseCatalog(kCatalog);
  ASSERT_TRUE(catalog.ok());
  const auto list = AccessList::Create(FromProto(Message()).spec, catalog->catalog.get());
  ASSERT_TRUE(list.ok());
  const auto describe = [&](const char* code, absl::CivilDay day) {
    return ToProto(**list, *(*list)->Find(code), *catalog->catalog, day);
  };
  const v1::PrincipalAccess office = describe("office", absl::CivilDay(2022, 12, 31));
  EXPECT_EQ(office.code(), "office");
  EXPECT_EQ(office.name_zh(), "司法厅");
  EXPECT_EQ(office.name_en(), "Office");
  EXPECT_EQ(office.certificate_identity(), v1::CERTIFICATE_IDENTITY_COMMON_NAME);
  EXPECT_EQ(office.certificate(), "厅");
  EXPECT_EQ(office.calls_per_second(), 7);
  EXPECT_EQ(office.bytes_per_second(), 8);
  EXPECT_EQ(office.day(), "2022-12-31");
  ASSERT_EQ(office.granted_size(), 7);
  EXPECT_EQ(office.granted(6).ShortDebugString(),
            "kind: GRANT_KIND_FORWARD all: true bureaus_on_day: 2");
  const v1::PrincipalAccess court = describe("court", absl::CivilDay(2023, 1, 1));
  EXPECT_EQ(court.certificate_identity(), v1::CERTIFICATE_IDENTITY_UNSPECIFIED);
  ASSERT_EQ(court.granted_size(), 1);
  EXPECT_EQ(court.granted(0).ShortDebugString(),
            "kind: GRANT_KIND_READ regions: \"2302\" bureaus: \"court\" bureaus_on_day: 1");
}

}  // namespace
}  // namespace jurimeter::messages
