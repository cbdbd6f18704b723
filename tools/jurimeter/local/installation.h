// All that `jurimeter up` runs on one machine: database, schema, catalog and both services.
//
// Example:
//   HoldSignals();
//   Installation installation(options);
//   absl::Status status = installation.Start();
//   if (status.ok()) status = installation.Watch();
//   installation.Stop();
//
// Threads: one, which must outlive it.
#ifndef JURIMETER_TOOLS_JURIMETER_LOCAL_INSTALLATION_H_
#define JURIMETER_TOOLS_JURIMETER_LOCAL_INSTALLATION_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "tools/embedded_postgres/embedded_postgres.h"
#include "tools/jurimeter/local/data_dir.h"
#include "tools/jurimeter/local/service_process.h"

namespace jurimeter::tools {

struct InstallationOptions {
  std::string data_dir;
  std::string database_url;  // empty: a private server in data_dir
  std::string catalog;       // file; empty: the sample's, if no catalog is in force
  std::string config;  // file that the services read too; empty: the one their environment names
  // host:port, port 0 for a free one.
  std::string ingestion_listen = "127.0.0.1:50051";
  std::string query_listen = "127.0.0.1:50052";
  std::string ingestion_metrics_listen = "127.0.0.1:9464";
  std::string query_metrics_listen = "127.0.0.1:9465";
};

class Installation {
 public:
  explicit Installation(InstallationOptions options) : options_(std::move(options)) {}
  ~Installation() { Stop(); }

  // Starts everything in order. Both services are SERVING if it returns OK.
  //   CANCELLED  a signal asked to end
  //   ABORTED    a service ended; the message has the end of its log
  //   others     something could not be done; the message says what
  absl::Status Start();

  // Returns when something ends. SIGHUP ends nothing: it is passed on to the services.
  //   CANCELLED  a signal asked to end
  //   ABORTED    a service or the database ended by itself
  absl::Status Watch() const;

  // Stops ingestion, which commits what it has accepted, then query, then the database.
  void Stop();

  const Addresses& addresses() const { return addresses_; }

 private:
  absl::Status AwaitFreeAddresses() const;
  absl::Status StartDatabase();
  absl::Status PrepareDatabase() const;
  absl::Status StartServices();
  absl::Status CheckAlive() const;
  void Reload() const;
  // Waits until `done` is true, as long as everything runs and nobody asks to end.
  template <typename Condition>
  absl::Status Await(const std::string& what, absl::Duration limit, Condition done) const;

  InstallationOptions options_;
  Addresses addresses_;
  bool announced_ = false;
  std::unique_ptr<EmbeddedPostgres> database_;
  std::unique_ptr<ServiceProcess> ingestion_;
  std::unique_ptr<ServiceProcess> query_;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_LOCAL_INSTALLATION_H_
