#include "tools/embedded_postgres/embedded_postgres.h"

#include <libpq-fe.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "storage/postgres/connection_string.h"
#include "tools/embedded_postgres/child_process.h"
#include "tools/embedded_postgres/data_directory.h"
#include "tools/embedded_postgres/server_user.h"

namespace jurimeter::tools {
namespace {

namespace fs = std::filesystem;

constexpr char kSuperuser[] = "jurimeter";
// Recovery after a crash may have to replay max_wal_size.
constexpr absl::Duration kStartPatience = absl::Minutes(5);
constexpr absl::Duration kPollInterval = absl::Milliseconds(10);
constexpr absl::Duration kFastStopPatience = absl::Seconds(60);
constexpr absl::Duration kImmediateStopPatience = absl::Seconds(10);

constexpr const char* kSettings[] = {"listen_addresses=", "port=5432",
                                     "unix_socket_permissions=0700", "max_wal_size=2GB"};
// A quarter of the memory, as PostgreSQL's manual advises ("Resource Consumption"), within these.
// Beyond some millions of events the indexes no longer fit into less.
constexpr int64_t kMinSharedMib = 128;
constexpr int64_t kMaxSharedMib = 1024;
// The memory limit of a container: a number of bytes, or "max".
constexpr char kMemoryLimit[] = "/sys/fs/cgroup/memory.max";

bool HasServer(const fs::path& directory) {
  return access((directory / "postgres").c_str(), X_OK) == 0 &&
         access((directory / "initdb").c_str(), X_OK) == 0;
}

std::string SharedBuffers() {
  int64_t bytes = int64_t{sysconf(_SC_PHYS_PAGES)} * sysconf(_SC_PAGE_SIZE);
  int64_t limit = 0;
  if (std::ifstream(kMemoryLimit) >> limit) bytes = std::min(bytes, limit);
  return absl::StrCat(
      "shared_buffers=", std::clamp((bytes >> 20) / 4, kMinSharedMib, kMaxSharedMib), "MB");
}

// Debian's place of the newest version; empty if there is none.
fs::path NewestDebianDirectory() {
  fs::path newest;
  int newest_version = 0;
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator("/usr/lib/postgresql", none)) {
    int version = 0;
    if (!absl::SimpleAtoi(entry.path().filename().string(), &version)) continue;
    if (version <= newest_version || !HasServer(entry.path() / "bin")) continue;
    newest_version = version;
    newest = entry.path() / "bin";
  }
  return newest;
}

// What pg_config says; empty if there is none.
fs::path PgConfigDirectory() {
  FILE* pipe = popen("pg_config --bindir 2>/dev/null", "r");
  if (pipe == nullptr) return {};
  char line[4096] = "";
  const bool read = fgets(line, sizeof line, pipe) != nullptr;
  pclose(pipe);
  std::string directory = read ? line : "";
  while (!directory.empty() && directory.back() == '\n') directory.pop_back();
  return directory;
}

absl::StatusOr<fs::path> FindBinaries() {
  for (const fs::path& directory : {NewestDebianDirectory(), PgConfigDirectory()}) {
    if (!directory.empty() && HasServer(directory)) return directory;
  }
  return absl::FailedPreconditionError(
      "PostgreSQL is not installed: no initdb and postgres in /usr/lib/postgresql/*/bin nor in "
      "`pg_config --bindir`; install the package postgresql");
}

// A cluster comes into being by a rename, whole or not at all.
absl::Status MakeCluster(const fs::path& binaries, const DataDirectory& directory,
                         const ServerUser& user) {
  std::error_code error;
  fs::remove_all(directory.new_cluster(), error);
  if (error) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot remove ", directory.new_cluster(), ": ", error.message()));
  }
  const absl::Status made =
      Run(user, {.command = {binaries / "initdb", "--pgdata", directory.new_cluster(), "--username",
                             kSuperuser, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
                             "--no-instructions"},
                 .log_path = directory.log(),
                 .death_signal = SIGTERM});
  if (!made.ok()) return made;
  fs::rename(directory.new_cluster(), directory.cluster(), error);
  if (error) return absl::InternalError(absl::StrCat("cannot rename: ", error.message()));
  return absl::OkStatus();
}

absl::StatusOr<pid_t> StartServer(const fs::path& binaries, const DataDirectory& directory,
                                  const std::string& socket_dir, const ServerUser& user,
                                  const std::vector<std::string>& settings) {
  std::vector<std::string> command = {binaries / "postgres", "-D", directory.cluster(), "-k",
                                      socket_dir};
  for (const char* setting : kSettings) command.insert(command.end(), {"-c", setting});
  command.insert(command.end(), {"-c", SharedBuffers()});
  for (const std::string& setting : settings) command.insert(command.end(), {"-c", setting});
  // SIGINT is the fast shutdown.
  return Spawn(
      user, {.command = std::move(command), .log_path = directory.log(), .death_signal = SIGINT});
}

