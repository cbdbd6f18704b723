#include "tools/bench/bench_database.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/errors.h"

namespace jurimeter::bench {
namespace {

namespace fs = std::filesystem;

constexpr char kSettings[] = R"(
SELECT 'PostgreSQL ' || current_setting('server_version'), current_setting('fsync'),
       current_setting('synchronous_commit'), current_setting('full_page_writes'),
       current_setting('shared_buffers'))";

constexpr char kCheckpoint[] = "CHECKPOINT";

// Writing out shared buffers takes long on a slow disk.
constexpr int kCheckpointTimeoutMs = 600'000;

// A directory that the user `postgres` can enter.
absl::StatusOr<std::string> MakeDirectory(const std::string& work_dir) {
  std::string path = fs::absolute(work_dir).lexically_normal() / "jurimeter-bench-XXXXXX";
  if (mkdtemp(path.data()) != nullptr && chmod(path.c_str(), 0755) == 0) return path;
  return absl::FailedPreconditionError(absl::StrCat("--work-dir: cannot make a directory in ",
                                                    work_dir, ": ", std::strerror(errno)));
}

}  // namespace

absl::StatusOr<std::unique_ptr<BenchDatabase>> BenchDatabase::Open(const std::string& database_url,
                                                                   const std::string& work_dir) {
  absl::StatusOr<std::string> directory = MakeDirectory(work_dir);
  if (!directory.ok()) return directory.status();
  std::unique_ptr<BenchDatabase> database(new BenchDatabase);
  database->directory_ = *std::move(directory);
  absl::Status status = database->Start(database_url);
  if (status.ok()) status = database->ReadSettings();
  if (!status.ok()) return status;
  return database;
}

absl::Status BenchDatabase::Start(const std::string& database_url) {
  url_ = database_url;
  if (!url_.empty()) return absl::OkStatus();
  auto server =
      tools::EmbeddedPostgres::Start({.data_dir = directory_ + "/postgres", .settings = {}});
  if (!server.ok()) return server.status();
  server_ = *std::move(server);
  url_ = server_->Url("postgres");
  return absl::OkStatus();
}

absl::Status BenchDatabase::ReadSettings() {
  const auto connection = storage::Connect({.url = url_});
  if (!connection.ok()) return connection.status();
  try {
    const pqxx::row row = pqxx::nontransaction(**connection).exec1(kSettings);
    settings_ = {.version = row[0].as<std::string>(),
                 .fsync = row[1].as<std::string>(),
                 .synchronous_commit = row[2].as<std::string>(),
                 .full_page_writes = row[3].as<std::string>(),
                 .shared_buffers = row[4].as<std::string>()};
    return absl::OkStatus();
  } catch (const std::exception& error) {
    return storage::ToStatus(error, "read the settings");
  }
}

void BenchDatabase::Settle() const {
  const auto connection =
      storage::Connect({.url = url_, .statement_timeout_ms = kCheckpointTimeoutMs});
  if (!connection.ok()) return;
  try {
    pqxx::nontransaction(**connection).exec0(kCheckpoint);
  } catch (const std::exception&) {
    // Only superusers and members of pg_checkpoint may do it. Without it, measurements are a little
    // noisier.
  }
}

BenchDatabase::~BenchDatabase() {
  server_.reset();
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

}  // namespace jurimeter::bench
