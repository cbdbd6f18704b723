#include "tools/embedded_postgres/data_directory.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace jurimeter::tools {
namespace {

namespace fs = std::filesystem;

constexpr char kSocketName[] = "/.s.PGSQL.5432";
constexpr absl::Duration kPollInterval = absl::Milliseconds(20);

absl::Status Fault(const std::string& what, const std::string& path) {
  return absl::FailedPreconditionError(absl::StrCat(what, " ", path, ": ", std::strerror(errno)));
}

// Makes `path`, or takes one that is a directory of ours or of `user`, private to `user`.
absl::Status MakePrivate(const std::string& path, const ServerUser& user) {
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return Fault("cannot make", path);
  // Through a descriptor, so that nobody can swap in another directory on the way.
  const int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) return Fault("cannot open directory", path);
  struct stat info {};
  absl::Status status;
  if (fstat(fd, &info) != 0) {
    status = Fault("cannot read", path);
  } else if (info.st_uid != geteuid() && info.st_uid != user.uid) {
    status = absl::FailedPreconditionError(
        absl::StrCat(path, " belongs to another user (uid ", info.st_uid, ")"));
  } else if (info.st_uid != user.uid && fchown(fd, user.uid, user.gid) != 0) {
    status = Fault("cannot give away", path);
  } else if (fchmod(fd, 0700) != 0) {
    status = Fault("cannot make private", path);
  }
  close(fd);
  return status;
}

// Locks `path` for the life of the descriptor that it returns.
absl::StatusOr<int> Lock(const std::string& path, const std::string& directory) {
  const int fd = open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return Fault("cannot open", path);
  if (flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
  close(fd);
  return absl::FailedPreconditionError(
      absl::StrCat("another program that is running uses the data directory ", directory,
                   "; stop it, or choose another directory"));
}

// Live PostgreSQL processes of the cluster: all of them have it as working directory.
std::vector<pid_t> ProcessesOf(const std::string& cluster) {
  std::vector<pid_t> found;
  std::error_code ignored;  // processes come and go while we look
  const fs::path home = fs::canonical(cluster, ignored);
  if (home.empty()) return found;
  for (const fs::directory_entry& entry : fs::directory_iterator("/proc", ignored)) {
    int pid = 0;
    if (!absl::SimpleAtoi(entry.path().filename().string(), &pid)) continue;
    if (fs::read_symlink(entry.path() / "cwd", ignored) != home) continue;
    // A server whose package was upgraded meanwhile shows as "postgres (deleted)".
    const std::string program = fs::read_symlink(entry.path() / "exe", ignored).filename();
    if (program.rfind("postgres", 0) == 0) found.push_back(pid);
  }
  return found;
}

bool GoneWithin(const std::string& cluster, absl::Duration patience) {
  const absl::Time deadline = absl::Now() + patience;
  while (!ProcessesOf(cluster).empty()) {
    if (absl::Now() >= deadline) return false;
    absl::SleepFor(kPollInterval);
  }
  return true;
}

// FNV-1a: the same directory gets the same name in every run.
uint64_t Hash(const std::string& text) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (const unsigned char byte : text) hash = (hash ^ byte) * 0x100000001b3u;
  return hash;
}

}  // namespace

absl::StatusOr<DataDirectory> DataDirectory::Open(const std::string& given,
                                                  const ServerUser& user) {
  std::error_code error;
  fs::path path = fs::absolute(given, error);
  if (!error) path = fs::weakly_canonical(path, error);
  if (error) {
    return absl::FailedPreconditionError(
        absl::StrCat("\"", given, "\" is not a path of a directory: ", error.message()));
  }
  if (!path.has_filename()) path = path.parent_path();
  fs::create_directories(path.parent_path(), error);
  if (error) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot make ", path.parent_path().string(), ": ", error.message()));
  }
  absl::Status status = MakePrivate(path, user);
  if (status.ok()) status = CheckReachable(user, path);
  if (!status.ok()) return status;
  const absl::StatusOr<int> lock_fd = Lock(path / "lock", path);
  if (!lock_fd.ok()) return lock_fd.status();
  return DataDirectory(path, *lock_fd);
}

DataDirectory::DataDirectory(DataDirectory&& other) noexcept
    : path_(std::move(other.path_)), lock_fd_(std::exchange(other.lock_fd_, -1)) {}

DataDirectory::~DataDirectory() {
  if (lock_fd_ >= 0) close(lock_fd_);
}

int DataDirectory::ReleaseLock() { return std::exchange(lock_fd_, -1); }

bool DataDirectory::has_cluster() const { return fs::exists(cluster() + "/PG_VERSION"); }

absl::Status DataDirectory::StopLeftover() const {
  struct Step {
    int signal;
    absl::Duration patience;
  };
  // A postmaster whose starter was killed is stopping already; backends that lost their
  // postmaster end by themselves. So wait, then shut down fast, immediately, and by force.
  // A backend takes SIGINT as the cancellation of its query and SIGQUIT as its end.
  constexpr Step kSteps[] = {{0, absl::Milliseconds(500)},
                             {SIGINT, absl::Seconds(20)},
                             {SIGQUIT, absl::Seconds(5)},
                             {SIGKILL, absl::Seconds(5)}};
  for (const Step& step : kSteps) {
    for (const pid_t pid : ProcessesOf(cluster())) kill(pid, step.signal);
    if (GoneWithin(cluster(), step.patience)) return absl::OkStatus();
  }
  return absl::InternalError(absl::StrCat("a PostgreSQL server that a killed program left on ",
                                          cluster(), " does not end"));
}

absl::StatusOr<std::string> DataDirectory::MakeSocketDirectory(const ServerUser& user) const {
  std::string directory = path_ + "/socket";
  if (directory.size() + std::strlen(kSocketName) >= sizeof(sockaddr_un::sun_path)) {
    directory = absl::StrCat("/tmp/jurimeter-", absl::Hex(Hash(path_), absl::kZeroPad16));
  }
  const absl::Status status = MakePrivate(directory, user);
  if (!status.ok()) return status;
  return directory;
}

}  // namespace jurimeter::tools
