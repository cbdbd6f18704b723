#include "tests/support/postgres_cluster.h"

#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "storage/postgres/migrations.h"

namespace jurimeter::test {
namespace {

constexpr char kTemplate[] = "migrated";

void DieUnless(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "These tests need a PostgreSQL server: %s\n", status.ToString().c_str());
  std::exit(1);
}

}  // namespace

PostgresCluster& PostgresCluster::Get() {
  static PostgresCluster cluster;
  return cluster;
}

PostgresCluster::PostgresCluster() {
  char path[] = "/tmp/jurimeter-test-XXXXXX";
  if (mkdtemp(path) == nullptr) DieUnless(absl::InternalError("mkdtemp failed"));
  directory_ = path;
  auto server = tools::EmbeddedPostgres::Start(
      {.data_dir = directory_, .settings = {"shared_buffers=64MB", "max_connections=60"}});
  DieUnless(server.status());
  server_ = *std::move(server);
  DieUnless(server_->CreateDatabase(kTemplate));
  DieUnless(storage::Migrate({.url = server_->Url(kTemplate)}).status());
}

PostgresCluster::~PostgresCluster() {
  // At once: a shutdown that flushes what nobody needs again would take longer than the tests.
  kill(server_->pid(), SIGQUIT);
  server_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

std::string PostgresCluster::EmptyDatabase() { return NewDatabase("template0"); }

std::string PostgresCluster::MigratedDatabase() { return NewDatabase(kTemplate); }

std::string PostgresCluster::NewDatabase(const std::string& from_template) {
  const std::string name = absl::StrCat("test", ++databases_);
  Query(server_->Url("postgres"),
        absl::StrCat("CREATE DATABASE ", name, " TEMPLATE ", from_template));
  return server_->Url(name);
}

pqxx::result Query(const std::string& url, const std::string& sql) {
  pqxx::connection connection(url);
  return pqxx::nontransaction(connection).exec(sql);
}

void AppendEntry(const std::string& url, const std::string& what) {
  Query(url, absl::StrCat(R"(
WITH head AS (
  UPDATE ledger_head
  SET revision = revision + 1,
      chain = ledger_chain(chain, revision + 1, 1000 + revision, committed_at, )",
                          what, R"(, 0,
                           sha256(''))
  RETURNING *)
INSERT INTO ledger_entry (revision, entry_id, committed_at, kind, changes_figures, changes_rules,
                          items, digest, chain)
SELECT revision, 999 + revision, committed_at, )",
                          what, ", 0, sha256(''), chain FROM head"));
}

}  // namespace jurimeter::test
