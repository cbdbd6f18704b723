// What tests of a whole start from: both services on one database.
//
// Example:
//   class QueryTest : public BothServicesTest { ... };
#ifndef JURIMETER_TESTS_SERVICES_BOTH_SERVICES_TEST_H_
#define JURIMETER_TESTS_SERVICES_BOTH_SERVICES_TEST_H_

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"

namespace jurimeter::test {

class BothServicesTest : public ::testing::Test {
 protected:
  explicit BothServicesTest(std::string url = DatabaseWithCatalog())
      : url_(std::move(url)), ingestion_({.database_url = url_}), query_({.database_url = url_}) {}

  void SetUp() override {
    ASSERT_TRUE(AwaitHealth(ingestion_.channel(), kServing));
    ASSERT_TRUE(AwaitHealth(query_.channel(), kServing));
  }

  const std::string url_;
  IngestionServer ingestion_;
  QueryServer query_;
};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SERVICES_BOTH_SERVICES_TEST_H_
