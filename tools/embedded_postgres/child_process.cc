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
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace jurimeter::tools {
namespace {

constexpr absl::Duration kPollInterval = absl::Milliseconds(10);
constexpr size_t kLastBytes = 2000;

// What the child does before it becomes the program. After fork only what is async-signal-safe.
[[noreturn]] void BecomeProgram(const ServerUser& user, const ChildProcess& child,
                                char* const* argv, char* const* envp, int log_fd, pid_t parent) {
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
  execve(argv[0], argv, envp);
  _exit(127);
}

// As exec takes them; `words` must outlive the result.
std::vector<char*> Pointers(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

// Our environment with `changes`.
std::vector<std::string> Changed(const std::vector<std::string>& changes) {
  std::vector<std::string> changed = changes;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable(*entry);
    const std::string_view name = variable.substr(0, variable.find('=') + 1);
    const bool kept = std::none_of(changes.begin(), changes.end(), [&](const std::string& change) {
      return std::string_view(change).substr(0, name.size()) == name;
    });
    if (kept) changed.emplace_back(variable);
  }
  return changed;
}

}  // namespace

absl::StatusOr<pid_t> Spawn(const ServerUser& user, const ChildProcess& child) {
  const int log_fd =
      open(child.log_path.c_str(), O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (log_fd < 0) return absl::InternalError(absl::StrCat("cannot write ", child.log_path));
  const std::vector<std::string> variables = Changed(child.environment);
  const std::vector<char*> argv = Pointers(child.command);
  const std::vector<char*> envp = Pointers(variables);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) BecomeProgram(user, child, argv.data(), envp.data(), log_fd, parent);
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
