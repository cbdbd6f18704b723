#include "domain/access/access_list.h"

#include <utility>

#include "domain/access/access_checks.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

Principal MakePrincipal(const PrincipalSpec& spec) {
  Principal principal = {.spec = spec, .granted = {}};
  for (const GrantSpec& grant : spec.grants) {
    for (const GrantKind kind : grant.kinds) principal.granted[PlaceOf(kind)].Add(grant.scope);
  }
  return principal;
}

}  // namespace

Checked<std::shared_ptr<const AccessList>> AccessList::Create(const AccessListSpec& spec,
                                                              const Catalog* catalog) {
  Violations faults = CheckAccessList(spec, catalog);
  if (!faults.empty()) return faults;

  std::shared_ptr<AccessList> list(new AccessList);
  list->certificate_identity_ = spec.certificate_identity;
  for (const PrincipalSpec& principal : spec.principals) {
    const size_t place = list->principals_.size();
    list->codes_.emplace(principal.code, place);
    if (!principal.certificate.empty()) {
      list->certificates_.emplace(ComparedName(spec.certificate_identity, principal.certificate),
                                  place);
    }
    list->principals_.push_back(MakePrincipal(principal));
  }
  return std::shared_ptr<const AccessList>(std::move(list));
}

const Principal* AccessList::Find(std::string_view code) const {
  const auto found = codes_.find(ToAbsl(code));
  return found == codes_.end() ? nullptr : &principals_[found->second];
}

const Principal* AccessList::FindByCertificate(const std::vector<std::string>& names) const {
  const Principal* known = nullptr;
  for (const std::string& name : names) {
    const auto found = certificates_.find(ComparedName(certificate_identity_, name));
    if (found == certificates_.end()) continue;
    const Principal* const each = &principals_[found->second];
    if (known != nullptr && known != each) return nullptr;
    known = each;
  }
  return known;
}

}  // namespace jurimeter
