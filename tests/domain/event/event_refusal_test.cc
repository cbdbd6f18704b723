#include "domain/event/event_refusal.h"

#include <gmock/gmock.h>

#include <set>
#include <string_view>
#include <utility>

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A counter for each, told apart by its labels.
TEST(RefusalReasonTest, NoTwoHaveTheSameName) {
  std::set<std::pair<std::string_view, std::string_view>> names;
  for (size_t i = 0; i < kRefusalReasons; ++i) {
    const RefusalName name = NameOf(static_cast<RefusalReason>(i));
    EXPECT_FALSE(name.field.empty() || name.reason.empty()) << i;
    EXPECT_TRUE(names.emplace(name.field, name.reason).second) << name.field << name.reason;
  }
}

TEST(EventRefusalTest, BecomesAViolationOfItsField) {
  const EventRefusals refusals = {{RefusalReason::kQuantityOutOfRange, "-1 is out of range"},
                                  {RefusalReason::kDatabase, "refused"}};
  EXPECT_THAT(ToViolations(refusals),
              ElementsAre(Violation{"quantity", "-1 is out of range", "out_of_range"},
                          Violation{"event", "refused", "database"}));
  EXPECT_THAT(ToViolations({}), IsEmpty());
}

}  // namespace
}  // namespace jurimeter
