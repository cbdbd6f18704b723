#include "services/runtime/address_lookup.h"

#include <sys/socket.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace jurimeter::runtime {

absl::StatusOr<AddressList> LookUpAddresses(const HostPort& address) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  // Passive: "*" is every address of this machine.
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const std::string port = absl::StrCat(address.port);
  const int error = getaddrinfo(address.host.c_str(), port.c_str(), &hints, &found);
  if (error != 0) return absl::NotFoundError(gai_strerror(error));
  return AddressList(found, &freeaddrinfo);
}

}  // namespace jurimeter::runtime
