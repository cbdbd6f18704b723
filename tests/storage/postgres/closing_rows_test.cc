#include "storage/postgres/closing_rows.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/storage/postgres/open_ledger.h"
#include "tests/support/test_closing.h"

namespace jurimeter::storage {
namespace {

using test::IsOkAndHolds;
using test::MakeClosing;
using test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ClosingRowsTest : public test::OpenLedgerTest {
 protected:
  // Records it behind an entry of another kind, and returns it as it is recorded.
  Closing Record(const ClosingRequest& request) const {
    test::AppendEntry(url_, "'note', false, false");
    return test::AsRecorded(request, test::RecordClosing(url_, request));
  }
};

TEST_F(ClosingRowsTest, ReadsClosingsInTheOrderOfTheirRevisions) {
  EXPECT_THAT(ReadClosings(*connection_, 0), IsOkAndHolds(IsEmpty()));
  ClosingRequest two = MakeClosing(*catalog_, {.request = 5001, .last = "2023-06-30"});
  two.parts.insert(two.parts.begin(), {catalog_->FindBureau("court")->key, two.days});
  two.parts.push_back({two.parts.back().bureau, {two.days.last + 10, two.days.last + 20}});
  const Closing first = Record(two);
  const Closing second = Record(
      MakeClosing(*catalog_, {.request = 5002, .reopens = first.revision, .reason = "late"}));
  const Closing third = Record(MakeClosing(*catalog_, {.request = 5003, .bureau = "police"}));
  ASSERT_EQ(first.revision, 3);
  ASSERT_EQ(third.revision, 7);
  EXPECT_THAT(ReadClosings(*connection_, 0), IsOkAndHolds(ElementsAre(first, second, third)));
  EXPECT_THAT(ReadClosings(*connection_, 3), IsOkAndHolds(ElementsAre(second, third)));
  EXPECT_THAT(ReadClosings(*connection_, 2, 5), IsOkAndHolds(ElementsAre(first, second)));
  EXPECT_THAT(ReadClosings(*connection_, 5, 6), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(ReadClosings(*connection_, 7), IsOkAndHolds(IsEmpty()));
}

// A part that is not there would be days that are open by mistake.
TEST_F(ClosingRowsTest, AnEntryThatIsNotWholeIsAnError) {
  ClosingRequest request = MakeClosing(*catalog_, {});
  request.parts.push_back({catalog_->FindBureau("police")->key, request.days});
  Record(request);
  Record(MakeClosing(*catalog_, {.request = 5002}));
  for (const char* change :
       {"DELETE FROM closing_part WHERE bureau_id = 3", "DELETE FROM closing WHERE scope <> ''",
        "INSERT INTO closing_part SELECT entry_id, 1, first_day, last_day FROM closing"}) {
    SCOPED_TRACE(change);
    test::Query(url_,
                "CREATE TABLE kept AS TABLE closing; CREATE TABLE parts AS TABLE closing_part");
    test::Query(url_, change);
    EXPECT_THAT(ReadClosings(*connection_, 0),
                StatusIs(absl::StatusCode::kInternal,
                         HasSubstr("3 items for the closing or reopening of revision 3")));
    test::Query(url_,
                "TRUNCATE closing, closing_part; INSERT INTO closing TABLE kept;"
                "INSERT INTO closing_part TABLE parts; DROP TABLE kept, parts");
    EXPECT_THAT(ReadClosings(*connection_, 0), test::IsOk());
  }
}

}  // namespace
}  // namespace jurimeter::storage
