#include "services/runtime/service_process.h"

#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/runtime/logging.h"

namespace jurimeter::runtime {
namespace {

sigset_t TerminationSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

}  // namespace

void BlockSignals() {
  const sigset_t signals = TerminationSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

void AwaitTermination() {
  const sigset_t signals = TerminationSignals();
  int signal = 0;
  sigwait(&signals, &signal);
  Log(LogLevel::kInfo, "stopping", {{"signal", int64_t{signal}}});
}

void StartWatchdog(absl::Duration limit) {
  std::thread([limit] {
    absl::SleepFor(limit);
    Log(LogLevel::kError, "not drained in time; ending all the same",
        {{"limit_s", absl::ToInt64Seconds(limit)}});
    _exit(1);
  }).detach();
}

absl::StatusOr<std::unique_ptr<MetricsServer>> MetricsServer::Start(const std::string& listen) {
  auto server = std::unique_ptr<MetricsServer>(new MetricsServer());
  try {
    server->exposer_ = std::make_unique<prometheus::Exposer>(listen);
    const int port = server->exposer_->GetListeningPorts().at(0);
    server->address_ = absl::StrCat(listen.substr(0, listen.rfind(':')), ":", port);
  } catch (const std::exception& error) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on \"", listen,
                     "\" for metrics: it is in use or no address of this machine; choose another "
                     "with --metrics-listen"));
  }
  return server;
}

absl::Status WriteAddressFile(const std::string& file, const std::string& listen,
                              const std::string& metrics) {
  const std::string unfinished = file + ".new";
  std::ofstream out(unfinished, std::ios::trunc);
  out << nlohmann::ordered_json{{"listen", listen}, {"metrics", metrics}}.dump() << "\n";
  out.close();
  if (!out || std::rename(unfinished.c_str(), file.c_str()) != 0) {
    return absl::UnavailableError(absl::StrCat("cannot write --address-file \"", file, "\""));
  }
  return absl::OkStatus();
}

}  // namespace jurimeter::runtime
