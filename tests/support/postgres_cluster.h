// The PostgreSQL server of a test program, and fresh databases on it.
//
// Example:
//   const std::string url = PostgresCluster::Get().MigratedDatabase();
//   auto store = MakePostgresEventStore({.postgres = {.url = url}});
//
// Where there is no PostgreSQL, the program ends with a message: its tests fail.
//
// Threads: call it from the main thread, whose end ends the server.
#ifndef JURIMETER_TESTS_SUPPORT_POSTGRES_CLUSTER_H_
#define JURIMETER_TESTS_SUPPORT_POSTGRES_CLUSTER_H_

#include <memory>
#include <pqxx/pqxx>
#include <string>

#include "tools/embedded_postgres/embedded_postgres.h"

namespace jurimeter::test {

class PostgresCluster {
 public:
  // The one of this program: starts with the first call and goes with the program, together with
  // its directory.
  static PostgresCluster& Get();

  ~PostgresCluster();

  // URL of a fresh database with nothing in it.
  std::string EmptyDatabase();
  // URL of a fresh database with the shipped migrations and no catalog.
  std::string MigratedDatabase();

 private:
  PostgresCluster();

  std::string NewDatabase(const std::string& from_template);

  std::string directory_;
  std::unique_ptr<tools::EmbeddedPostgres> server_;
  int databases_ = 0;
};

// Runs `sql` and returns its rows; throws what libpqxx throws. For arranging and looking.
pqxx::result Query(const std::string& url, const std::string& sql);

// Appends an entry without content to the ledger, as a newer program might. `what` is its kind,
// whether it changes figures, and whether it changes rules: "'closing', false, true".
void AppendEntry(const std::string& url, const std::string& what);

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SUPPORT_POSTGRES_CLUSTER_H_
