// Copies a file that can be read only once, such as a pipe, into a temporary file.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENTS_SPOOL_H_
#define JURIMETER_TOOLS_JURIMETER_EVENTS_SPOOL_H_

#include <string>

#include "absl/status/statusor.h"

namespace jurimeter::tools {

// Reads `fd` to its end. Returns the descriptor of a temporary file with the same content, at its
// beginning. The file is in TMPDIR, or /tmp, and has no name any more. `name` is for messages.
//   a code of the system's error
absl::StatusOr<int> Spool(int fd, const std::string& name);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENTS_SPOOL_H_
