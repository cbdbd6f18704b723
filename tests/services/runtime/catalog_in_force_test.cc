#include "services/runtime/catalog_in_force.h"

#include <gmock/gmock.h>

#include <string>

#include "services/messages/catalog_text.h"
#include "tests/services/fake_rules_store.h"
#include "tests/services/service_catalog.h"
#include "tests/support/status_matchers.h"

namespace jurimeter::runtime {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

storage::StoredCatalog Stored(const std::string& text) {
  return {.identity = {7, {1, 2}},
          .text = text,
          .keys = CatalogKeys::ByPlace(*messages::SpecOf(test::kServiceCatalog))};
}

TEST(ReadInForceTest, ReadsTheTextWithItsKeys) {
  test::RulesDatabase database;
  test::FakeRulesStore history(&database);
  const auto in_force = ReadInForce(Stored(test::kServiceCatalog), &history);
  ASSERT_THAT(in_force, test::IsOk());
  EXPECT_EQ((*in_force)->identity, (storage::CatalogIdentity{7, {1, 2}}));
  ASSERT_EQ((*in_force)->catalog->bureaus().size(), 3u);
  EXPECT_EQ((*in_force)->catalog->bureaus()[0].key, 1);
}

TEST(ReadInForceTest, SaysWhatKeepsItFromReadingTheText) {
  test::RulesDatabase database;
  test::FakeRulesStore history(&database);
  EXPECT_THAT(ReadInForce(Stored("bureaus {"), &history),
              test::StatusIs(absl::StatusCode::kFailedPrecondition,
                             AllOf(HasSubstr("version 7"), HasSubstr("line 1"))));
}

}  // namespace
}  // namespace jurimeter::runtime
