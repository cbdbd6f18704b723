// The user that PostgreSQL runs as: ourselves, or `postgres` if we are root.
#ifndef JURIMETER_TOOLS_EMBEDDED_POSTGRES_SERVER_USER_H_
#define JURIMETER_TOOLS_EMBEDDED_POSTGRES_SERVER_USER_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace jurimeter::tools {

struct ServerUser {
  std::string name;
  uid_t uid;
  gid_t gid;
  // All groups, of one whose rights we must drop to; empty if we are that user.
  std::vector<gid_t> groups;
  bool drop = false;

  // FAILED_PRECONDITION  we are root and there is no user `postgres`
  static absl::StatusOr<ServerUser> Find();
};

// Becomes `user` for good. Async-signal-safe: for the child of a fork. False if the kernel
// refuses.
bool DropTo(const ServerUser& user);

// Whether `user` can enter `directory`, which exists, and every directory above it.
//   FAILED_PRECONDITION  no; the message names the directory in the way
absl::Status CheckReachable(const ServerUser& user, const std::string& directory);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_EMBEDDED_POSTGRES_SERVER_USER_H_
