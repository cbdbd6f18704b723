#include "tests/support/roles.h"

#include "absl/strings/str_cat.h"
#include "tests/support/postgres_cluster.h"

namespace jurimeter::test {

std::string DatabaseName(const std::string& url) {
  return Query(url, "SELECT current_database()")[0][0].as<std::string>();
}

std::string MakeIngestionRole(const std::string& url) {
  const std::string role = "ingestion_of_" + DatabaseName(url);
  Query(url, absl::StrCat("CREATE ROLE ", role, " LOGIN"));
  Query(url, absl::StrCat("GRANT SELECT ON ALL TABLES IN SCHEMA public TO ", role));
  for (const char* right : kIngestionRights) {
    Query(url, absl::StrCat("GRANT ", right, " TO ", role));
  }
  for (const char* right : kClosingRights) {
    Query(url, absl::StrCat("GRANT ", right, " TO ", role));
  }
  return role;
}

}  // namespace jurimeter::test
