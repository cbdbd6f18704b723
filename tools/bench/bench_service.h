// A service that a benchmark measures: a built program in its own process, with the product's
// defaults, on free ports.
//
// Threads: one, which must outlive it.
#ifndef JURIMETER_TOOLS_BENCH_BENCH_SERVICE_H_
#define JURIMETER_TOOLS_BENCH_BENCH_SERVICE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tools/bench/bench_database.h"
#include "tools/bench/scratch_schema.h"
#include "tools/jurimeter/local/service_process.h"

namespace jurimeter::bench {

class BenchService {
 public:
  // Starts jurimeter-`name` on the schema `url`, with its logs in `directory`, and waits until it
  // is SERVING.
  //   CANCELLED          the user asked to end
  //   ABORTED            it ended; the message has the end of its log
  //   DEADLINE_EXCEEDED  it is not ready after some minutes
  static absl::StatusOr<std::unique_ptr<BenchService>> Start(
      const std::string& name, const std::string& url, const std::string& directory,
      std::vector<std::string> arguments = {});

  const std::string& address() const { return address_; }
  pid_t pid() const { return process_->pid(); }

  // How long Start took until the service was SERVING.
  absl::Duration start_time() const { return start_time_; }

  // `status` of work with the service. If that failed, the end of the service's log is added.
  absl::Status Explain(const absl::Status& status) const;

 private:
  BenchService() = default;

  // Keeps the address that the service has bound, and says whether it serves there.
  bool IsServing();
  absl::Status AwaitServing();

  std::unique_ptr<tools::ServiceProcess> process_;
  std::string address_;
  absl::Duration start_time_;
};

// An empty schema with the catalog of the benchmark, and both services on it, as `jurimeter up`
// runs them. Members end in reverse order: services before their schema.
struct BenchSite {
  std::unique_ptr<ScratchSchema> schema;
  std::unique_ptr<BenchService> ingestion;
  std::unique_ptr<BenchService> query;
};

// A migrated schema with the catalog of the benchmark, without services.
absl::StatusOr<std::unique_ptr<ScratchSchema>> MakeBenchSchema(const BenchDatabase& database);

absl::StatusOr<BenchSite> MakeBenchSite(const BenchDatabase& database);

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_BENCH_SERVICE_H_
