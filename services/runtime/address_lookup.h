// Looks up the addresses of a host, as sockets take them.
//
// Example:
//   absl::StatusOr<AddressList> addresses = LookUpAddresses({"localhost", 50051});
//   for (const addrinfo* each = addresses->get(); each != nullptr; each = each->ai_next) ...
//
// Threads: safe from any. A name server may keep the caller waiting.
#ifndef JURIMETER_SERVICES_RUNTIME_ADDRESS_LOOKUP_H_
#define JURIMETER_SERVICES_RUNTIME_ADDRESS_LOOKUP_H_

#include <netdb.h>

#include <memory>

#include "absl/status/statusor.h"
#include "services/runtime/host_port.h"

namespace jurimeter::runtime {

// The first of at least one address; each names the next.
using AddressList = std::unique_ptr<addrinfo, void (*)(addrinfo*)>;

// The addresses of `address` for TCP, to listen on or to connect to.
//   NOT_FOUND  the host has none; the message is the resolver's
absl::StatusOr<AddressList> LookUpAddresses(const HostPort& address);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_ADDRESS_LOOKUP_H_
