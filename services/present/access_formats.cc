#include "services/present/access_formats.h"

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "domain/values/text.h"
#include "services/present/csv_writer.h"
#include "services/present/message_json.h"
#include "services/present/named_formats.h"
#include "services/present/wide_text.h"

namespace jurimeter::present {
namespace {

// "report" of GRANT_KIND_REPORT.
std::string KindText(v1::GrantKind kind) {
  return absl::AsciiStrToLower(absl::StripPrefix(v1::GrantKind_Name(kind), "GRANT_KIND_"));
}

std::string ListText(const char* what,
                     const google::protobuf::RepeatedPtrField<std::string>& codes) {
  if (codes.empty()) return "";
  return absl::StrCat(what, codes.size() == 1 ? " " : "s ", absl::StrJoin(codes, ", "));
}

std::string ScopeText(const v1::GrantedScope& granted) {
  if (granted.all()) return "all bureaus";
  const std::string regions = ListText("region", granted.regions());
  const std::string bureaus = ListText("bureau", granted.bureaus());
  return absl::StrCat(regions, regions.empty() || bureaus.empty() ? "" : "; ", bureaus);
}

std::string HowKnown(const v1::PrincipalAccess& access) {
  switch (access.certificate_identity()) {
    case v1::CERTIFICATE_IDENTITY_URI:
      return absl::StrCat("a certificate with the URI ", access.certificate());
    case v1::CERTIFICATE_IDENTITY_DNS:
      return absl::StrCat("a certificate with the DNS name ", access.certificate());
    case v1::CERTIFICATE_IDENTITY_COMMON_NAME:
      return absl::StrCat("a certificate with the common name ", access.certificate());
    default:
      return "tokens alone";
  }
}

std::string LimitLine(const v1::PrincipalAccess& access) {
  std::vector<std::string> limits;
  if (access.calls_per_second() > 0) {
    limits.push_back(absl::StrCat(access.calls_per_second(), " calls"));
  }
  if (access.bytes_per_second() > 0) {
    limits.push_back(absl::StrCat(access.bytes_per_second(), " bytes"));
  }
  if (limits.empty()) return "";
  return absl::StrCat("at most ", absl::StrJoin(limits, " and "), " a second\n");
}

std::string Table(const v1::PrincipalAccess& access) {
  std::vector<std::vector<std::string>> rows = {
      {"grant", absl::StrCat("bureaus on ", access.day()), "scope"}};
  for (const v1::GrantedScope& granted : access.granted()) {
    rows.push_back(
        {KindText(granted.kind()), absl::StrCat(granted.bureaus_on_day()), ScopeText(granted)});
  }
  const std::string name = access.name_en().empty()
                               ? access.name_zh()
                               : absl::StrCat(access.name_zh(), " ", access.name_en());
  return absl::StrCat(access.code(), "  ", name, "\nknown by ", HowKnown(access), "\n",
                      LimitLine(access), "\n",
                      access.granted().empty() ? "It is granted nothing.\n" : AlignColumns(rows),
                      "\naccess list of revision ", access.access_revision(), ", catalog version ",
                      access.catalog_version(), "\n");
}

std::string Csv(const v1::PrincipalAccess& access) {
  std::string text =
      absl::StrCat(ToAbsl(kByteOrderMark), CsvLine({"principal", "grant", "scope", "bureaus", "day",
                                                    "access_revision", "catalog_version"}));
  for (const v1::GrantedScope& granted : access.granted()) {
    text +=
        CsvLine({access.code(), KindText(granted.kind()), ScopeText(granted),
                 absl::StrCat(granted.bureaus_on_day()), access.day(),
                 absl::StrCat(access.access_revision()), absl::StrCat(access.catalog_version())});
  }
  return text;
}

std::string Json(const v1::PrincipalAccess& access) { return AsJson(access); }

struct Format {
  const char* name;
  std::string (*format)(const v1::PrincipalAccess& access);
};
constexpr std::array kFormats = {Format{"table", Table}, Format{"json", Json}, Format{"csv", Csv}};

}  // namespace

std::vector<std::string> AccessFormatNames() { return NamesOf(kFormats); }

std::string FormatAccess(const std::string& name, const v1::PrincipalAccess& access) {
  return FormatNamed(kFormats, name).format(access);
}

}  // namespace jurimeter::present
