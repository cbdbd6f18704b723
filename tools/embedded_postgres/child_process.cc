#include "tools/embedded_postgres/child_process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace jurimeter::tools {
namespace {

constexpr absl::Duration kPollInterval = absl::Milliseconds(10);
constexpr size_t kLastBytes = 2000;

// What the child does before it becomes the program. After fork only what is async-signal-safe.
[[noreturn]] void BecomeProgram(const ServerUser& user, const ChildProcess& child, char** argv,
                                int log_fd, pid_t parent) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  for (int number : {SIGPIPE, SIGINT, SIGTERM, SIGQUIT, SIGHUP}) signal(number, SIG_DFL);
  setpgid(0, 0);
  const int null_fd = open("/dev/null", O_RDONLY);
  dup2(null_fd, STDIN_FILENO);
  dup2(log_fd, STDOUT_FILENO);
  dup2(log_fd, STDERR_FILENO);
  if (user.drop && !DropTo(user)) _exit(126);
  // Only now: a change of credentials clears it.
  prctl(PR_SET_PDEATHSIG, child.death_signal);
  if (getppid() != parent) _exit(126);
  execv(argv[0], argv);
  _exit(127);
}

}  // namespace

absl::StatusOr<pid_t> Spawn(const ServerUser& user, const ChildProcess& child) {
  const int log_fd =
      open(child.log_path.c_str(), O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (log_fd < 0) return absl::InternalError(absl::StrCat("cannot write ", child.log_path));
  std::vector<char*> argv;
  for (const std::string& word : child.command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) BecomeProgram(user, child, argv.data(), log_fd, parent);
  close(log_fd);
  if (pid < 0) return absl::InternalError(absl::StrCat("cannot fork for ", child.command[0]));
  return pid;
}

absl::Status Run(const ServerUser& user, const ChildProcess& child) {
  const absl::StatusOr<pid_t> pid = Spawn(user, child);
  if (!pid.ok()) return pid.status();
  int status = 0;
  while (waitpid(*pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return absl::OkStatus();
  return absl::InternalError(
      absl::StrCat(child.command[0], " failed:\n", LastLines(child.log_path)));
}

bool EndsWithin(pid_t pid, absl::Duration patience) {
  const absl::Time deadline = absl::Now() + patience;
  while (true) {
    const pid_t reaped = waitpid(pid, nullptr, WNOHANG);
    if (reaped == pid || (reaped < 0 && errno == ECHILD)) return true;
    if (absl::Now() >= deadline) return false;
    absl::SleepFor(kPollInterval);
  }
}

std::string LastLines(const std::string& log_path) {
  std::ifstream log(log_path, std::ios::binary);
  std::ostringstream text;
  text << log.rdbuf();
  std::string lines = text.str();
  if (lines.size() <= kLastBytes) return lines;
  lines.erase(0, lines.size() - kLastBytes);
  return lines.substr(std::min(lines.find('\n'), lines.size() - 1) + 1);
}

}  // namespace jurimeter::tools