// OK once `url` takes connections. Reaps the server if it ends before.
absl::Status WaitUntilReady(pid_t pid, const std::string& url, const std::string& log_path) {
  const absl::Time deadline = absl::Now() + kStartPatience;
  while (PQping(url.c_str()) != PQPING_OK) {
    if (EndsWithin(pid, kPollInterval)) {
      return absl::InternalError(absl::StrCat("PostgreSQL does not start:\n", LastLines(log_path)));
    }
    if (absl::Now() < deadline) continue;
    kill(pid, SIGKILL);
    EndsWithin(pid, kImmediateStopPatience);
    return absl::InternalError(absl::StrCat("PostgreSQL is not ready after ",
                                            absl::FormatDuration(kStartPatience), ":\n",
                                            LastLines(log_path)));
  }
  return absl::OkStatus();
}

std::string UrlOf(const std::string& socket_dir, std::string_view database) {
  return absl::StrCat("host=", storage::QuotedConnectionValue(socket_dir),
                      " port=5432 user=", kSuperuser,
                      " dbname=", storage::QuotedConnectionValue(database));
}

}  // namespace

absl::StatusOr<std::unique_ptr<EmbeddedPostgres>> EmbeddedPostgres::Start(
    EmbeddedPostgresOptions options) {
  const absl::StatusOr<fs::path> binaries = FindBinaries();
  if (!binaries.ok()) return binaries.status();
  const absl::StatusOr<ServerUser> user = ServerUser::Find();
  if (!user.ok()) return user.status();
  absl::StatusOr<DataDirectory> directory = DataDirectory::Open(options.data_dir, *user);
  if (!directory.ok()) return directory.status();
  absl::Status status = directory->StopLeftover();
  if (status.ok() && !directory->has_cluster()) status = MakeCluster(*binaries, *directory, *user);
  if (!status.ok()) return status;
  const absl::StatusOr<std::string> socket_dir = directory->MakeSocketDirectory(*user);
  if (!socket_dir.ok()) return socket_dir.status();
  const absl::StatusOr<pid_t> pid =
      StartServer(*binaries, *directory, *socket_dir, *user, options.settings);
  if (!pid.ok()) return pid.status();
  status = WaitUntilReady(*pid, UrlOf(*socket_dir, "postgres"), directory->log());
  if (!status.ok()) return status;

  std::unique_ptr<EmbeddedPostgres> server(new EmbeddedPostgres);
  server->socket_dir_ = *socket_dir;
  server->pid_ = *pid;
  server->lock_fd_ = directory->ReleaseLock();
  return server;
}

EmbeddedPostgres::~EmbeddedPostgres() { Stop(); }

std::string EmbeddedPostgres::Url(std::string_view database) const {
  return UrlOf(socket_dir_, database);
}

absl::Status EmbeddedPostgres::CreateDatabase(std::string_view name) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
      PQconnectdb(Url("postgres").c_str()), PQfinish);
  using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;
  const std::string name_text(name);
  const char* values[] = {name_text.c_str()};
  const Result there(PQexecParams(connection.get(), "SELECT 1 FROM pg_database WHERE datname = $1",
                                  1, nullptr, values, nullptr, nullptr, 0),
                     PQclear);
  if (PQresultStatus(there.get()) != PGRES_TUPLES_OK) {
    return absl::InternalError(PQerrorMessage(connection.get()));
  }
  if (PQntuples(there.get()) > 0) return absl::OkStatus();
  const std::unique_ptr<char, decltype(&PQfreemem)> quoted(
      PQescapeIdentifier(connection.get(), name.data(), name.size()), PQfreemem);
  if (quoted == nullptr) return absl::InternalError(PQerrorMessage(connection.get()));
  const Result made(
      PQexec(connection.get(), absl::StrCat("CREATE DATABASE ", quoted.get()).c_str()), PQclear);
  if (PQresultStatus(made.get()) != PGRES_COMMAND_OK) {
    return absl::InternalError(PQerrorMessage(connection.get()));
  }
  return absl::OkStatus();
}

void EmbeddedPostgres::Stop() {
  if (pid_ > 0) {
    kill(pid_, SIGINT);
    if (!EndsWithin(pid_, kFastStopPatience)) {
      kill(pid_, SIGQUIT);
      if (!EndsWithin(pid_, kImmediateStopPatience)) {
        kill(pid_, SIGKILL);
        EndsWithin(pid_, kImmediateStopPatience);
      }
    }
    pid_ = -1;
  }
  if (lock_fd_ >= 0) close(std::exchange(lock_fd_, -1));
}

}  // namespace jurimeter::tools
