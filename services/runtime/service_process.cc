#include "services/runtime/service_process.h"

#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/runtime/logging.h"

namespace jurimeter::runtime {
namespace {

sigset_t SetOf(std::initializer_list<int> numbers) {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : numbers) sigaddset(&signals, number);
  return signals;
}

}  // namespace

void BlockSignals() {
  const sigset_t signals = SetOf({SIGTERM, SIGINT, SIGHUP});
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

void AwaitTermination(const std::function<void()>& on_hangup) {
  const sigset_t signals = SetOf({SIGTERM, SIGINT, SIGHUP});
  int signal = 0;
  while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) on_hangup();
  Log(LogLevel::kInfo, "stopping", {{"signal", int64_t{signal}}});
}

void AwaitSecondTermination(absl::Duration delay) {
  const sigset_t signals = SetOf({SIGTERM, SIGINT});
  const absl::Time end = absl::Now() + delay;
  for (absl::Duration left = delay; left > absl::ZeroDuration(); left = end - absl::Now()) {
    const timespec patience = absl::ToTimespec(left);
    if (sigtimedwait(&signals, nullptr, &patience) > 0) return;
  }
}

void StartWatchdog(absl::Duration limit) {
  std::thread([limit] {
    absl::SleepFor(limit);
    Log(LogLevel::kError, "not drained in time; ending all the same",
        {{"limit_s", absl::ToInt64Seconds(limit)}});
    _exit(1);
  }).detach();
}

absl::Status WriteAddressFile(const std::string& file, const std::string& listen,
                              const std::string& metrics) {
  const std::string unfinished = file + ".new";
  std::ofstream out(unfinished, std::ios::trunc);
  out << nlohmann::ordered_json{{"listen", listen}, {"metrics", metrics}}.dump() << "\n";
  out.close();
  if (!out || std::rename(unfinished.c_str(), file.c_str()) != 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot write --address-file \"", file, "\": ", std::strerror(errno)));
  }
  return absl::OkStatus();
}

}  // namespace jurimeter::runtime
