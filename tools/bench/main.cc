// jurimeter-bench: measures the product on this machine against its database and its RPC library.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "services/present/named_formats.h"
#include "services/runtime/build_version.h"
#include "services/runtime/command_line.h"
#include "storage/postgres/connection_url.h"
#include "tools/bench/bench_database.h"
#include "tools/bench/bench_options.h"
#include "tools/bench/benches.h"
#include "tools/bench/machine.h"
#include "tools/bench/report_formats.h"
#include "tools/jurimeter/local/exit_code.h"
#include "tools/jurimeter/local/termination.h"

namespace jurimeter::bench {
namespace {

using Benchmark = absl::Status (*)(const BenchContext&);

struct NamedBenchmark {
  const char* name;
  const char* description;
  Benchmark run;
};

constexpr NamedBenchmark kBenchmarks[] = {
    {"ingest", "Streams of events, against COPY of the same rows", BenchIngest},
    {"submit", "Single events, against an empty call, a bare commit, a transaction each",
     BenchSubmit},
    {"query", "QueryYear, against as many constant bytes and against GROUP BY", BenchQuery},
    {"scale", "What changes as events come in: latency, rate, freshness, memory, start",
     BenchScale},
};

struct ReportFormat {
  const char* name;
  std::string (*print)(const Report&);
};

constexpr std::array kFormats = {ReportFormat{"table", ReportAsTable},
                                 ReportFormat{"json", ReportAsJson}};

struct BenchCommand {
  BenchOptions options;
  std::string format = "table";
};

absl::Status Run(const BenchOptions& options, const std::vector<NamedBenchmark>& benchmarks,
                 Report* report) {
  const auto database = BenchDatabase::Open(options.database_url, options.work_dir);
  if (!database.ok()) return database.status();
  report->machine = DescribeMachine();
  report->database = (*database)->settings();
  report->rounds = options.rounds;
  for (const NamedBenchmark& benchmark : benchmarks) {
    std::cerr << benchmark.name << '\n';
    const absl::Status status =
        benchmark.run({.options = options, .database = **database, .report = report});
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

int Bench(BenchCommand command, const std::vector<NamedBenchmark>& benchmarks) {
  tools::HoldSignals();
  std::vector<size_t>& sizes = command.options.sizes;
  std::sort(sizes.begin(), sizes.end());
  Report report;
  const absl::Status status = Run(command.options, benchmarks, &report);
  if (!status.ok()) {
    std::cerr << "jurimeter-bench: " << status.message() << '\n';
    return tools::kFailed;
  }
  std::cout << present::FormatNamed(kFormats, command.format).print(report);
  return tools::kDone;
}

void AddSize(CLI::App& command, const char* flag, const char* what, size_t* size) {
  command.add_option(flag, *size, what)
      ->check(CLI::Range(size_t{1}, size_t{1'000'000'000}))
      ->type_name("NUMBER")
      ->capture_default_str();
}

void AddCount(CLI::App& command, const char* flag, const char* what, int* count) {
  command.add_option(flag, *count, what)
      ->check(CLI::Range(1, 1'000))
      ->type_name("NUMBER")
      ->capture_default_str();
}

void AddSizes(CLI::App& command, BenchOptions* options) {
  AddCount(command, "--rounds", "How often each thing is measured", &options->rounds);
  AddSize(command, "--events", "Events in one run of streams, and events that a query is over",
          &options->events);
  command.add_option("--batch-events", options->batch_events, "Events in one message of a stream")
      ->check(CLI::Range(1, 10'000))
      ->type_name("NUMBER")
      ->capture_default_str();
  AddCount(command, "--streams", "Streams at a time, each over a connection of its own",
           &options->streams);
  AddSize(command, "--calls", "Unary calls in one run, which ends after 10 s at the latest",
          &options->calls);
  AddSize(command, "--in-flight", "Unary calls at a time", &options->in_flight);
  AddCount(command, "--connections", "Connections for the unary calls", &options->connections);
  AddSize(command, "--lone-calls", "Calls in one run of calls one after the other",
          &options->lone_calls);
  AddSize(command, "--transactions", "Events in one run that stores each in its own transaction",
          &options->transactions);
  AddCount(command, "--transaction-connections", "Connections for these transactions",
           &options->transaction_connections);
  command
      .add_option("--sizes", options->sizes,
                  "Numbers of events that `scale` compares, commas between; 10000000 takes long")
      ->delimiter(',')
      ->expected(2, 10)
      ->check(CLI::Range(size_t{10}, size_t{1'000'000'000}))
      ->type_name("NUMBERS")
      ->capture_default_str();
}

void AddOptions(CLI::App& app, BenchCommand* command) {
  BenchOptions* options = &command->options;
  app.add_option("--format", command->format, "table for people, json for programs")
      ->check(CLI::IsMember(present::NamesOf(kFormats)))
      ->capture_default_str();
  app.add_option("--database-url", options->database_url,
                 "libpq connection string or URI of a database of yours. It is used in schemas of "
                 "their own, which are dropped afterwards. Default: a private PostgreSQL")
      ->check(storage::ConnectionUrlFault)
      ->type_name("URL");
  app.add_option("--work-dir", options->work_dir,
                 "Directory for the private PostgreSQL and logs meanwhile; choose the disk to be "
                 "measured")
      ->type_name("DIR")
      ->capture_default_str();
  AddSizes(app, options);
}

// Adds a subcommand for each benchmark and one for all; `chosen` becomes what to run.
void AddBenchmarks(CLI::App& app, std::vector<NamedBenchmark>* chosen) {
  const std::vector<NamedBenchmark> all(std::begin(kBenchmarks), std::end(kBenchmarks));
  const auto add = [&](const char* name, const char* description,
                       const std::vector<NamedBenchmark>& benchmarks) {
    app.add_subcommand(name, description)->callback([benchmarks, chosen] { *chosen = benchmarks; });
  };
  for (const NamedBenchmark& each : all) add(each.name, each.description, {each});
  add("all", "All of them, one after the other", all);
}

}  // namespace
}  // namespace jurimeter::bench

int main(int argc, char** argv) {
  using namespace jurimeter;
  CLI::App app{"Measures this machine against what stands below the services: minutes to hours.",
               "jurimeter-bench"};
  app.set_version_flag("--version", runtime::VersionText("jurimeter-bench"));
  app.require_subcommand(1);
  app.fallthrough();
  bench::BenchCommand command;
  std::vector<bench::NamedBenchmark> chosen;
  bench::AddOptions(app, &command);
  bench::AddBenchmarks(app, &chosen);
  if (const auto status = runtime::ParseCommandLine(app, argc, argv)) return *status;
  return bench::Bench(std::move(command), chosen);
}
