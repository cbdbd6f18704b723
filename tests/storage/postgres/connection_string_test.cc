#include "storage/postgres/connection_string.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/support/status_matchers.h"

namespace jurimeter::storage {
namespace {

using test::StatusIs;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ConnectionStringTest, ReadsWordsAndUris) {
  for (const char* url :
       {"host=db  dbname = 'legal affairs' port=''", "postgresql://db/legal%20affairs?port="}) {
    const absl::StatusOr<ConnectionWords> words = ParseConnectionString(url);
    ASSERT_THAT(words, test::IsOk()) << url;
    EXPECT_EQ(words->at("host"), "db") << url;
    EXPECT_EQ(words->at("dbname"), "legal affairs") << url;
  }
  const absl::StatusOr<ConnectionWords> none = ParseConnectionString("");
  ASSERT_THAT(none, test::IsOk());
  EXPECT_THAT(*none, IsEmpty());
}

TEST(ConnectionStringTest, IsReadAsItWasWritten) {
  const ConnectionWords words = {{"application_name", "it's a \\ b"},
                                 {"dbname", "=法 院"},
                                 {"options", " -csearch_path='x' "},
                                 {"password", ""}};
  const absl::StatusOr<ConnectionWords> read = ParseConnectionString(ConnectionString(words));
  ASSERT_THAT(read, test::IsOk());
  EXPECT_EQ(*read, words);
}

TEST(ConnectionStringTest, QuotesEachValue) {
  EXPECT_EQ(ConnectionString({{"host", "db"}, {"user", "a'b\\"}}), R"(host='db' user='a\'b\\')");
  EXPECT_EQ(QuotedConnectionValue(""), "''");
}

TEST(ConnectionStringTest, RefusesWhatLibpqCannotRead) {
  for (const char* url : {"colour=blue", "postgresql://[", "host", "host='db"}) {
    EXPECT_THAT(ParseConnectionString(url),
                StatusIs(absl::StatusCode::kUnavailable,
                         HasSubstr("not a libpq connection string or URI: ")))
        << url;
  }
}

}  // namespace
}  // namespace jurimeter::storage
