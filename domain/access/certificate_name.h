// Names in certificates by which principals are known.
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_ACCESS_CERTIFICATE_NAME_H_
#define JURIMETER_DOMAIN_ACCESS_CERTIFICATE_NAME_H_

#include <string>
#include <string_view>

namespace jurimeter {

// The one kind of name that an access list goes by.
enum class CertificateIdentity {
  kNone,
  kUri,         // URI among the alternative names
  kDns,         // DNS name among the alternative names
  kCommonName,  // common name of a certificate without alternative names
};

// What is wrong with a name of the kind `identity` in an access list, and what is expected; empty
// if nothing is. `access.proto` says what each kind takes. Requires another kind than kNone.
std::string CertificateNameFault(CertificateIdentity identity, std::string_view name);

// `name` as it is compared: DNS names have no case.
std::string ComparedName(CertificateIdentity identity, std::string_view name);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_ACCESS_CERTIFICATE_NAME_H_
