#include "storage/postgres/sql_text.h"

#include <gmock/gmock.h>

#include "tests/support/postgres_cluster.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::storage {
namespace {

TEST(SqlText, WritesTimestampsToTheMicrosecond) {
  struct Case {
    const char* time;
    const char* text;
  };
  const Case kCases[] = {
      {"1970-01-01T00:00:00Z", "1970-01-01 00:00:00.000000+00"},
      {"1969-12-31T23:59:59.999999Z", "1969-12-31 23:59:59.999999+00"},
      {"1899-12-31T16:00:00Z", "1899-12-31 16:00:00.000000+00"},
      {"2024-02-29T12:34:56.000789Z", "2024-02-29 12:34:56.000789+00"},
      {"9999-12-31T23:59:59.5Z", "9999-12-31 23:59:59.500000+00"},
  };
  for (const Case& c : kCases) {
    std::string text;
    AppendTimestamp(test::At(c.time), &text);
    EXPECT_EQ(text, c.text);
  }
}

TEST(SqlText, PostgresReadsArraysAsTheyWereMeant) {
  ArrayText texts;
  for (const char* text : {"plain", "", "NULL", "a,b", "{}", "\"q\"", "back\\slash", " 法院 "}) {
    texts.AddText(text);
  }
  ArrayText numbers;
  EXPECT_EQ(numbers.Finish(), "{}");
  numbers.AddInteger(-1);
  numbers.AddInteger(INT64_MIN);
  EXPECT_EQ(numbers.Finish(), "{-1,-9223372036854775808}");

  pqxx::connection connection(test::PostgresCluster::Get().EmptyDatabase());
  pqxx::work transaction(connection);
  const auto rows = transaction.exec_params("SELECT unnest($1::text[])", texts.Finish());
  std::vector<std::string> read;
  for (const pqxx::row& row : rows) read.push_back(row[0].as<std::string>());
  EXPECT_THAT(read, ::testing::ElementsAre("plain", "", "NULL", "a,b", "{}", "\"q\"", "back\\slash",
                                           " 法院 "));
}

}  // namespace
}  // namespace jurimeter::storage
