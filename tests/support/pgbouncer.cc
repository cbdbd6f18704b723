#include "tests/support/pgbouncer.h"

#include <libpq-fe.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "tests/support/postgres_cluster.h"
#include "tools/embedded_postgres/child_process.h"
#include "tools/embedded_postgres/server_user.h"

namespace jurimeter::test {
namespace {

constexpr char kProgram[] = "/usr/sbin/pgbouncer";

void DieUnless(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "These tests need pgbouncer: %s\n", status.ToString().c_str());
  std::exit(1);
}

// Where PostgreSQL listens, and as whom to go there.
std::string ServerWords() {
  const auto connection = Query(PostgresCluster::Get().EmptyDatabase(),
                                "SELECT current_setting('unix_socket_directories'), current_user");
  return absl::StrCat("host=", connection[0][0].c_str(),
                      " port=5432 user=", connection[0][1].c_str());
}

}  // namespace

Pgbouncer::Pgbouncer(const std::vector<std::string>& settings) {
  char path[] = "/tmp/jurimeter-pooler-XXXXXX";
  if (mkdtemp(path) == nullptr || chmod(path, 0755) != 0) {
    DieUnless(absl::InternalError("mkdtemp failed"));
  }
  directory_ = path;
  const auto user = tools::ServerUser::Find();
  DieUnless(user.status());
  if (user->drop && chown(path, user->uid, user->gid) != 0) {
    DieUnless(absl::InternalError("chown failed"));
  }
  const std::string ini = directory_ + "/pgbouncer.ini";
  {
    std::ofstream file(ini);
    file << "[databases]\n* = " << ServerWords() << "\n[pgbouncer]\nlisten_port = 6432\n"
         << "unix_socket_dir = " << directory_ << "\nauth_type = any\n";
    for (const std::string& setting : settings) file << setting << '\n';
  }
  const auto pid = tools::Spawn(
      *user,
      {.command = {kProgram, ini}, .log_path = directory_ + "/log", .death_signal = SIGTERM});
  DieUnless(pid.status());
  pid_ = *pid;
  while (PQping(Url("dbname=postgres").c_str()) != PQPING_OK) {
    if (tools::EndsWithin(pid_, absl::Milliseconds(10))) {
      DieUnless(absl::InternalError(tools::LastLines(directory_ + "/log")));
    }
  }
}

Pgbouncer::~Pgbouncer() {
  kill(pid_, SIGTERM);
  if (!tools::EndsWithin(pid_, absl::Seconds(10))) kill(pid_, SIGKILL);
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

std::string Pgbouncer::Url(const std::string& url) const {
  // The last of two words holds.
  return absl::StrCat(url, " host='", directory_, "' port=6432");
}

}  // namespace jurimeter::test
