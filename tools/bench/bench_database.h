// The database server that a benchmark runs on: the user's, or a private one that ends with the
// object.
//
// Threads: one, which must outlive it.
#ifndef JURIMETER_TOOLS_BENCH_BENCH_DATABASE_H_
#define JURIMETER_TOOLS_BENCH_BENCH_DATABASE_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/bench/report.h"
#include "tools/embedded_postgres/embedded_postgres.h"

namespace jurimeter::bench {

class BenchDatabase {
 public:
  // Works in a new directory below `work_dir`. Without a `database_url`, starts a private server
  // there, with the settings of `jurimeter up`.
  //   FAILED_PRECONDITION  the directory cannot be made, or PostgreSQL is not installed
  //   UNAVAILABLE          the database of `database_url` is away
  static absl::StatusOr<std::unique_ptr<BenchDatabase>> Open(const std::string& database_url,
                                                             const std::string& work_dir);

  // Stops the server and removes the directory.
  ~BenchDatabase();

  BenchDatabase(const BenchDatabase&) = delete;
  BenchDatabase& operator=(const BenchDatabase&) = delete;

  const std::string& url() const { return url_; }
  // The directory for logs and addresses of services.
  const std::string& directory() const { return directory_; }

  const DatabaseSettings& settings() const { return settings_; }

  // Has the server write out what the runs before left behind, so that the next run does not pay
  // for it. Does nothing if the role may not do that.
  void Settle() const;

 private:
  BenchDatabase() = default;

  absl::Status Start(const std::string& database_url);
  absl::Status ReadSettings();

  std::string directory_;
  std::string url_;
  std::unique_ptr<tools::EmbeddedPostgres> server_;
  DatabaseSettings settings_;
};

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_BENCH_DATABASE_H_
