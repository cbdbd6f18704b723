#include "services/ingestion/submission_gate.h"

#include <gtest/gtest.h>

#include <memory>

#include "tests/services/fake_catalog_store.h"
#include "tests/services/wire.h"
#include "tests/support/eventually.h"

namespace jurimeter::ingestion {
namespace {

using runtime::CatalogInForce;
using runtime::CatalogWatch;
using test::Decode;

class SubmissionGateTest : public ::testing::Test {
 protected:
  // The catalog is no condition here: a service may seem ready while it has just been forgotten.
  SubmissionGateTest() { readiness_.Set("commits", true); }

  test::CatalogDatabase database_;
  runtime::Readiness readiness_{{"commits"}};
  runtime::DatabaseContact contact_{&readiness_};
  CatalogWatch watch_{std::make_unique<test::FakeCatalogStore>(&database_), &readiness_, &contact_};
  SubmissionGate gate_{&watch_, &readiness_};
  std::shared_ptr<const CatalogInForce> in_force_;
};

TEST_F(SubmissionGateTest, TakesNothingWithoutACatalog) {
  EXPECT_TRUE(Decode(gate_.Check(Call::kUnary, &in_force_))
                  .Is(grpc::StatusCode::UNAVAILABLE, "DATABASE_UNAVAILABLE"));
  EXPECT_EQ(in_force_, nullptr);
  database_.Apply(1);
  EXPECT_TRUE(test::Eventually([&] { return gate_.Check(Call::kUnary, &in_force_).ok(); }));
  ASSERT_NE(in_force_, nullptr);
  EXPECT_EQ(in_force_->identity.version, 1);
}

TEST_F(SubmissionGateTest, TakesNothingOnceItIsClosed) {
  database_.Apply(1);
  EXPECT_TRUE(test::Eventually([&] { return gate_.Check(Call::kStream, &in_force_).ok(); }));
  gate_.Close();
  EXPECT_TRUE(Decode(gate_.Check(Call::kStream, &in_force_))
                  .Is(grpc::StatusCode::UNAVAILABLE, "SHUTTING_DOWN"));
}

}  // namespace
}  // namespace jurimeter::ingestion
