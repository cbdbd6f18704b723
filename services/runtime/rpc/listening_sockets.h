// Sockets that listen on every address of a host:port.
//
// Example:
//   absl::StatusOr<ListeningSockets> sockets = ListeningSockets::Bind("localhost:0", "--listen");
//   for (int fd : sockets->fds()) ...
//
// Threads: one at a time.
#ifndef JURIMETER_SERVICES_RUNTIME_RPC_LISTENING_SOCKETS_H_
#define JURIMETER_SERVICES_RUNTIME_RPC_LISTENING_SOCKETS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace jurimeter::runtime {

class ListeningSockets {
 public:
  // Binds all addresses of `listen`; port 0 takes a free one, the same for all. Connections queue
  // up from now on. `flag` is the option that a fault names.
  //   INVALID_ARGUMENT  `listen` is not host:port
  //   UNAVAILABLE       an address is in use, or none is of this machine
  static absl::StatusOr<ListeningSockets> Bind(const std::string& listen, const std::string& flag);

  ListeningSockets() = default;
  ListeningSockets(ListeningSockets&& other) noexcept { *this = std::move(other); }
  ListeningSockets& operator=(ListeningSockets&& other) noexcept;
  ~ListeningSockets() { Close(); }

  // The sockets, which do not block. They belong to this.
  const std::vector<int>& fds() const { return fds_; }

  // The host as it was given, with the port that was bound.
  const std::string& address() const { return address_; }

  // Gives the sockets away; the caller closes them.
  std::vector<int> Release() { return std::exchange(fds_, {}); }

  void Close();

 private:
  std::vector<int> fds_;
  std::string address_;
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_RPC_LISTENING_SOCKETS_H_
