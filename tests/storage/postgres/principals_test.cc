#include "storage/postgres/principals.h"

#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/support/postgres_cluster.h"

namespace jurimeter::storage {
namespace {

class PrincipalsTest : public ::testing::Test {
 protected:
  PrincipalKey Give(const std::string& name) const {
    pqxx::connection connection(url_);
    pqxx::work transaction(connection);
    const PrincipalKey key = KeyOfPrincipal(transaction, name);
    transaction.commit();
    return key;
  }

  const std::string url_ = test::PostgresCluster::Get().MigratedDatabase();
};

TEST_F(PrincipalsTest, ANameHasOneKeyForEver) {
  EXPECT_EQ(Give("nobody"), kNobody);
  EXPECT_EQ(Give("office"), 2);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Give("office"), 2);
  EXPECT_EQ(Give("司法厅 \"'\\"), 3) << "no key was used up";
  EXPECT_EQ(Give("Office"), 4);
}

TEST_F(PrincipalsTest, ANameIsKnownOnceItsTransactionIsCommitted) {
  {
    pqxx::connection connection(url_);
    pqxx::work transaction(connection);
    EXPECT_EQ(KeyOfPrincipal(transaction, "office"), 2);
    EXPECT_EQ(KeyOfPrincipal(transaction, "office"), 2);
  }
  EXPECT_EQ(test::Query(url_, "SELECT count(*) FROM principal")[0][0].as<int>(), 1);
}

TEST_F(PrincipalsTest, ManyAtOnceAgreeOnTheKey) {
  std::vector<PrincipalKey> keys(8);
  std::vector<std::thread> threads;
  for (PrincipalKey& key : keys) threads.emplace_back([this, &key] { key = Give("office"); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(keys, testing::Each(keys.front()));
  EXPECT_EQ(test::Query(url_, "SELECT count(*) FROM principal")[0][0].as<int>(), 2);
}

TEST_F(PrincipalsTest, TheDatabasesIsTheRoleThatOpenedTheSession) {
  test::Query(url_, "CREATE ROLE \"主 任\" LOGIN");
  test::Query(url_, "GRANT SELECT, INSERT ON principal TO \"主 任\"");
  pqxx::connection connection(url_ + " user='主 任'");
  pqxx::work transaction(connection);
  const KeyedPrincipal principal = DatabasePrincipal(transaction);
  EXPECT_EQ(principal.name, "database/主 任");
  EXPECT_EQ(principal.key, 2);
  transaction.abort();
  test::Query(url_, "DROP OWNED BY \"主 任\"; DROP ROLE \"主 任\"");
}

}  // namespace
}  // namespace jurimeter::storage
