#include "services/runtime/metrics_server.h"

#include <prometheus/text_serializer.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <deque>
#include <iterator>
#include <string>
#include <thread>
#include <utility>  // Boost 1.74 uses it without including it

#include "services/runtime/rpc/listening_sockets.h"

namespace jurimeter::runtime {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

// Longest time from a connection to its request, and from there to the last byte of the answer.
constexpr std::chrono::seconds kPatience(5);
constexpr uint32_t kMaxHeaderBytes = 8 * 1024;
// Most connections at once. Fewer than the file descriptors that gRPC's connections leave.
constexpr size_t kMaxConnections = 32;
// The wait if the machine has no descriptors or memory left.
constexpr std::chrono::milliseconds kAcceptPause(50);

using Response = http::response<http::string_body>;

std::string Scrape(const MetricsServer::Collectables& collectables) {
  std::vector<prometheus::MetricFamily> families;
  for (const auto& collectable : collectables) {
    auto collected = collectable->Collect();
    families.insert(families.end(), std::make_move_iterator(collected.begin()),
                    std::make_move_iterator(collected.end()));
  }
  return prometheus::TextSerializer().Serialize(families);
}

Response Answer(const http::request<http::empty_body>& request,
                const MetricsServer::Collectables& collectables) {
  Response response(http::status::ok, request.version());
  response.keep_alive(false);
  response.set(http::field::content_type, "text/plain; charset=utf-8");
  const auto target = request.target();
  if (target.substr(0, target.find('?')) != "/metrics") {
    response.result(http::status::not_found);
    response.body() = "expected /metrics\n";
  } else if (request.method() != http::verb::get && request.method() != http::verb::head) {
    response.result(http::status::method_not_allowed);
    response.set(http::field::allow, "GET, HEAD");
    response.body() = "expected GET\n";
  } else {
    response.set(http::field::content_type, "text/plain; version=0.0.4; charset=utf-8");
    response.body() = Scrape(collectables);
  }
  response.prepare_payload();
  if (request.method() == http::verb::head) response.body().clear();
  return response;
}

// One connection with its one request.
class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(tcp::socket socket, const MetricsServer::Collectables& collectables)
      : stream_(std::move(socket)), collectables_(collectables) {}

  void Run() {
    parser_.header_limit(kMaxHeaderBytes);
    stream_.expires_after(kPatience);
    http::async_read(stream_, buffer_, parser_,
                     [self = shared_from_this()](beast::error_code error, size_t) {
                       if (!error) self->Write();
                     });
  }

  void Close() { stream_.close(); }

 private:
  void Write() {
    response_ = Answer(parser_.get(), collectables_);
    stream_.expires_after(kPatience);
    http::async_write(stream_, response_, [self = shared_from_this()](beast::error_code, size_t) {
      beast::error_code ignored;
      self->stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    });
  }

  beast::tcp_stream stream_;
  const MetricsServer::Collectables& collectables_;
  beast::flat_buffer buffer_{kMaxHeaderBytes};
  http::request_parser<http::empty_body> parser_;
  Response response_;
};

}  // namespace

// The part that runs on the server's thread.
class MetricsServer::Loop {
 public:
  explicit Loop(ListeningSockets sockets)
      : address_(sockets.address()), sockets_(std::move(sockets)) {}

  ~Loop() {
    context_.stop();
    if (thread_.joinable()) thread_.join();
  }

  void Start(Collectables collectables) {
    collectables_ = std::move(collectables);
    for (const int fd : sockets_.Release()) {
      Accept(&listeners_.emplace_back(context_, fd));
    }
    thread_ = std::thread([this] { context_.run(); });
  }

  const std::string& address() const { return address_; }

 private:
  struct Listener {
    // The protocol does not matter for a socket that listens already.
    Listener(asio::io_context& context, int fd)
        : acceptor(context, tcp::v4(), fd), pause(context) {}

    tcp::acceptor acceptor;
    asio::steady_timer pause;
  };

  void Accept(Listener* listener) {
    listener->acceptor.async_accept([this, listener](beast::error_code error, tcp::socket socket) {
      if (error) {
        listener->pause.expires_after(kAcceptPause);
        listener->pause.async_wait([this, listener](beast::error_code) { Accept(listener); });
        return;
      }
      Begin(std::move(socket));
      Accept(listener);
    });
  }

  void Begin(tcp::socket socket) {
    std::erase_if(exchanges_, [](const auto& each) { return each.expired(); });
    if (exchanges_.size() >= kMaxConnections) {
      if (const auto oldest = exchanges_.front().lock()) oldest->Close();
      exchanges_.pop_front();
    }
    const auto exchange = std::make_shared<Exchange>(std::move(socket), collectables_);
    exchanges_.push_back(exchange);
    exchange->Run();
  }

  std::string address_;
  ListeningSockets sockets_;  // until Start
  Collectables collectables_;
  std::deque<std::weak_ptr<Exchange>> exchanges_;  // oldest first
  asio::io_context context_{1};
  std::deque<Listener> listeners_;
  std::thread thread_;
};

MetricsServer::MetricsServer(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) {}

MetricsServer::~MetricsServer() = default;

absl::StatusOr<std::unique_ptr<MetricsServer>> MetricsServer::Bind(const std::string& listen) {
  auto sockets = ListeningSockets::Bind(listen, "--metrics-listen");
  if (!sockets.ok()) return sockets.status();
  return std::unique_ptr<MetricsServer>(
      new MetricsServer(std::make_unique<Loop>(*std::move(sockets))));
}

void MetricsServer::Start(Collectables collectables) { loop_->Start(std::move(collectables)); }

const std::string& MetricsServer::address() const { return loop_->address(); }

}  // namespace jurimeter::runtime
