#include "domain/access/access_checks.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/catalog/field_checks.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

bool MayAdminister(const PrincipalSpec& principal) {
  return std::ranges::any_of(principal.grants, [](const GrantSpec& grant) {
    return std::ranges::find(grant.kinds, GrantKind::kAdminister) != grant.kinds.end();
  });
}

class AccessCheck : private FieldChecks {
 public:
  AccessCheck(const AccessListSpec& spec, const Catalog* catalog, Violations* faults)
      : FieldChecks(faults), spec_(spec), catalog_(catalog) {}

  void Run() {
    CheckIdentity();
    if (spec_.principals.size() > kMaxPrincipals) {
      Add("principals",
          absl::StrCat("has ", spec_.principals.size(), "; expected at most ", kMaxPrincipals));
      return;
    }
    if (std::ranges::none_of(spec_.principals, MayAdminister)) {
      Add("principals",
          "none of them may administer, so that nobody could change the list; expected at least "
          "one with GRANT_KIND_ADMINISTER");
    }
    for (size_t place = 0; place < spec_.principals.size(); ++place) CheckPrincipal(place);
  }

 private:
  void CheckIdentity() {
    if (spec_.certificate_identity != CertificateIdentity::kNone) return;
    if (std::ranges::all_of(spec_.principals, [](const PrincipalSpec& principal) {
          return principal.certificate.empty();
        })) {
      return;
    }
    Add("certificate_identity",
        "missing, although principals have certificates; expected the kind of name that they are "
        "known by, such as CERTIFICATE_IDENTITY_URI");
  }

  void CheckPrincipal(size_t place) {
    const PrincipalSpec& principal = spec_.principals[place];
    const std::string owner = absl::StrCat("principals[", place, "]");
    CheckCode(owner, principal.code, ".-", &codes_);
    if (principal.code == kNobodysName) {
      Add(absl::StrCat(owner, ".code"),
          "\"nobody\" stands for calls without identity; expected another code");
    }
    CheckRequiredText(absl::StrCat(owner, ".name_zh"), principal.name_zh);
    CheckOptionalText(absl::StrCat(owner, ".name_en"), principal.name_en);
    if (!principal.certificate.empty()) CheckCertificate(owner, principal.certificate);
    CheckGrants(owner, principal);
    CheckLimit(absl::StrCat(owner, ".calls_per_second"), principal.calls_per_second,
               kMaxCallsPerSecond);
    CheckLimit(absl::StrCat(owner, ".bytes_per_second"), principal.bytes_per_second,
               kMaxBytesPerSecond);
  }

  void CheckCertificate(const std::string& owner, const std::string& name) {
    const std::string field = absl::StrCat(owner, ".certificate");
    std::string fault = CertificateNameFault(spec_.certificate_identity, name);
    if (!fault.empty()) Add(field, std::move(fault));
    const auto [first, fresh] =
        certificates_.insert({ComparedName(spec_.certificate_identity, name), owner});
    if (fresh) return;
    Add(field, absl::StrCat(Quoted(name), " is used twice: ", first->second,
                            " has it too; expected a name of its own"));
  }

  void CheckGrants(const std::string& owner, const PrincipalSpec& principal) {
    if (principal.grants.size() > kMaxGrants) {
      Add(absl::StrCat(owner, ".grants"),
          absl::StrCat("has ", principal.grants.size(), "; expected at most ", kMaxGrants));
      return;
    }
    for (size_t place = 0; place < principal.grants.size(); ++place) {
      const std::string field = absl::StrCat(owner, ".grants[", place, "]");
      if (principal.grants[place].kinds.empty()) {
        Add(absl::StrCat(field, ".kinds"),
            "missing; expected what is granted, such as GRANT_KIND_READ");
      }
      CheckScopeOf(field, principal.grants[place]);
    }
  }

  void CheckScopeOf(const std::string& grant, const GrantSpec& spec) {
    const std::string field = absl::StrCat(grant, ".scope");
    if (!CheckScope(catalog_, spec.scope, field, faults()) || spec.scope.all) return;
    const auto kind = std::ranges::find_if(spec.kinds, IsForAllOnly);
    if (kind == spec.kinds.end()) return;
    Add(field, absl::StrCat("\"", ToAbsl(NameOf(*kind)),
                            "\" is granted for all bureaus only; expected scope { all: true }"));
  }

  void CheckLimit(std::string field, int64_t limit, int64_t most) {
    if (limit >= 0 && limit <= most) return;
    Add(std::move(field),
        absl::StrCat(limit, " is out of range; expected 1 to ", most, ", or 0 for no limit"));
  }

  const AccessListSpec& spec_;
  const Catalog* const catalog_;
  FirstPlaces codes_;
  std::map<std::string, std::string> certificates_;  // who has each first
};

}  // namespace

Violations CheckAccessList(const AccessListSpec& spec, const Catalog* catalog) {
  Violations faults;
  AccessCheck(spec, catalog, &faults).Run();
  return faults;
}

}  // namespace jurimeter
