// A service that `jurimeter up` or `jurimeter-bench` runs as a child.
//
// Threads: one. The thread that starts a service must outlive it, or the kernel ends the service.
#ifndef JURIMETER_TOOLS_JURIMETER_LOCAL_SERVICE_PROCESS_H_
#define JURIMETER_TOOLS_JURIMETER_LOCAL_SERVICE_PROCESS_H_

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace jurimeter::tools {

struct ServiceSpec {
  std::string name;            // "ingestion": the program is jurimeter-ingestion beside ours
  std::string data_dir;        // its log goes to log/ingestion.log in there
  std::string listen;          // host:port, port 0 for a free one
  std::string metrics_listen;  // the same
  std::vector<std::string> arguments = {};    // further ones
  std::vector<std::string> environment = {};  // "NAME=value"; beats our own
};

// As host:port.
struct ServiceAddresses {
  std::string listen;
  std::string metrics;
};

// How the child `pid` ended; nothing while it runs. Does not reap it.
std::optional<std::string> HowEnded(pid_t pid);

class ServiceProcess {
 public:
  // Starts the service, which takes the database from the environment. The log of the run before is
  // kept with the suffix .1.
  //   NOT_FOUND  its program is not there
  //   INTERNAL   it cannot be started
  static absl::StatusOr<std::unique_ptr<ServiceProcess>> Start(ServiceSpec spec);

  // Stops the service as Stop() does.
  ~ServiceProcess();

  const std::string& name() const { return spec_.name; }

  // OK while the service runs.
  //   ABORTED  it has ended by itself; the message says how, with its log's last lines
  absl::Status Check() const;

  // The last lines of its log.
  std::string LogEnd() const;

  // The addresses that the service has bound; none before it has.
  std::optional<ServiceAddresses> FindAddresses() const;

  pid_t pid() const { return pid_; }

  // Tells the service to read again what it can.
  void Reload() const;

  // Asks the service to drain and end.
  void Ask() const;

  // Asks the service to end, waits for `patience`, then kills it.
  void Stop(absl::Duration patience);

 private:
  ServiceProcess(ServiceSpec spec, std::string log, std::string address_file)
      : spec_(std::move(spec)), log_(std::move(log)), address_file_(std::move(address_file)) {}

  ServiceSpec spec_;
  std::string log_;
  std::string address_file_;
  pid_t pid_ = -1;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_LOCAL_SERVICE_PROCESS_H_
