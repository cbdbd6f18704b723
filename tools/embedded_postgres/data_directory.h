// The directory of an embedded PostgreSQL: who may use it, and what a killed program left there.
//
//   cluster/       PostgreSQL's own data directory
//   cluster.new/   one that initdb has not finished
//   socket/        the Unix socket, if its path is short enough
//   lock           locked by the living program that uses the directory
//   postgres.log   what initdb and the server say
#ifndef JURIMETER_TOOLS_EMBEDDED_POSTGRES_DATA_DIRECTORY_H_
#define JURIMETER_TOOLS_EMBEDDED_POSTGRES_DATA_DIRECTORY_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/embedded_postgres/server_user.h"

namespace jurimeter::tools {

class DataDirectory {
 public:
  // Makes the directory if it is missing, private to `user`, and locks it.
  //   FAILED_PRECONDITION  it cannot be made or reached, or a living program has it
  static absl::StatusOr<DataDirectory> Open(const std::string& path, const ServerUser& user);

  DataDirectory(DataDirectory&& other) noexcept;
  DataDirectory& operator=(DataDirectory&&) = delete;
  ~DataDirectory();

  // Gives the lock to the caller, who closes it to release the directory.
  int ReleaseLock();

  std::string cluster() const { return path_ + "/cluster"; }
  std::string new_cluster() const { return path_ + "/cluster.new"; }
  std::string log() const { return path_ + "/postgres.log"; }

  bool has_cluster() const;

  // Ends the server that a killed program left on the cluster, gently first.
  //   INTERNAL  it does not end
  absl::Status StopLeftover() const;

  // A directory for the socket that only `user` can enter: socket/ or, if that path is too
  // long for a socket, one under /tmp.
  //   FAILED_PRECONDITION  it cannot be made, or somebody else has it
  absl::StatusOr<std::string> MakeSocketDirectory(const ServerUser& user) const;

 private:
  DataDirectory(std::string path, int lock_fd) : path_(std::move(path)), lock_fd_(lock_fd) {}

  std::string path_;
  int lock_fd_;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_EMBEDDED_POSTGRES_DATA_DIRECTORY_H_
