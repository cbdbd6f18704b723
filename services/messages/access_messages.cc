#include "services/messages/access_messages.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/access/permission.h"
#include "domain/values/period.h"
#include "services/messages/scope_messages.h"

namespace jurimeter::messages {
namespace {

CertificateIdentity IdentityFromProto(v1::CertificateIdentity identity, Violations* faults) {
  switch (identity) {
    case v1::CERTIFICATE_IDENTITY_UNSPECIFIED:
      return CertificateIdentity::kNone;
    case v1::CERTIFICATE_IDENTITY_URI:
      return CertificateIdentity::kUri;
    case v1::CERTIFICATE_IDENTITY_DNS:
      return CertificateIdentity::kDns;
    case v1::CERTIFICATE_IDENTITY_COMMON_NAME:
      return CertificateIdentity::kCommonName;
    default:
      faults->push_back({"certificate_identity", absl::StrCat(static_cast<int>(identity),
                                                              " is not a value of this field")});
      return CertificateIdentity::kNone;
  }
}

v1::CertificateIdentity ToProto(CertificateIdentity identity) {
  switch (identity) {
    case CertificateIdentity::kNone:
      return v1::CERTIFICATE_IDENTITY_UNSPECIFIED;
    case CertificateIdentity::kUri:
      return v1::CERTIFICATE_IDENTITY_URI;
    case CertificateIdentity::kDns:
      return v1::CERTIFICATE_IDENTITY_DNS;
    case CertificateIdentity::kCommonName:
      return v1::CERTIFICATE_IDENTITY_COMMON_NAME;
  }
  return v1::CERTIFICATE_IDENTITY_UNSPECIFIED;
}

v1::GrantKind ToProto(GrantKind kind) {
  switch (kind) {
    case GrantKind::kReport:
      return v1::GRANT_KIND_REPORT;
    case GrantKind::kCorrect:
      return v1::GRANT_KIND_CORRECT;
    case GrantKind::kRead:
      return v1::GRANT_KIND_READ;
    case GrantKind::kClose:
      return v1::GRANT_KIND_CLOSE;
    case GrantKind::kPublish:
      return v1::GRANT_KIND_PUBLISH;
    case GrantKind::kAdminister:
      return v1::GRANT_KIND_ADMINISTER;
    case GrantKind::kForward:
      return v1::GRANT_KIND_FORWARD;
  }
  return v1::GRANT_KIND_UNSPECIFIED;
}

GrantKind KindFromProto(int number, const std::string& field, Violations* faults) {
  for (const GrantKind kind : kGrantKinds) {
    if (ToProto(kind) == number) return kind;
  }
  faults->push_back({field, number == 0
                                ? "missing; expected what is granted, such as GRANT_KIND_READ"
                                : absl::StrCat(number, " is not a value of this field")});
  return GrantKind::kReport;
}

GrantSpec GrantFromProto(const v1::Grant& message, const std::string& path, Violations* faults) {
  GrantSpec grant = {.kinds = {}, .scope = FromProto(message.scope())};
  for (int place = 0; place < message.kinds_size(); ++place) {
    grant.kinds.push_back(
        KindFromProto(message.kinds(place), absl::StrCat(path, ".kinds[", place, "]"), faults));
  }
  return grant;
}

PrincipalSpec PrincipalFromProto(const v1::Principal& message, const std::string& path,
                                 Violations* faults) {
  PrincipalSpec principal = {.code = message.code(),
                             .name_zh = message.name_zh(),
                             .name_en = message.name_en(),
                             .certificate = message.certificate(),
                             .grants = {},
                             .calls_per_second = message.calls_per_second(),
                             .bytes_per_second = message.bytes_per_second()};
  for (int place = 0; place < message.grants_size(); ++place) {
    principal.grants.push_back(
        GrantFromProto(message.grants(place), absl::StrCat(path, ".grants[", place, "]"), faults));
  }
  return principal;
}

v1::GrantedScope GrantedToProto(const GrantedScope& granted) {
  v1::GrantedScope message;
  message.set_all(granted.is_all());
  if (granted.is_all()) return message;
  *message.mutable_regions() = {granted.regions().begin(), granted.regions().end()};
  const std::vector<std::string> bureaus = granted.bureaus();
  *message.mutable_bureaus() = {bureaus.begin(), bureaus.end()};
  return message;
}

}  // namespace

AccessReading FromProto(const v1::AccessList& message) {
  AccessReading reading;
  reading.spec.certificate_identity =
      IdentityFromProto(message.certificate_identity(), &reading.faults);
  for (int place = 0; place < message.principals_size(); ++place) {
    reading.spec.principals.push_back(PrincipalFromProto(
        message.principals(place), absl::StrCat("principals[", place, "]"), &reading.faults));
  }
  return reading;
}

v1::PrincipalAccess ToProto(const AccessList& list, const Principal& principal,
                            const Catalog& catalog, absl::CivilDay day) {
  v1::PrincipalAccess message;
  message.set_code(principal.spec.code);
  message.set_name_zh(principal.spec.name_zh);
  message.set_name_en(principal.spec.name_en);
  if (!principal.spec.certificate.empty()) {
    message.set_certificate_identity(ToProto(list.certificate_identity()));
    message.set_certificate(principal.spec.certificate);
  }
  message.set_calls_per_second(principal.spec.calls_per_second);
  message.set_bytes_per_second(principal.spec.bytes_per_second);
  const Permission may(principal, catalog);
  for (const GrantKind kind : kGrantKinds) {
    if (!may.Do(kind)) continue;
    v1::GrantedScope& granted = *message.add_granted();
    granted = GrantedToProto(principal.For(kind));
    granted.set_kind(ToProto(kind));
    granted.set_bureaus_on_day(may.CountBureaus(kind, day));
  }
  message.set_day(DayText(day));
  return message;
}

}  // namespace jurimeter::messages
