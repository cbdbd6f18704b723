#include "services/runtime/rpc/listening_sockets.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/runtime/address_lookup.h"
#include "services/runtime/host_port.h"

namespace jurimeter::runtime {
namespace {

int PortOf(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  if (address.ss_family == AF_INET6) {
    return ntohs(reinterpret_cast<const sockaddr_in6*>(&address)->sin6_port);
  }
  return ntohs(reinterpret_cast<const sockaddr_in*>(&address)->sin_port);
}

void SetPort(sockaddr* address, int port) {
  const auto in_network_order = htons(static_cast<uint16_t>(port));
  if (address->sa_family == AF_INET6) {
    reinterpret_cast<sockaddr_in6*>(address)->sin6_port = in_network_order;
  } else {
    reinterpret_cast<sockaddr_in*>(address)->sin_port = in_network_order;
  }
}

// A socket that listens on `address`, or -1 with errno.
int Listen(const addrinfo& address) {
  const int type = address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC;
  const int listener = socket(address.ai_family, type, address.ai_protocol);
  if (listener < 0) return -1;
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // connections inherit it
  if (bind(listener, address.ai_addr, address.ai_addrlen) == 0 &&
      listen(listener, SOMAXCONN) == 0) {
    return listener;
  }
  const int error = errno;
  close(listener);
  errno = error;
  return -1;
}

absl::Status CannotListen(const std::string& listen, const std::string& why,
                          const std::string& flag) {
  return absl::UnavailableError(absl::StrCat("cannot listen on \"", listen, "\": ", why,
                                             "; choose another host:port with ", flag));
}

}  // namespace

absl::StatusOr<ListeningSockets> ListeningSockets::Bind(const std::string& listen,
                                                        const std::string& flag) {
  absl::StatusOr<HostPort> address = ParseHostPort(listen);
  if (!address.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(flag, ": ", address.status().message()));
  }
  const absl::StatusOr<AddressList> found = LookUpAddresses(*address);
  if (!found.ok()) return CannotListen(listen, std::string(found.status().message()), flag);
  ListeningSockets sockets;
  std::string fault = "no address";
  for (const addrinfo* each = found->get(); each != nullptr; each = each->ai_next) {
    if (address->port != 0) SetPort(each->ai_addr, address->port);
    const int listener = Listen(*each);
    if (listener < 0) {
      fault = std::strerror(errno);
      // A name may have addresses of a protocol that this machine does not speak: others will do.
      // An address in use is a mistake.
      if (errno == EADDRINUSE) return CannotListen(listen, fault, flag);
      continue;
    }
    sockets.fds_.push_back(listener);
    address->port = PortOf(listener);
  }
  if (sockets.fds_.empty()) return CannotListen(listen, fault, flag);
  sockets.address_ = address->ToString();
  return sockets;
}

ListeningSockets& ListeningSockets::operator=(ListeningSockets&& other) noexcept {
  if (this == &other) return *this;
  Close();
  fds_ = std::exchange(other.fds_, {});
  address_ = std::move(other.address_);
  return *this;
}

void ListeningSockets::Close() {
  for (const int fd : fds_) close(fd);
  fds_.clear();
}

}  // namespace jurimeter::runtime
