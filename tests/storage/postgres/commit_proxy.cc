#include "tests/storage/postgres/commit_proxy.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string_view>

namespace jurimeter::test {
namespace {

constexpr char kSocketName[] = "/.s.PGSQL.5432";
constexpr int kPollMs = 20;
// A COMMIT in a pipeline, as storage/postgres/transaction.cc sends it: an unnamed statement and its
// text, amidst what else is sent together.
constexpr std::string_view kCommit("\0COMMIT\0", 8);

sockaddr_un Address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error("path too long: " + path);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

bool Pass(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

}  // namespace

CommitProxy::CommitProxy(const std::string& url) {
  pqxx::connection connection(url);
  server_path_ = std::string(connection.hostname()) + kSocketName;
  database_ = connection.dbname();
  char directory[] = "/tmp/jurimeter-proxy-XXXXXX";
  if (mkdtemp(directory) == nullptr) throw std::runtime_error("mkdtemp failed");
  directory_ = directory;
  listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un address = Address(directory_ + kSocketName);
  if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      listen(listener_, 8) != 0) {
    throw std::runtime_error("cannot listen on " + directory_);
  }
  thread_ = std::thread([this] { Serve(); });
}

CommitProxy::~CommitProxy() {
  stopping_ = true;
  thread_.join();
  close(listener_);
  std::filesystem::remove_all(directory_);
}

std::string CommitProxy::url() const {
  return "host=" + directory_ + " user=jurimeter dbname=" + database_;
}

void CommitProxy::LoseNext(Loss loss, int count) {
  loss_ = loss;
  left_ = count;
}

bool CommitProxy::TakeLoss() {
  if (left_ == 0) return false;
  --left_;
  return true;
}

void CommitProxy::Serve() {
  while (!stopping_) {
    pollfd waiting{.fd = listener_, .events = POLLIN, .revents = 0};
    if (poll(&waiting, 1, kPollMs) <= 0) continue;
    const int client = accept(listener_, nullptr, nullptr);
    const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = Address(server_path_);
    if (connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
      Carry(client, server);
    }
    close(client);
    close(server);
  }
}

void CommitProxy::Carry(int client, int server) {
  bool answer_is_lost = false;
  char buffer[64 * 1024];
  while (!stopping_) {
    pollfd ends[] = {{.fd = client, .events = POLLIN, .revents = 0},
                     {.fd = server, .events = POLLIN, .revents = 0}};
    if (poll(ends, 2, kPollMs) <= 0) continue;
    for (const pollfd& end : ends) {
      if (end.revents == 0) continue;
      const ssize_t size = recv(end.fd, buffer, sizeof buffer, 0);
      if (size <= 0) return;
      const std::string_view bytes(buffer, static_cast<size_t>(size));
      if (end.fd == server) {
        if (answer_is_lost || !Pass(client, bytes)) return;
        continue;
      }
      if (bytes.find(kCommit) != std::string_view::npos && TakeLoss()) {
        if (loss_ == Loss::kRequest) return;
        answer_is_lost = true;
      }
      if (!Pass(server, bytes)) return;
    }
  }
}

}  // namespace jurimeter::test
