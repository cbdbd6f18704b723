#include "tests/support/test_access.h"

#include <cstdio>
#include <cstdlib>

#include "storage/postgres/postgres_access_store.h"
#include "tests/support/test_closing.h"

namespace jurimeter::test {

int64_t ApplyAccessList(const std::string& url, const std::string& text) {
  const absl::StatusOr<int64_t> revision =
      storage::MakePostgresAccessStore({.url = url})->Apply(text, RulesOf(url).chain);
  if (revision.ok()) return *revision;
  std::fprintf(stderr, "%s\n", revision.status().ToString().c_str());
  std::abort();
}

}  // namespace jurimeter::test
