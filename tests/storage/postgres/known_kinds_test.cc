#include "storage/postgres/known_kinds.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/storage/postgres/open_ledger.h"

namespace jurimeter::storage {
namespace {

using test::IsOk;
using test::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

class KnownKindsTest : public test::OpenLedgerTest {};

TEST_F(KnownKindsTest, FollowsPastWhatItKnowsAndWhatChangesNothing) {
  EXPECT_THAT(CheckKinds(*connection_), IsOk());
  test::AppendEntry(url_, "'edition', false, false");
  EXPECT_THAT(CheckKinds(*connection_), IsOk());
}

TEST_F(KnownKindsTest, StopsBeforeTheFirstThatCanChangeFiguresOrRules) {
  test::AppendEntry(url_, "'edition', false, false");
  test::AppendEntry(url_, "'embargo', false, true");
  test::AppendEntry(url_, "'estimate', true, false");
  EXPECT_THAT(CheckKinds(*connection_),
              StatusIs(absl::StatusCode::kUnimplemented,
                       AllOf(HasSubstr("revision 3 "), HasSubstr("\"embargo\""))));
  EXPECT_THAT(CheckKinds(*connection_, 2), IsOk());
  EXPECT_THAT(CheckKinds(*connection_, 3), StatusIs(absl::StatusCode::kUnimplemented));
}

TEST_F(KnownKindsTest, CountsTheEntriesOfEachKind) {
  // Behind the catalog of revision 1.
  for (const char* const what :
       {"'events', true, false", "'erasure', false, false", "'events', true, false",
        "'edition', false, false", "'note', false, false"}) {
    test::AppendEntry(url_, what);
  }
  const EntryCounts counts = CountKinds(*connection_, 6);
  EXPECT_EQ(counts.Of("events"), 2);
  EXPECT_EQ(counts.Of("catalog"), 1);
  EXPECT_EQ(counts.Of("erasure"), 1);
  EXPECT_EQ(counts.Of("unknown"), 2);
  EXPECT_EQ(CountKinds(*connection_, 3).Of("events"), 1);
  EXPECT_EQ(CountKinds(*connection_, 3).Of("unknown"), 0);
}

TEST_F(KnownKindsTest, SelectsTheRowsThatStopUs) {
  test::AppendEntry(url_, "'catalog', true, true");
  test::AppendEntry(url_, "'events', true, false");
  test::AppendEntry(url_, "'embargo', true, true");
  test::AppendEntry(url_, "'edition', false, false");
  EXPECT_EQ(Value("SELECT string_agg(kind, ' ') FROM ledger_entry WHERE " + StopsUsSql()),
            "embargo");
}

}  // namespace
}  // namespace jurimeter::storage
