// A connection to a table of words, for tests of what moves rows.
#ifndef JURIMETER_TESTS_STORAGE_POSTGRES_WORD_TABLE_H_
#define JURIMETER_TESTS_STORAGE_POSTGRES_WORD_TABLE_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>

#include "storage/postgres/binary_values.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/prepared.h"
#include "storage/postgres/transaction.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"

namespace jurimeter::test {

// A table with the words of key and text, of which key 13 is refused.
class WordTableTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Query(url_, "CREATE TABLE word (key integer PRIMARY KEY CHECK (key <> 13), text text)");
    auto connection = storage::Connect({.url = url_});
    ASSERT_THAT(connection, IsOk());
    connection_ = *std::move(connection);
    storage::Prepare(*connection_, "add",
                     "INSERT INTO word VALUES ($1::bigint, $2::text) RETURNING key");
  }

  static void Add(storage::Transaction& transaction, int32_t key) {
    transaction.Send("add", {storage::BigintBytes(key), "text"});
  }

  std::string Words() const {
    return Query(url_,
                 "SELECT coalesce(string_agg(key::text, ' ' ORDER BY key), '') "
                 "FROM word")[0][0]
        .as<std::string>();
  }

  std::string url_ = PostgresCluster::Get().EmptyDatabase();
  std::unique_ptr<storage::Connection> connection_;
};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_STORAGE_POSTGRES_WORD_TABLE_H_
