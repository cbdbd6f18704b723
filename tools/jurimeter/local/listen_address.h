// Addresses to listen on.
#ifndef JURIMETER_TOOLS_JURIMETER_LOCAL_LISTEN_ADDRESS_H_
#define JURIMETER_TOOLS_JURIMETER_LOCAL_LISTEN_ADDRESS_H_

#include <string>

#include "absl/status/status.h"

namespace jurimeter::tools {

// Whether `address` (host:port, [host]:port for IPv6) can be bound now. If another program shares
// its port, gRPC would share it too; this function says that it is taken.
//   INVALID_ARGUMENT     not an address of this machine
//   FAILED_PRECONDITION  somebody else listens there
absl::Status CheckFree(const std::string& address);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_LOCAL_LISTEN_ADDRESS_H_
