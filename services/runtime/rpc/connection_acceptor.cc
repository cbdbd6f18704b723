#include "services/runtime/rpc/connection_acceptor.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "services/runtime/logging.h"

namespace jurimeter::runtime {
namespace {

// Descriptors kept for connections to the database (at most 64 --writers), files and metrics.
constexpr rlim_t kReservedFiles = 128;
// The wait if the whole machine has no descriptors or memory left.
constexpr absl::Duration kPause = absl::Milliseconds(50);
constexpr absl::Duration kLogInterval = absl::Seconds(10);

// The lowest descriptor that is kept. A new descriptor is the lowest free one, so that its number
// says how many there are.
int FirstReserved() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  const rlim_t files = std::min<rlim_t>(limit.rlim_cur, 1 << 20);
  return static_cast<int>(files - std::min(kReservedFiles, files / 4));
}

}  // namespace

absl::StatusOr<std::unique_ptr<ConnectionAcceptor>> ConnectionAcceptor::Bind(
    const std::string& listen, const Clock* clock) {
  absl::StatusOr<ListeningSockets> listeners = ListeningSockets::Bind(listen, "--listen");
  if (!listeners.ok()) return listeners.status();
  auto acceptor = std::unique_ptr<ConnectionAcceptor>(new ConnectionAcceptor(clock));
  acceptor->listeners_ = *std::move(listeners);
  acceptor->stop_event_ = eventfd(0, EFD_CLOEXEC);
  acceptor->first_reserved_ = FirstReserved();
  return acceptor;
}

ConnectionAcceptor::~ConnectionAcceptor() {
  Stop();
  if (stop_event_ >= 0) close(stop_event_);
}

void ConnectionAcceptor::Start(Sink sink) {
  sink_ = std::move(sink);
  thread_ = std::thread([this] { Run(); });
}

void ConnectionAcceptor::Stop() {
  if (thread_.joinable()) {
    eventfd_write(stop_event_, 1);
    thread_.join();
  }
  listeners_.Close();
}

void ConnectionAcceptor::Run() {
  std::vector<pollfd> polled = {{stop_event_, POLLIN, 0}};
  for (const int listener : listeners_.fds()) polled.push_back({listener, POLLIN, 0});
  while (true) {
    if (poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR) return;
    if (polled[0].revents != 0) return;
    for (size_t i = 1; i < polled.size(); ++i) {
      if (polled[i].revents != 0) AcceptAll(polled[i].fd);
    }
  }
}

void ConnectionAcceptor::AcceptAll(int listener) {
  while (true) {
    const int connection = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (connection < 0) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      // Connections wait and cannot be taken: the only reason is that something is short.
      if (errno != EAGAIN) absl::SleepFor(kPause);
      break;
    }
    if (connection >= first_reserved_) {
      close(connection);
      ++closed_;
      continue;
    }
    grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters parameters;
    parameters.listener_fd = listener;
    parameters.fd = connection;
    sink_->HandleNewConnection(&parameters);
  }
  if (closed_ == 0 || clock_.Now() < next_log_) return;
  Log(LogLevel::kWarning, "too many connections; closed those beyond the limit of open files",
      {{"closed", closed_}, {"limit", int64_t{first_reserved_}}});
  closed_ = 0;
  next_log_ = clock_.Now() + kLogInterval;
}

}  // namespace jurimeter::runtime
