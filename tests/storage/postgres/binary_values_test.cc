#include "storage/postgres/binary_values.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <pqxx/pqxx>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "domain/event/event_id.h"
#include "domain/values/calendar.h"
#include "storage/postgres/prepared.h"
#include "storage/postgres/transaction.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::storage {
namespace {

using namespace std::string_view_literals;

TEST(BinaryValuesTest, AreBigEndianBehindTheirLength) {
  BinaryFields fields;
  fields.AddInteger(258);
  EXPECT_EQ(fields.bytes(), "\0\0\0\4\0\0\1\2"sv);
  fields.Clear();
  fields.AddText("ab");
  fields.AddRaw("c");
  EXPECT_EQ(fields.bytes(), "\0\0\0\2abc"sv);
  EXPECT_EQ(BigintBytes(-2), "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFE");
}

TEST(BinaryValuesTest, CountFromTheYear2000) {
  EXPECT_EQ(DayOfDate(0), DayNumber(absl::CivilDay(2000, 1, 1)));
  EXPECT_EQ(TimestampMicros(test::At("2000-01-01T00:00:00Z")), 0);
  EXPECT_EQ(TimestampMicros(test::At("1999-12-31T23:59:59.999999Z")), -1);
  EXPECT_EQ(TimeOfTimestamp(1'000'000), test::At("2000-01-01T00:00:01Z"));
}

TEST(BinaryValuesTest, PostgresReadsThemAsTheyWereMeant) {
  struct Case {
    const char* time;
    absl::CivilDay day;
    int64_t number;
    const char* text;
  };
  const Case kCases[] = {
      {"1899-12-31T16:00:00Z", absl::CivilDay(1900, 1, 1), INT64_MIN, ""},
      {"1999-12-31T23:59:59.999999Z", absl::CivilDay(1999, 12, 31), -1, "NULL"},
      {"2000-01-01T00:00:00Z", absl::CivilDay(2000, 1, 1), 0, "{\"a\",b\\}"},
      {"2024-02-29T12:34:56.000789Z", absl::CivilDay(2024, 2, 29), 258, " 法院\n"},
      {"9999-12-31T23:59:59.5Z", absl::CivilDay(9999, 12, 31), INT64_MAX, "x"},
  };
  auto connection = Connect({.url = test::PostgresCluster::Get().EmptyDatabase()});
  ASSERT_THAT(connection, test::IsOk());
  Prepare(**connection, "values",
          "SELECT t::text, d::text, n, s, i, u::text, t "
          "FROM unnest($1::timestamptz[], $2::date[], $3::bigint[], $4::text[], $5::integer[], "
          "            $6::uuid[]) AS v (t, d, n, s, i, u)");
  const size_t size = std::size(kCases);
  BinaryArray times(ElementType::kTimestamptz, size), days(ElementType::kDate, size);
  BinaryArray numbers(ElementType::kBigint, size), texts(ElementType::kText, size);
  BinaryArray integers(ElementType::kInteger, size), ids(ElementType::kUuid, size);
  const EventId id = *EventId::Parse("0189d1a0-7c1e-7000-8000-0123456789ab");
  for (const Case& c : kCases) {
    times.fields().AddTimestamp(test::At(c.time));
    days.fields().AddDay(DayNumber(c.day));
    numbers.fields().AddBigint(c.number);
    texts.fields().AddText(c.text);
    integers.fields().AddInteger(static_cast<int32_t>(c.number));
    ids.fields().AddUuid(id);
  }
  Transaction transaction(**connection);
  transaction.Send("values", {times.bytes(), days.bytes(), numbers.bytes(), texts.bytes(),
                              integers.bytes(), ids.bytes()});
  const Result result = std::move(transaction.Receive().back());
  ASSERT_EQ(result.rows(), static_cast<int>(size));
  for (int row = 0; row < result.rows(); ++row) {
    const Case& c = kCases[row];
    SCOPED_TRACE(c.time);
    const std::string time =
        absl::FormatTime("%Y-%m-%d %H:%M:%E*S+00", test::At(c.time), absl::UTCTimeZone());
    EXPECT_EQ(result.Text(row, 0), time);
    EXPECT_EQ(result.Text(row, 1), absl::FormatCivilTime(c.day));
    EXPECT_EQ(result.Bigint(row, 2), c.number);
    EXPECT_EQ(result.Text(row, 3), c.text);
    EXPECT_EQ(result.Integer(row, 4), static_cast<int32_t>(c.number));
    EXPECT_EQ(result.Text(row, 5), id.ToString());
    EXPECT_EQ(TimeOfTimestamp(result.Bigint(row, 6)), test::At(c.time));
    EXPECT_THROW(result.Integer(row, 6), pqxx::conversion_error);
  }
}

}  // namespace
}  // namespace jurimeter::storage
