// A pgbouncer in front of the tests' PostgreSQL server.
//
// Example:
//   Pgbouncer pooler({"pool_mode = transaction"});
//   Connect({.url = pooler.Url(url)});  // url is one of PostgresCluster's
//
// Where there is no pgbouncer, the program ends with a message: its tests fail.
//
// Threads: the one that made it.
#ifndef JURIMETER_TESTS_SUPPORT_PGBOUNCER_H_
#define JURIMETER_TESTS_SUPPORT_PGBOUNCER_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace jurimeter::test {

class Pgbouncer {
 public:
  // `settings` of its section [pgbouncer]. It takes connections when this returns.
  explicit Pgbouncer(const std::vector<std::string>& settings);
  ~Pgbouncer();

  Pgbouncer(const Pgbouncer&) = delete;
  Pgbouncer& operator=(const Pgbouncer&) = delete;

  // The database of `url` through this pooler.
  std::string Url(const std::string& url) const;

 private:
  std::string directory_;
  pid_t pid_ = -1;
};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SUPPORT_PGBOUNCER_H_
