#include "services/runtime/rules_watch.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/services/fake_clock.h"
#include "tests/services/fake_rules_store.h"
#include "tests/support/eventually.h"
#include "tests/support/status_matchers.h"

namespace jurimeter::runtime {
namespace {

using test::Eventually;

class RulesWatchTest : public ::testing::Test {
 protected:
  RulesWatchTest() {
    readiness_.Set(DatabaseContact::kCondition, true);
    EXPECT_TRUE(Eventually([&] { return watch_.looks() > 0; }));
  }

  // Returns once the watch has asked the database as it is now.
  void Look() {
    // Two looks: the first may have begun before.
    const int64_t before = watch_.looks();
    EXPECT_TRUE(Eventually([&] {
      clock_.Advance(RulesWatch::kInterval);
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
  test::RulesDatabase database_;
  Readiness readiness_{{std::string(RulesWatch::kCondition)}};
  DatabaseContact contact_{&readiness_, &clock_};
  RulesWatch watch_{std::make_unique<test::FakeRulesStore>(&database_), &readiness_, &contact_,
                    &clock_};
};

TEST_F(RulesWatchTest, FollowsWhatIsInForce) {
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

TEST_F(RulesWatchTest, KeepsItsRulesWhileTheDatabaseIsAway) {
  database_.Apply(1);
  Look();
  LoseDatabase();
  Look();
  EXPECT_EQ(version(), 1);
  EXPECT_TRUE(readiness_.ready()) << "whether it is away is for DatabaseContact to say";
}

TEST_F(RulesWatchTest, ServesNoOtherSchema) {
  database_.Apply(1);
  Look();
  database_.FailWith(absl::FailedPreconditionError("another schema"));
  Look();
  EXPECT_FALSE(readiness_.ready());
  database_.FailWith(absl::OkStatus());
  Look();
  EXPECT_TRUE(readiness_.ready());
}

TEST_F(RulesWatchTest, RenewsRulesThatSomebodyFoundOutdated) {
  database_.Apply(1);
  Look();
  LoseDatabase();
  ASSERT_THAT(watch_.Renew(Digest{9}), test::IsOk()) << "it knows another already";
  EXPECT_EQ((*watch_.Renew(Digest{9}))->identity.revision, 1);
  database_.Apply(2);
  database_.FailWith(absl::OkStatus());
  const auto renewed = watch_.Renew(Digest{1});  // on this thread: no time passes for the watch
  ASSERT_THAT(renewed, test::IsOk());
  EXPECT_EQ((*renewed)->identity.revision, 2);
  EXPECT_EQ(version(), 2);
}

TEST_F(RulesWatchTest, ReadsWhatTheDatabaseHasNowWhateverIsKnown) {
  database_.Apply(1);
  Look();
  database_.Apply(2);
  const auto now = watch_.ReadNow();  // on this thread: no time passes for the watch
  ASSERT_THAT(now, test::IsOk());
  EXPECT_EQ((*now)->identity.revision, 2);
  LoseDatabase();
  EXPECT_THAT(watch_.ReadNow(), test::StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(RulesWatchTest, KeepsOutdatedRulesIfItCannotRenewThem) {
  database_.Apply(1);
  Look();
  LoseDatabase();
  EXPECT_THAT(watch_.Renew(Digest{1}), test::StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(version(), 1);
  EXPECT_TRUE(readiness_.ready());
  database_.FailWith(absl::UnimplementedError("of a newer program"));
  EXPECT_THAT(watch_.Renew(Digest{1}), test::StatusIs(absl::StatusCode::kUnimplemented));
  EXPECT_FALSE(readiness_.ready());
  FindDatabase();
  EXPECT_TRUE(readiness_.ready());
}

TEST_F(RulesWatchTest, FollowsWhatIsClosed) {
  database_.Apply(1);
  Look();
  const Rules before = watch_.current();
  database_.Close(2, {{.bureau = 1, .days = {10, 20}}});
  Look();
  const Rules after = watch_.current();
  EXPECT_EQ(after->identity.revision, 2);
  EXPECT_EQ(after->identity.catalog.revision, 1);
  EXPECT_EQ(after->catalog, before->catalog) << "it is not read again";
  EXPECT_EQ(before->closed.Find(1, 15), nullptr);
  ASSERT_NE(after->closed.Find(1, 15), nullptr);
  EXPECT_EQ(after->closed.Find(1, 15)->revision, 2);
  database_.Apply(3);
  Look();
  EXPECT_EQ(version(), 3);
  EXPECT_NE(watch_.current()->closed.Find(1, 15), nullptr) << "no catalog opens a day";
}

TEST_F(RulesWatchTest, ForgetsWhatWasClosedInAnotherLedger) {
  database_.Apply(1);
  database_.Close(2, {{.bureau = 1, .days = {10, 20}}});
  Look();
  EXPECT_NE(watch_.current()->closed.Find(1, 15), nullptr);
  database_.BeginAnew();
  database_.Apply(7);
  Look();
  EXPECT_EQ(version(), 7);
  EXPECT_EQ(watch_.current()->closed.Find(1, 15), nullptr);
}

TEST_F(RulesWatchTest, RenewsForAnyNumberOfThreads) {
  database_.Apply(1);
  Look();
  database_.Apply(2);
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([this] {
      const auto renewed = watch_.Renew(Digest{1});
      ASSERT_THAT(renewed, test::IsOk());
      EXPECT_EQ((*renewed)->identity.revision, 2);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace jurimeter::runtime
