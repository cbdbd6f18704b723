#include "storage/postgres/ledger_rows.h"

#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/storage/postgres/open_ledger.h"
#include "tests/support/year_totals.h"

namespace jurimeter::storage {
namespace {

constexpr char kPosition[] =
    "SELECT revision, NULL::integer, 0, NULL::integer, NULL::date, committed_at, NULL::uuid, "
    "chain, NULL::bigint FROM ledger_entry WHERE revision = ";

using LedgerRowsTest = test::OpenLedgerTest;

TEST_F(LedgerRowsTest, AStateIsWhatAQueryReturns) {
  const auto state =
      ReadState(*connection_, absl::StrCat(kPosition,
                                           "1 UNION ALL SELECT 7::bigint, 11, 12, 13, "
                                           "date '2023-06-01', NULL, NULL, NULL, 2"));
  ASSERT_THAT(state, test::IsOk());
  EXPECT_EQ(state->position.revision, 1);
  EXPECT_EQ(state->position.chain, test::CatalogChainOf(url_));
  EXPECT_EQ(state->catalog.identity.revision, 1);
  EXPECT_EQ(state->entries.Of("catalog"), 1);
  const auto years = test::YearsOf(state->totals);
  ASSERT_TRUE(years.contains(2023));
  EXPECT_EQ(years.at(2023).flows.at({11, 12, 13}), (FlowTotal{7, 2}));
}

TEST_F(LedgerRowsTest, AQueryThatNamesNoPositionHasNoState) {
  EXPECT_THAT(ReadState(*connection_, absl::StrCat(kPosition, "2")),
              test::StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace jurimeter::storage
