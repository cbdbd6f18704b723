#include "services/runtime/catalog_watch.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/services/fake_catalog_store.h"
#include "tests/services/fake_clock.h"
#include "tests/support/eventually.h"

namespace jurimeter::runtime {
namespace {

using test::Eventually;

class CatalogWatchTest : public ::testing::Test {
 protected:
  CatalogWatchTest() {
    readiness_.Set(DatabaseContact::kCondition, true);
    EXPECT_TRUE(Eventually([&] { return watch_.looks() > 0; }));
  }

  // Returns once the watch has asked the database as it is now.
  void Look() {
    // Two looks: the first may have begun before.
    const int64_t before = watch_.looks();
    EXPECT_TRUE(Eventually([&] {
      clock_.Advance(CatalogWatch::kInterval);
      return watch_.looks() >= before + 2;
    }));
  }

  // From now on looks find nothing out. One may be due still, after whatever was looked for last.
  void LoseDatabase() { database_.FailWith(absl::UnavailableError("away")); }
  void FindDatabase() {
    database_.FailWith(absl::OkStatus());
    Look();
  }

  int64_t version() const {
    const auto current = watch_.current();
    return current == nullptr ? 0 : current->identity.revision;
  }

  test::FakeClock clock_;
  test::CatalogDatabase database_;
  Readiness readiness_{{std::string(CatalogWatch::kCondition)}};
  DatabaseContact contact_{&readiness_, &clock_};
  CatalogWatch watch_{std::make_unique<test::FakeCatalogStore>(&database_), &readiness_, &contact_,
                      &clock_};
};

TEST_F(CatalogWatchTest, FollowsWhatIsInForce) {
  EXPECT_FALSE(readiness_.ready()) << "no catalog was applied";
  EXPECT_EQ(version(), 0);
  for (const int64_t applied : {1, 2}) {
    database_.Apply(applied);
    Look();
    EXPECT_TRUE(readiness_.ready());
    EXPECT_EQ(version(), applied);
    EXPECT_FALSE(watch_.current()->catalog->bureaus().empty());
  }
}

TEST_F(CatalogWatchTest, KeepsItsCatalogWhileTheDatabaseIsAway) {
  database_.Apply(1);
  Look();
  LoseDatabase();
  Look();
  EXPECT_EQ(version(), 1);
  EXPECT_TRUE(readiness_.ready()) << "whether it is away is for DatabaseContact to say";
}

TEST_F(CatalogWatchTest, ServesNoOtherSchema) {
  database_.Apply(1);
  Look();
  database_.FailWith(absl::FailedPreconditionError("another schema"));
  Look();
  EXPECT_FALSE(readiness_.ready());
  database_.FailWith(absl::OkStatus());
  Look();
  EXPECT_TRUE(readiness_.ready());
}

TEST_F(CatalogWatchTest, ForgetsACatalogThatSomebodyFoundOutOfForce) {
  database_.Apply(1);
  Look();
  LoseDatabase();
  watch_.Doubt(Digest{9});
  EXPECT_EQ(version(), 1) << "it was another that was doubted";
  watch_.Doubt(Digest{1});
  EXPECT_EQ(version(), 0);
  FindDatabase();
  EXPECT_EQ(version(), 1);
}

}  // namespace
}  // namespace jurimeter::runtime
