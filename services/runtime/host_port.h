// Addresses as options take them: "host:port". An IPv6 address stands in brackets.
//
// Example:
//   absl::StatusOr<HostPort> address = ParseHostPort("[::1]:50051");
//   app.add_option("--listen", options.listen, "...")->check(ListenFault);
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_RUNTIME_HOST_PORT_H_
#define JURIMETER_SERVICES_RUNTIME_HOST_PORT_H_

#include <string>

#include "absl/status/statusor.h"

namespace jurimeter::runtime {

struct HostPort {
  std::string host;  // without brackets
  int port = 0;      // 0 to 65535

  std::string ToString() const;
};

// Refuses ports above 65535; the C library's resolver takes them and drops their upper bits.
//   INVALID_ARGUMENT  not host:port; the message quotes `text` and says what is expected
absl::StatusOr<HostPort> ParseHostPort(const std::string& text);

// What is wrong with an address to listen on; empty if nothing is. Port 0 takes a free one.
std::string ListenFault(const std::string& text);

// What is wrong with the address of a service to call; empty if nothing is.
std::string ServiceAddressFault(const std::string& text);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_HOST_PORT_H_
