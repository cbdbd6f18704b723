// The file in which a service says which addresses it has bound, for those who gave it port 0.
//
// Example of its content: {"listen":"127.0.0.1:50051","metrics":"127.0.0.1:9464"}
#ifndef JURIMETER_SERVICES_RUNTIME_ADDRESS_FILE_H_
#define JURIMETER_SERVICES_RUNTIME_ADDRESS_FILE_H_

#include <string>

#include "absl/status/status.h"

namespace jurimeter::runtime {

// Writes the addresses to `file`. A reader sees the whole file or none.
//   UNAVAILABLE  it cannot be written; the message names the option
absl::Status WriteAddressFile(const std::string& file, const std::string& listen,
                              const std::string& metrics);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_ADDRESS_FILE_H_
