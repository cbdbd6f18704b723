// The access list: who may call, how a caller is known, and what each may do.
//
// Example:
//   auto created = AccessList::Create(spec, catalog.get());
//   if (!created.ok()) return created.faults();
//   const Principal* caller = (*created)->FindByCertificate({"spiffe://hubei/justice"});
//
// Threads: immutable once made; share it freely.
#ifndef JURIMETER_DOMAIN_ACCESS_ACCESS_LIST_H_
#define JURIMETER_DOMAIN_ACCESS_ACCESS_LIST_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "domain/access/certificate_name.h"  // exported
#include "domain/access/grant_kind.h"        // exported
#include "domain/access/granted_scope.h"
#include "domain/catalog/catalog.h"
#include "domain/catalog/scope_draft.h"
#include "domain/values/checked.h"

namespace jurimeter {

inline constexpr size_t kMaxPrincipals = 10'000;
inline constexpr size_t kMaxGrants = 100;  // of a principal
inline constexpr int64_t kMaxCallsPerSecond = 1'000'000;
inline constexpr int64_t kMaxBytesPerSecond = 1'000'000'000'000;

// The name of calls without identity, which no principal may have.
inline constexpr std::string_view kNobodysName = "nobody";

struct GrantSpec {
  std::vector<GrantKind> kinds;
  ScopeDraft scope;
};

struct PrincipalSpec {
  std::string code;
  std::string name_zh;
  std::string name_en;
  std::string certificate = {};  // empty: known by tokens alone
  std::vector<GrantSpec> grants = {};
  // 0: no limit
  int64_t calls_per_second = 0;
  int64_t bytes_per_second = 0;
};

// An access list as somebody wrote it; nothing in it is checked.
struct AccessListSpec {
  CertificateIdentity certificate_identity = CertificateIdentity::kNone;
  std::vector<PrincipalSpec> principals;
};

struct Principal {
  PrincipalSpec spec;
  std::array<GrantedScope, kGrantKinds.size()> granted;  // by PlaceOf(kind)

  const GrantedScope& For(GrantKind kind) const { return granted[PlaceOf(kind)]; }
};

class AccessList {
 public:
  // Checks `spec` as a whole and returns the list, or every fault there is, each with a field path
  // of the list's message such as "principals[3].grants[0].scope" (access_checks.h). The bureaus
  // that it names are looked up in `catalog`; null for a list that is in force already, since a
  // later catalog may have left some out.
  static Checked<std::shared_ptr<const AccessList>> Create(const AccessListSpec& spec,
                                                           const Catalog* catalog);

  CertificateIdentity certificate_identity() const { return certificate_identity_; }
  // In the order of the text.
  const std::vector<Principal>& principals() const { return principals_; }

  // Null if the list has no such principal.
  const Principal* Find(std::string_view code) const;
  // The principal that is known by `names`, which are those of a certificate, all of the kind
  // certificate_identity(). Null if none is known by them, or two are.
  const Principal* FindByCertificate(const std::vector<std::string>& names) const;

 private:
  AccessList() = default;

  CertificateIdentity certificate_identity_ = CertificateIdentity::kNone;
  std::vector<Principal> principals_;
  // Places by code, and by the name that is compared.
  absl::flat_hash_map<std::string, size_t> codes_;
  absl::flat_hash_map<std::string, size_t> certificates_;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_ACCESS_ACCESS_LIST_H_
