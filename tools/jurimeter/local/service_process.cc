#include "tools/jurimeter/local/service_process.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tools/embedded_postgres/child_process.h"
#include "tools/jurimeter/local/files.h"

namespace jurimeter::tools {
namespace {

namespace fs = std::filesystem;

constexpr absl::Duration kStopPatience = absl::Seconds(15);
constexpr absl::Duration kKillPatience = absl::Seconds(5);

absl::StatusOr<std::string> FindProgram(const std::string& service) {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  const std::string program = self.parent_path() / absl::StrCat("jurimeter-", service);
  if (!error && access(program.c_str(), X_OK) == 0) return program;
  return absl::NotFoundError(absl::StrCat(program, " is not there or cannot be executed"));
}

}  // namespace

std::optional<std::string> HowEnded(pid_t pid) {
  siginfo_t info = {};
  if (waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0) {
    return "is gone";
  }
  if (info.si_pid == 0) return std::nullopt;
  if (info.si_code == CLD_EXITED) return absl::StrCat("exited with code ", info.si_status);
  return absl::StrCat("was killed by signal ", info.si_status, " (", strsignal(info.si_status),
                      ")");
}

absl::StatusOr<std::unique_ptr<ServiceProcess>> ServiceProcess::Start(ServiceSpec spec) {
  const absl::StatusOr<std::string> program = FindProgram(spec.name);
  if (!program.ok()) return program.status();
  const std::string log_dir = absl::StrCat(spec.data_dir, "/log");
  std::error_code error;
  fs::create_directories(log_dir, error);
  if (error) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot make ", log_dir, ": ", error.message()));
  }
  std::string log = absl::StrCat(log_dir, "/", spec.name, ".log");
  std::string address_file = absl::StrCat(spec.data_dir, "/", spec.name, ".address.json");
  fs::rename(log, log + ".1", error);  // not there at first
  fs::remove(address_file, error);     // of a run that was killed

  std::vector<std::string> command = {*program,           "--listen",          spec.listen,
                                      "--metrics-listen", spec.metrics_listen, "--address-file",
                                      address_file};
  command.insert(command.end(), spec.arguments.begin(), spec.arguments.end());
  const ChildProcess child{.command = std::move(command),
                           .log_path = log,
                           // If `up` is killed, no port may stay taken. Clients send again what
                           // was not acknowledged.
                           .death_signal = SIGKILL,
                           .environment = spec.environment};
  std::unique_ptr<ServiceProcess> service(
      new ServiceProcess(std::move(spec), std::move(log), std::move(address_file)));
  const absl::StatusOr<pid_t> pid = Spawn(ServerUser{}, child);
  if (!pid.ok()) return pid.status();
  service->pid_ = *pid;
  return service;
}

ServiceProcess::~ServiceProcess() { Stop(kStopPatience); }

absl::Status ServiceProcess::Check() const {
  const std::optional<std::string> how = HowEnded(pid_);
  if (!how.has_value()) return absl::OkStatus();
  return absl::AbortedError(absl::StrCat("the ", spec_.name, " service ", *how,
                                         "; its log ends with:\n", LastLines(log_), "See ", log_));
}

std::string ServiceProcess::LogEnd() const { return LastLines(log_); }

std::optional<ServiceAddresses> ServiceProcess::FindAddresses() const {
  const absl::StatusOr<std::string> text = ReadFile(address_file_);
  if (!text.ok()) return std::nullopt;
  const nlohmann::json json = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return std::nullopt;
  return ServiceAddresses{.listen = json.value("listen", ""), .metrics = json.value("metrics", "")};
}

void ServiceProcess::Reload() const {
  if (pid_ >= 0) kill(pid_, SIGHUP);
}

void ServiceProcess::Ask() const {
  if (pid_ >= 0) kill(pid_, SIGTERM);
}

void ServiceProcess::Stop(absl::Duration patience) {
  if (pid_ < 0) return;
  Ask();
  if (!EndsWithin(pid_, patience)) {
    kill(pid_, SIGKILL);
    EndsWithin(pid_, kKillPatience);
  }
  pid_ = -1;
  unlink(address_file_.c_str());
}

}  // namespace jurimeter::tools
