// Programs of PostgreSQL as children that do not outlive us.
#ifndef JURIMETER_TOOLS_EMBEDDED_POSTGRES_CHILD_PROCESS_H_
#define JURIMETER_TOOLS_EMBEDDED_POSTGRES_CHILD_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tools/embedded_postgres/server_user.h"

namespace jurimeter::tools {

struct ChildProcess {
  std::vector<std::string> command;  // the first is the path of the program
  std::string log_path;              // takes standard output and error, at its end
  int death_signal;                  // what the child gets when the thread that started it ends
  // "NAME=value" over our own environment.
  std::vector<std::string> environment = {};
};

// Starts `child` as `user`, in a process group of its own, so that Ctrl-C on a terminal is ours
// alone, with default signal handling.
//   INTERNAL  it cannot be started
absl::StatusOr<pid_t> Spawn(const ServerUser& user, const ChildProcess& child);

// Starts `child` and waits for it.
//   INTERNAL  it cannot be started or fails; the message ends with the last lines of its log
absl::Status Run(const ServerUser& user, const ChildProcess& child);

// Whether our child `pid` ended within `patience`; it is reaped then.
bool EndsWithin(pid_t pid, absl::Duration patience);

// The last lines of a log, for a message.
std::string LastLines(const std::string& log_path);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_EMBEDDED_POSTGRES_CHILD_PROCESS_H_
