#include "storage/postgres/errors.h"

#include <gmock/gmock.h>

#include <pqxx/pqxx>
#include <stdexcept>
#include <string>

#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"

namespace jurimeter::test {
namespace {

using storage::Failure;
using ::testing::AllOf;
using ::testing::HasSubstr;

// What PostgreSQL raises, as libpqxx throws it.
TEST(Errors, AreClassifiedByWhatTheyCallFor) {
  struct Case {
    const char* sql_state;
    Failure failure;
  };
  const Case kCases[] = {
      {"23505", Failure::kDuplicateKey},  // unique_violation
      {"22003", Failure::kData},          // numeric_value_out_of_range
      {"22021", Failure::kData},          // character_not_in_repertoire
      {"22P02", Failure::kData},          // invalid_text_representation
      {"23502", Failure::kData},          // not_null_violation
      {"23503", Failure::kData},          // foreign_key_violation
      {"23514", Failure::kData},          // check_violation
      {"42P01", Failure::kFinal},         // undefined_table
      {"42703", Failure::kFinal},         // undefined_column
      {"42501", Failure::kFinal},         // insufficient_privilege
      {"42601", Failure::kFinal},         // syntax_error
      {"42P07", Failure::kFinal},         // duplicate_table
      {"3F000", Failure::kFinal},         // invalid_schema_name
      {"40001", Failure::kRetry},         // serialization_failure
      {"40P01", Failure::kRetry},         // deadlock_detected
      {"25006", Failure::kRetry},         // read_only_sql_transaction
      {"53100", Failure::kRetry},         // disk_full
      {"53200", Failure::kRetry},         // out_of_memory
      {"53300", Failure::kRetry},         // too_many_connections
      {"55P03", Failure::kRetry},         // lock_not_available
      {"57014", Failure::kRetry},         // query_canceled
      {"57P01", Failure::kRetry},         // admin_shutdown
      {"58030", Failure::kRetry},         // io_error
      {"0A000", Failure::kRetry},         // feature_not_supported
      {"XX000", Failure::kRetry},         // internal_error
  };
  pqxx::connection connection(PostgresCluster::Get().EmptyDatabase());
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.sql_state);
    try {
      pqxx::nontransaction(connection)
          .exec(std::string("DO $$BEGIN RAISE EXCEPTION E'said\\nmore' USING ERRCODE = '") +
                c.sql_state + "'; END$$");
      ADD_FAILURE() << "nothing was thrown";
    } catch (const std::exception& error) {
      EXPECT_EQ(storage::Classify(error), c.failure) << error.what();
      EXPECT_EQ(storage::MessageOf(error), "said");
      EXPECT_THAT(storage::ToStatus(error, "do this"),
                  StatusIs(c.failure == Failure::kRetry ? absl::StatusCode::kUnavailable
                                                        : absl::StatusCode::kInternal,
                           HasSubstr("cannot do this: said")));
    }
  }
}

// What a session does that is not this connection's alone.
TEST(Errors, OfALentSessionNameThePooler) {
  for (const char* state : {"26000", "42P05"}) {
    const pqxx::sql_error error("ERROR:  prepared statement \"a\"", "", state);
    EXPECT_EQ(storage::Classify(error), Failure::kRetry);
    EXPECT_THAT(storage::MessageOf(error), AllOf(HasSubstr("prepared statement \"a\": a pooler"),
                                                 HasSubstr("pool_mode = session")));
  }
}

TEST(Errors, OfLibpqxxItselfAreRetried) {
  EXPECT_EQ(storage::Classify(pqxx::in_doubt_error("?")), Failure::kRetry);
  EXPECT_EQ(storage::Classify(pqxx::broken_connection("?")), Failure::kRetry);
  EXPECT_EQ(storage::Classify(pqxx::sql_error("timeout", "query", "")), Failure::kRetry);
  EXPECT_EQ(storage::Classify(std::runtime_error("?")), Failure::kRetry);
}

TEST(Errors, MessagesAreFitToShow) {
  const auto message = [](const std::string& text) {
    return storage::MessageOf(std::runtime_error(text));
  };
  EXPECT_EQ(message("ERROR:  no\nDETAIL:  secret"), "no");
  EXPECT_EQ(message("a\tb\x1b[31m"), "a b [31m");
  EXPECT_EQ(message(""), "");
  const std::string long_message = message(std::string(255, 'x') + "法");
  EXPECT_EQ(long_message, std::string(255, 'x'));
}

}  // namespace
}  // namespace jurimeter::test
