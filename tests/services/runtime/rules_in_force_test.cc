#include "services/runtime/rules_in_force.h"

#include <gmock/gmock.h>

#include "services/messages/catalog_text.h"
#include "tests/services/fake_rules_store.h"
#include "tests/support/status_matchers.h"

namespace jurimeter::runtime {
namespace {

class RulesInForceTest : public ::testing::Test {
 protected:
  RulesInForceTest() { database_.Apply(1); }

  // The rules that the database has, read by who knows `known`.
  Rules Follow(const Rules& known) {
    auto rules = FollowRules(
        known, *store_.Read(known == nullptr ? storage::RulesIdentity() : known->identity),
        &store_);
    EXPECT_THAT(rules, test::IsOk());
    return rules.ok() ? *rules : nullptr;
  }

  test::RulesDatabase database_;
  test::FakeRulesStore store_{&database_};
};

TEST_F(RulesInForceTest, AreACatalogAndTheClosedDays) {
  database_.Close(2, {{.bureau = 1, .days = {10, 20}}});
  const Rules rules = Follow(nullptr);
  ASSERT_NE(rules, nullptr);
  EXPECT_EQ(&rules->admission().catalog, rules->catalog.get());
  EXPECT_NE(rules->admission().closed.Find(1, 10), nullptr);
  EXPECT_EQ(rules->for_store().chain, Digest{2});
  EXPECT_NE(rules->for_store().closed.Find(1, 20), nullptr);
}

TEST_F(RulesInForceTest, KeepWhatDidNotChange) {
  const Rules first = Follow(nullptr);
  database_.Close(2, {{.bureau = 1, .days = {10, 20}}});
  const Rules second = Follow(first);
  database_.Close(3, {{.bureau = 2, .days = {10, 20}}});
  const Rules third = Follow(second);
  ASSERT_NE(third, nullptr);
  EXPECT_EQ(third->catalog, first->catalog);
  EXPECT_NE(third->closed.Find(1, 15), nullptr);
  EXPECT_NE(third->closed.Find(2, 15), nullptr);
  EXPECT_EQ(second->closed.Find(2, 15), nullptr) << "rules never change";
}

constexpr char kAccess[] =
    "principals { code: \"office\" name_zh: \"厅\" grants { kinds: GRANT_KIND_ADMINISTER scope { "
    "all: "
    "true } } }";

TEST_F(RulesInForceTest, HaveAnAccessListOnceOneWasApplied) {
  const Rules open = Follow(nullptr);
  EXPECT_EQ(open->access, nullptr);
  database_.Admit(2, kAccess);
  const Rules listed = Follow(open);
  ASSERT_NE(listed->access, nullptr);
  EXPECT_NE(listed->access->Find("office"), nullptr);
  EXPECT_EQ(listed->catalog, open->catalog);
  database_.Close(3, {{.bureau = 1, .days = {10, 20}}});
  database_.Apply(4);
  const Rules later = Follow(listed);
  EXPECT_EQ(later->access, listed->access) << "it is not read again";
  database_.BeginAnew();
  database_.Apply(1);
  EXPECT_EQ(Follow(later)->access, nullptr) << "another ledger has none";
}

// Whoever passed over what it cannot read would let in whom the list shuts out.
TEST_F(RulesInForceTest, NeedAnAccessListThatCanBeRead) {
  const Rules open = Follow(nullptr);
  for (const char* text : {"principals {", "except: 1", ""}) {
    database_.Admit(2, text);
    EXPECT_THAT(FollowRules(open, *store_.Read(open->identity), &store_),
                test::StatusIs(absl::StatusCode::kFailedPrecondition,
                               testing::HasSubstr("access list in force, of revision 2")));
  }
}

TEST_F(RulesInForceTest, NeedACatalogThatCanBeRead) {
  storage::RulesChange change = *store_.Read({});
  change.catalog->text = "bureaus {";
  EXPECT_THAT(FollowRules(nullptr, std::move(change), &store_),
              test::StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace jurimeter::runtime
