#include "tools/jurimeter/local/listen_address.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "services/runtime/address_lookup.h"
#include "services/runtime/host_port.h"

namespace jurimeter::tools {
namespace {

// 0 if it can be bound, else errno.
int TryBind(const addrinfo& candidate) {
  const int fd =
      socket(candidate.ai_family, candidate.ai_socktype | SOCK_CLOEXEC, candidate.ai_protocol);
  if (fd < 0) return errno;
  // A connection of a server that has just ended does not count.
  const int yes = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  const bool bound = bind(fd, candidate.ai_addr, candidate.ai_addrlen) == 0 && listen(fd, 1) == 0;
  const int error = bound ? 0 : errno;
  close(fd);
  return error;
}

}  // namespace

absl::Status CheckFree(const std::string& address) {
  const absl::StatusOr<runtime::HostPort> parsed = runtime::ParseHostPort(address);
  if (!parsed.ok()) return parsed.status();
  const absl::StatusOr<runtime::AddressList> candidates = runtime::LookUpAddresses(*parsed);
  if (!candidates.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", parsed->host, "\" is no address or name of this machine"));
  }
  const int error = TryBind(**candidates);
  if (error == 0) return absl::OkStatus();
  if (error == EADDRINUSE) {
    return absl::FailedPreconditionError(absl::StrCat(
        address, " is in use by another program; choose another port, or 0 for a free one"));
  }
  return absl::InvalidArgumentError(
      absl::StrCat("cannot listen on ", address, ": ", std::strerror(error)));
}

}  // namespace jurimeter::tools
