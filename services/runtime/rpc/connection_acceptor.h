// Accepts connections for a gRPC server, as many as there are file descriptors to spare.
//
// gRPC 1.51 stops listening for ever once accept() fails because no descriptor is left. This class
// keeps the last descriptors for the database and for files. It closes further connections at once,
// so that clients see a server that is unavailable and comes back.
//
// Example:
//   auto acceptor = ConnectionAcceptor::Bind("127.0.0.1:0");
//   builder.AddExternalConnectionAcceptor(...) gives `sink`
//   (*acceptor)->Start(std::move(sink));
//
// Threads: one of its own; Bind, Start and Stop from one thread.
#ifndef JURIMETER_SERVICES_RUNTIME_RPC_CONNECTION_ACCEPTOR_H_
#define JURIMETER_SERVICES_RUNTIME_RPC_CONNECTION_ACCEPTOR_H_

#include <grpcpp/server_builder.h>

#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/runtime/clock.h"
#include "services/runtime/rpc/listening_sockets.h"

namespace jurimeter::runtime {

class ConnectionAcceptor {
 public:
  using Sink = std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor>;

  // Listens on every address of host:port (of --listen); port 0 takes a free one. Raises the
  // process's limit of open files as far as it is allowed to. Connections wait until Start.
  // `clock`, which limits the log, must outlive this.
  //   as ListeningSockets::Bind
  static absl::StatusOr<std::unique_ptr<ConnectionAcceptor>> Bind(
      const std::string& listen, const Clock* clock = SystemClock());

  // Stops.
  ~ConnectionAcceptor();

  // The address, with the port that was bound.
  const std::string& address() const { return listeners_.address(); }

  // Hands connections to `sink`, whose server has been started, until Stop.
  void Start(Sink sink);
  // Closes the listening sockets. Connections that were handed over go on.
  void Stop();

 private:
  explicit ConnectionAcceptor(const Clock* clock) : clock_(*clock) {}

  void Run();
  // Takes the connections that wait at a listening socket.
  void AcceptAll(int listener);

  const Clock& clock_;
  ListeningSockets listeners_;
  int stop_event_ = -1;
  int first_reserved_ = 0;  // the lowest file descriptor that no connection may have
  Sink sink_;
  // These belong to the thread: connections closed since the last message about it, and when the
  // next may be logged.
  int64_t closed_ = 0;
  absl::Time next_log_ = absl::InfinitePast();
  std::thread thread_;
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_RPC_CONNECTION_ACCEPTOR_H_
