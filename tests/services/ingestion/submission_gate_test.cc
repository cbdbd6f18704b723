#include "services/ingestion/submission_gate.h"

#include <gtest/gtest.h>

#include <memory>

#include "tests/services/fake_rules_store.h"
#include "tests/services/wire.h"
#include "tests/support/eventually.h"

namespace jurimeter::ingestion {
namespace {

using runtime::RulesWatch;
using test::Decode;

class SubmissionGateTest : public ::testing::Test {
 protected:
  // The rules are no condition here: a service may seem ready while it has just been forgotten.
  SubmissionGateTest() { readiness_.Set("commits", true); }

  test::RulesDatabase database_;
  runtime::Readiness readiness_{{"commits"}};
  runtime::DatabaseContact contact_{&readiness_};
  RulesWatch watch_{std::make_unique<test::FakeRulesStore>(&database_), &readiness_, &contact_};
  SubmissionGate gate_{&watch_, &readiness_};
};

TEST_F(SubmissionGateTest, TakesNothingWithoutRules) {
  EXPECT_TRUE(absl::IsUnavailable(gate_.Enter().status()));
  database_.Apply(1);
  EXPECT_TRUE(test::Eventually([&] { return gate_.Enter().ok(); }));
  EXPECT_EQ((*gate_.Enter())->identity.revision, 1);
}

TEST_F(SubmissionGateTest, TakesNothingOnceItIsClosed) {
  database_.Apply(1);
  EXPECT_TRUE(test::Eventually([&] { return gate_.Enter().ok(); }));
  gate_.Close();
  EXPECT_TRUE(absl::IsCancelled(gate_.Enter().status()));
}

TEST(CommitterStatusTest, AsksForTheEventsAgainIfTheRulesChangeWithoutEnd) {
  const auto status = Decode(CommitterStatus(absl::AbortedError("10 times"), Call::kUnary));
  EXPECT_TRUE(status.Is(grpc::StatusCode::UNAVAILABLE, "DATABASE_UNAVAILABLE"));
  EXPECT_EQ(status.message,
            "the rules change faster than this can be committed; sending it again is safe");
  EXPECT_EQ(status.retry_delay, absl::Seconds(1));
}

TEST(GateStatusTest, SaysWhatBecameOfTheCall) {
  const auto away = Decode(GateStatus(absl::UnavailableError(""), Call::kUnary));
  EXPECT_TRUE(away.Is(grpc::StatusCode::UNAVAILABLE, "DATABASE_UNAVAILABLE"));
  EXPECT_EQ(away.message, "the database is unavailable; this call stored nothing");
  EXPECT_EQ(away.retry_delay, absl::Seconds(1));
  const auto closed = Decode(GateStatus(absl::CancelledError(""), Call::kStream));
  EXPECT_TRUE(closed.Is(grpc::StatusCode::UNAVAILABLE, "SHUTTING_DOWN"));
  EXPECT_EQ(closed.message,
            "this server is shutting down; batches that were answered are stored, and sending the "
            "others again is safe");
}

}  // namespace
}  // namespace jurimeter::ingestion
