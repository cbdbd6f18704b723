#include "storage/postgres/connection_url.h"

#include <gmock/gmock.h>

#include <string>

namespace jurimeter::storage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ConnectionUrlFaultTest, TakesWhatLibpqCanUse) {
  for (const char* url : {"", "host=db dbname=legal", "postgresql://user@host/database",
                          "host=a,b port=5432,5433 target_session_attrs=read-write",
                          "host=a,b port=,5433", "connect_timeout=-1", "sslmode=verify-full"}) {
    EXPECT_EQ(ConnectionUrlFault(url), "") << url;
  }
}

TEST(ConnectionUrlFaultTest, NamesTheWordAndWhatIsExpected) {
  const struct {
    const char* url;
    const char* fault;
  } kCases[] = {
      {"colour=blue", "not a database URL: invalid connection option"},
      {"host", "; expected a libpq connection string, such as"},
      {"port=0", "port: expected 1 to 65535"},
      {"host=a,b port=5432,65536", "port: expected 1 to 65535"},
      {"port=x", "port: expected 1 to 65535"},
      {"connect_timeout=soon", "connect_timeout: expected a number of seconds"},
      {"sslmode=yes", "sslmode: expected one of disable, allow, prefer, require, verify-ca"},
      {"target_session_attrs=write", "target_session_attrs: expected one of any, read-write"},
      {"port=0 sslmode=yes", "port: expected 1 to 65535; sslmode: expected one of"},
  };
  for (const auto& c : kCases) EXPECT_THAT(ConnectionUrlFault(c.url), HasSubstr(c.fault)) << c.url;
}

// Any part of a misspelt one may be a password.
TEST(ConnectionUrlFaultTest, NeverQuotesAValue) {
  for (const char* url : {"host=db secret", "secret=1", "sslmode=secret", "port=secret",
                          "postgresql://user:secret@[", "host='secret"}) {
    EXPECT_NE(ConnectionUrlFault(url), "") << url;
    EXPECT_THAT(ConnectionUrlFault(url), Not(HasSubstr("secret"))) << url;
  }
}

}  // namespace
}  // namespace jurimeter::storage
