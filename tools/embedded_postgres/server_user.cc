#include "tools/embedded_postgres/server_user.h"

#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "absl/strings/str_cat.h"

namespace jurimeter::tools {
namespace {

constexpr char kUserName[] = "postgres";
constexpr size_t kMaxDepth = 200;  // of directories; their places must fit into an exit code

// `directory` and everything above it, from the root down.
std::vector<std::string> WithParents(const std::string& directory) {
  std::vector<std::string> paths;
  for (std::filesystem::path path = directory; path.has_relative_path();
       path = path.parent_path()) {
    paths.push_back(path.string());
  }
  std::reverse(paths.begin(), paths.end());
  return paths;
}

// Runs in a child: the place from 1 of the first path that `user` cannot enter; 0 for none.
int FirstBarred(const ServerUser& user, const std::vector<std::string>& paths) {
  if (user.drop && !DropTo(user)) return kMaxDepth + 1;
  for (size_t i = 0; i < paths.size(); ++i) {
    if (access(paths[i].c_str(), X_OK) != 0) return static_cast<int>(i) + 1;
  }
  return 0;
}

}  // namespace

absl::StatusOr<ServerUser> ServerUser::Find() {
  if (geteuid() != 0) {
    const passwd* self = getpwuid(geteuid());
    return ServerUser{.name = self != nullptr ? self->pw_name : absl::StrCat("uid ", geteuid()),
                      .uid = geteuid(),
                      .gid = getegid(),
                      .groups = {}};
  }
  const passwd* entry = getpwnam(kUserName);
  if (entry == nullptr) {
    return absl::FailedPreconditionError(
        "PostgreSQL refuses to run as root, and there is no user \"postgres\" to run it as; "
        "install the package postgresql, or run as an ordinary user");
  }
  ServerUser user{
      .name = kUserName, .uid = entry->pw_uid, .gid = entry->pw_gid, .groups = {}, .drop = true};
  int count = 64;
  user.groups.resize(count);
  if (getgrouplist(kUserName, user.gid, user.groups.data(), &count) < 0) {
    user.groups.resize(count);
    getgrouplist(kUserName, user.gid, user.groups.data(), &count);
  }
  user.groups.resize(count);
  return user;
}

bool DropTo(const ServerUser& user) {
  return setgid(user.gid) == 0 && setgroups(user.groups.size(), user.groups.data()) == 0 &&
         setuid(user.uid) == 0;
}

absl::Status CheckReachable(const ServerUser& user, const std::string& directory) {
  const std::vector<std::string> paths = WithParents(directory);
  if (paths.size() > kMaxDepth) {
    return absl::FailedPreconditionError(
        absl::StrCat(directory, " lies more than ", kMaxDepth, " directories deep"));
  }
  // The kernel itself answers, in a child with the user's rights: that covers groups and ACLs.
  const pid_t child = fork();
  if (child < 0) return absl::ErrnoToStatus(errno, "cannot fork");
  if (child == 0) _exit(FirstBarred(user, paths));
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  const size_t barred = WIFEXITED(status) ? WEXITSTATUS(status) : kMaxDepth + 1;
  if (barred == 0) return absl::OkStatus();
  if (barred > paths.size()) {
    return absl::FailedPreconditionError(absl::StrCat("cannot become the user ", user.name));
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "PostgreSQL runs as user ", user.name, ", who cannot enter ", paths[barred - 1],
      "; choose a data directory elsewhere, such as under /var/lib, or allow it: chmod a+x ",
      paths[barred - 1]));
}

}  // namespace jurimeter::tools
