#include "storage/postgres/verify_scope.h"

#include <gtest/gtest.h>

#include <limits>

#include "absl/time/civil_time.h"
#include "domain/values/calendar.h"

namespace jurimeter::test {
namespace {

using storage::VerifyScope;

TEST(VerifyScope, OfAllHasNoCondition) {
  VerifyScope all(0);
  all.Touch(19'000);
  EXPECT_TRUE(all.IsAll());
  EXPECT_EQ(all.OfEntries("revision"), "true");
  EXPECT_EQ(all.OfDays("day"), "true");
}

TEST(VerifyScope, SinceARevisionHasTheDaysThatWereTouched) {
  VerifyScope scope(7);
  EXPECT_FALSE(scope.IsAll());
  EXPECT_EQ(scope.OfEntries("l.revision"), "l.revision > 7");
  EXPECT_EQ(scope.OfDays("day"), "day = ANY ('{}'::date[])");
  for (const absl::CivilDay day :
       {absl::CivilDay(2024, 2, 29), absl::CivilDay(2023, 6, 1), absl::CivilDay(2024, 2, 29)}) {
    scope.Touch(DayNumber(day));
  }
  EXPECT_EQ(scope.OfDays("day"), "day = ANY ('{2023-06-01,2024-02-29}'::date[])");
}

TEST(VerifyScope, LeavesOutDaysThatNoCatalogCanHave) {
  VerifyScope scope(7);
  scope.Touch(std::numeric_limits<int32_t>::max());
  scope.Touch(std::numeric_limits<int32_t>::min());
  scope.Touch(DayNumber(absl::CivilDay(10'000, 1, 1)));
  scope.Touch(DayNumber(absl::CivilDay(0, 12, 31)));
  EXPECT_EQ(scope.OfDays("day"), "day = ANY ('{}'::date[])");
  scope.Touch(DayNumber(absl::CivilDay(9'999, 12, 31)));
  EXPECT_EQ(scope.OfDays("day"), "day = ANY ('{9999-12-31}'::date[])");
}

}  // namespace
}  // namespace jurimeter::test
