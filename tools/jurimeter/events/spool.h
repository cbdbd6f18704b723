// Copies what can be read only once into a temporary file.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENTS_SPOOL_H_
#define JURIMETER_TOOLS_JURIMETER_EVENTS_SPOOL_H_

#include <string>

#include "absl/status/statusor.h"

namespace jurimeter::tools {

// Reads `fd`, which `name` names, to its end. Returns the descriptor of a file that has what was
// read, stands at its beginning and has no name any more. It takes its place in TMPDIR, or /tmp.
//   a code of the system's error
absl::StatusOr<int> Spool(int fd, const std::string& name);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENTS_SPOOL_H_
