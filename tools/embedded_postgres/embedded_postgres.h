// A private PostgreSQL server in a directory: what `jurimeter up` runs on, and the tests.
//
// Example:
//   auto server = EmbeddedPostgres::Start({.data_dir = "/var/lib/jurimeter"});
//   Connect({.url = (*server)->Url("jurimeter")});
//
// The server listens on a Unix socket only, in a directory that only its user can enter. Run as
// root, it and initdb drop to the user `postgres`, who must be able to reach the directory.
//
// Threads: one thread at a time, and the thread that starts a server must outlive it: the kernel
// ties the server's life to that thread (PR_SET_PDEATHSIG), so that no killed program leaves a
// server behind.
#ifndef JURIMETER_TOOLS_EMBEDDED_POSTGRES_EMBEDDED_POSTGRES_H_
#define JURIMETER_TOOLS_EMBEDDED_POSTGRES_EMBEDDED_POSTGRES_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace jurimeter::tools {

struct EmbeddedPostgresOptions {
  // Made with mode 0700 if it is missing; holds the cluster, its log and, if the path is
  // short enough, its socket.
  std::string data_dir;
  // Settings over the defaults, such as "fsync=off" in tests of what does not need it.
  std::vector<std::string> settings;
};

class EmbeddedPostgres {
 public:
  // Makes the cluster if there is none, stops a server that a killed program left on it, and
  // starts one. Ready for connections when it returns.
  //   FAILED_PRECONDITION  PostgreSQL is not installed, the directory cannot be used (the message
  //                        says why and what to do), or a living program uses it
  //   INTERNAL             the server does not start; the message ends with its log's last lines
  static absl::StatusOr<std::unique_ptr<EmbeddedPostgres>> Start(EmbeddedPostgresOptions options);

  // Stops the server as Stop() does.
  ~EmbeddedPostgres();

  // Connection string for `database`, as superuser.
  std::string Url(std::string_view database) const;

  // Makes an empty database unless it is there.
  absl::Status CreateDatabase(std::string_view name);

  // Process of the postmaster, to watch or kill.
  pid_t pid() const { return pid_; }

  // Fast shutdown; returns when the server is gone.
  void Stop();

 private:
  EmbeddedPostgres() = default;

  std::string socket_dir_;
  pid_t pid_ = -1;
  int lock_fd_ = -1;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_EMBEDDED_POSTGRES_EMBEDDED_POSTGRES_H_
