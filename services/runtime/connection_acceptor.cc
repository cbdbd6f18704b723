#include "services/runtime/connection_acceptor.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/runtime/logging.h"

namespace jurimeter::runtime {
namespace {

// Kept from connections: those to the database (--writers of them at most 64), files, metrics.
constexpr rlim_t kReservedFiles = 128;
// Where the machine as a whole has no descriptors or memory left.
constexpr absl::Duration kPause = absl::Milliseconds(50);
constexpr absl::Duration kLogInterval = absl::Seconds(10);

// The lowest descriptor that is kept back. Descriptors are given from the lowest free one on, so
// that the number of a new one says how many there are.
int FirstReserved() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  const rlim_t files = std::min<rlim_t>(limit.rlim_cur, 1 << 20);
  return static_cast<int>(files - std::min(kReservedFiles, files / 4));
}

int PortOf(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  if (address.ss_family == AF_INET6) {
    return ntohs(reinterpret_cast<const sockaddr_in6*>(&address)->sin6_port);
  }
  return ntohs(reinterpret_cast<const sockaddr_in*>(&address)->sin_port);
}

void SetPort(sockaddr* address, int port) {
  const auto in_network_order = htons(static_cast<uint16_t>(port));
  if (address->sa_family == AF_INET6) {
    reinterpret_cast<sockaddr_in6*>(address)->sin6_port = in_network_order;
  } else {
    reinterpret_cast<sockaddr_in*>(address)->sin_port = in_network_order;
  }
}

// A socket that listens on `address`, or -1 with errno.
int Listen(const addrinfo& address) {
  const int type = address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC;
  const int listener = socket(address.ai_family, type, address.ai_protocol);
  if (listener < 0) return -1;
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // connections inherit it
  if (bind(listener, address.ai_addr, address.ai_addrlen) == 0 &&
      listen(listener, SOMAXCONN) == 0) {
    return listener;
  }
  const int error = errno;
  close(listener);
  errno = error;
  return -1;
}

// Host and port of "host:port", where the host may be an IPv6 address in brackets.
std::pair<std::string, std::string> SplitAddress(const std::string& listen) {
  const size_t colon = listen.rfind(':');
  if (colon == std::string::npos) return {listen, ""};
  std::string host = listen.substr(0, colon);
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  return {std::move(host), listen.substr(colon + 1)};
}

absl::Status CannotListen(const std::string& listen, const std::string& why) {
  return absl::UnavailableError(absl::StrCat("cannot listen on \"", listen, "\": ", why,
                                             "; choose another host:port with --listen"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<ConnectionAcceptor>> ConnectionAcceptor::Bind(
    const std::string& listen) {
  const auto [host, port] = SplitAddress(listen);
  if (host.empty() || port.empty()) return CannotListen(listen, "expected host:port");
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host.c_str(), port.c_str(), &hints, &found);
  if (error != 0) return CannotListen(listen, gai_strerror(error));
  const auto freed = absl::MakeCleanup([found] { freeaddrinfo(found); });
  auto acceptor = std::unique_ptr<ConnectionAcceptor>(new ConnectionAcceptor());
  std::string fault = "no address";
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    if (acceptor->port_ != 0) SetPort(each->ai_addr, acceptor->port_);
    const int listener = Listen(*each);
    if (listener < 0) {
      fault = std::strerror(errno);
      // A name may have addresses of a protocol that the machine has not; one in use is a mistake.
      if (errno == EADDRINUSE) return CannotListen(listen, fault);
      continue;
    }
    acceptor->listeners_.push_back(listener);
    acceptor->port_ = PortOf(listener);
  }
  if (acceptor->listeners_.empty()) return CannotListen(listen, fault);
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
  for (const int listener : listeners_) close(listener);
  listeners_.clear();
}

void ConnectionAcceptor::Run() {
  std::vector<pollfd> polled = {{stop_event_, POLLIN, 0}};
  for (const int listener : listeners_) polled.push_back({listener, POLLIN, 0});
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
      // Here it is only for a shortage that those who wait are not taken.
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
  if (closed_ == 0 || absl::Now() < next_log_) return;
  Log(LogLevel::kWarning, "too many connections; closed those beyond the limit of open files",
      {{"closed", closed_}, {"limit", int64_t{first_reserved_}}});
  closed_ = 0;
  next_log_ = absl::Now() + kLogInterval;
}

}  // namespace jurimeter::runtime
