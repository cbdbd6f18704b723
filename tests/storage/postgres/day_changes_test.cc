#include "storage/postgres/day_changes.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "storage/postgres/transaction.h"
#include "tests/storage/postgres/open_ledger.h"

namespace jurimeter::storage {
namespace {

using test::TestEvent;

class DayChangesTest : public test::OpenLedgerTest {
 protected:
  void Upsert(const std::vector<TestEvent>& given) {
    const std::vector<Event> events = Make(given);
    Transaction transaction(*connection_);
    UpsertDayChanges(transaction, Entries(events));
    transaction.Commit();
  }

  // "DAY TOTAL/EVENTS" of each day, or "DAY LEVEL/EVENTS".
  std::string Totals() const {
    return Value(
        "SELECT string_agg(day || ' ' || total || '/' || events, ', ' "
        "ORDER BY day, category_id) FROM day_total");
  }
  std::string Levels() const {
    return Value(
        "SELECT string_agg(day || ' ' || level || '/' || events, ', ' ORDER BY day) "
        "FROM day_level");
  }
};

TEST_F(DayChangesTest, AddsFlowsByStatisticDayAndCategory) {
  Upsert({{.id = 1, .quantity = 3},
          {.id = 2, .quantity = 4},
          {.id = 3, .category = "family", .quantity = 10},
          // The next day in the catalog's time zone.
          {.id = 4, .quantity = 100, .occurred_at = "2023-06-01T16:00:00Z"}});
  EXPECT_EQ(Totals(), "2023-06-01 7/2, 2023-06-01 10/1, 2023-06-02 100/1");
  Upsert({{.id = 5, .quantity = 1}, {.id = 6, .quantity = 0}});
  EXPECT_EQ(Totals(), "2023-06-01 8/4, 2023-06-01 10/1, 2023-06-02 100/1");
  EXPECT_EQ(Levels(), "(null)");
}

TEST_F(DayChangesTest, KeepsTheLastLevelOfADayHoweverReportsArrive) {
  const auto level = [](int id, int64_t quantity, const char* second) {
    return TestEvent{.id = id,
                     .indicator = "offices.open",
                     .quantity = quantity,
                     .occurred_at = std::string("2023-06-01T02:00:0") + second + "Z"};
  };
  Upsert({level(1, 10, "5"), level(2, 20, "3")});
  EXPECT_EQ(Levels(), "2023-06-01 10/2");
  Upsert({level(3, 30, "4")});
  EXPECT_EQ(Levels(), "2023-06-01 10/3");
  // At the same moment the greater id stands.
  Upsert({level(4, 40, "5")});
  EXPECT_EQ(Levels(), "2023-06-01 40/4");
  Upsert({level(9, 90, "6"), level(8, 80, "6")});
  EXPECT_EQ(Levels(), "2023-06-01 90/6");
  EXPECT_EQ(Totals(), "(null)");
}

TEST_F(DayChangesTest, SendsItsStatementsWithoutRows) {
  Transaction transaction(*connection_);
  SendNoDayChanges(transaction);
  EXPECT_EQ(transaction.Commit().size(), 2u);
  EXPECT_EQ(Totals(), "(null)");
  EXPECT_EQ(Levels(), "(null)");
}

}  // namespace
}  // namespace jurimeter::storage
