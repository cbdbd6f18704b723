// jurimeter up: runs everything on this machine until it is told to end.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

#include "services/runtime/host_port.h"
#include "storage/postgres/connection_url.h"
#include "tools/jurimeter/commands/command.h"
#include "tools/jurimeter/local/installation.h"
#include "tools/jurimeter/local/termination.h"

namespace jurimeter::tools {
namespace {

void PrintAddresses(const Addresses& addresses, const InstallationOptions& options) {
  const bool private_server = options.database_url.empty();
  std::cout << "Jurimeter is up.\n"
            << "  ingestion  " << addresses.ingestion << "  (gRPC)\n"
            << "  query      " << addresses.query << "  (gRPC)\n"
            << "  metrics    http://" << addresses.ingestion_metrics << "/metrics  (ingestion)\n"
            << "             http://" << addresses.query_metrics
            << "/metrics  (query)\n"
            // A URL that the user gave may hold a password.
            << "  database   " << (private_server ? addresses.database_url : "yours") << '\n'
            << "  logs       " << options.data_dir << "/log\n"
            << "SIGTERM or Ctrl-C stops it." << std::endl;
}

int Up(InstallationOptions options) {
  HoldSignals();
  // PostgreSQL works in another directory.
  options.data_dir = std::filesystem::absolute(options.data_dir).lexically_normal();
  Installation installation(options);
  absl::Status status = installation.Start();
  if (status.ok()) {
    PrintAddresses(installation.addresses(), options);
    status = installation.Watch();
  }
  installation.Stop();
  if (absl::IsCancelled(status)) return kDone;
  Fail(status);
  return absl::IsAborted(status) ? kFindings : kFailed;
}

void AddListenOption(CLI::App& command, const char* flag, const char* what, std::string* address) {
  command.add_option(flag, *address, std::string(what) + "; port 0 takes a free one")
      ->check(runtime::ListenFault)
      ->type_name("HOST:PORT")
      ->capture_default_str();
}

}  // namespace

void RegisterUp(CLI::App& app, Action* chosen) {
  CLI::App* command = app.add_subcommand(
      "up", "Run database and services on this machine, until SIGTERM or Ctrl-C");
  auto options = std::make_shared<InstallationOptions>();
  options->data_dir = DefaultDataDir();
  command
      ->add_option("--data-dir", options->data_dir,
                   "Where the database, its logs and those of the services are kept")
      ->type_name("DIR")
      ->capture_default_str();
  command
      ->add_option("--database-url", options->database_url,
                   "libpq connection string or URI of a database of yours. Default: a private "
                   "PostgreSQL in the data directory")
      ->check(storage::ConnectionUrlFault)
      ->type_name("URL");
  command
      ->add_option("--catalog", options->catalog,
                   "Catalog to put into force. Default: the sample's, where none is in force")
      ->type_name("FILE");
  AddListenOption(*command, "--ingestion-listen", "Where ingestion serves gRPC",
                  &options->ingestion_listen);
  AddListenOption(*command, "--query-listen", "Where query serves gRPC", &options->query_listen);
  AddListenOption(*command, "--ingestion-metrics-listen", "Where ingestion serves /metrics",
                  &options->ingestion_metrics_listen);
  AddListenOption(*command, "--query-metrics-listen", "Where query serves /metrics",
                  &options->query_metrics_listen);
  command->callback([&app, options, chosen] {
    // Added when the command line is read; the environment may give it a value too.
    const CLI::Option* config = app.get_config_ptr();
    if (config != nullptr && config->count() > 0) options->config = config->results().front();
    *chosen = [options] { return Up(*options); };
  });
}

}  // namespace jurimeter::tools
