#include "services/runtime/database_contact.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/services/fake_clock.h"
#include "tests/support/eventually.h"

namespace jurimeter::runtime {
namespace {

using test::Eventually;

TEST(DatabaseContactTest, LastsForAsLongAsItsPatience) {
  test::FakeClock clock;
  Readiness readiness({std::string(DatabaseContact::kCondition)});
  DatabaseContact contact(&readiness, &clock);
  EXPECT_FALSE(readiness.ready()) << "nobody has heard of it yet";
  contact.Heard();
  // It looks ten times a second.
  const auto becomes = [&](bool ready) {
    return Eventually([&] {
      clock.Advance(absl::Milliseconds(100));
      contact.Heard();
      return readiness.ready() == ready;
    });
  };
  EXPECT_TRUE(becomes(true));
  clock.Advance(DatabaseContact::kPatience);
  EXPECT_TRUE(Eventually([&] { return !readiness.ready(); }));
  contact.Heard();
  EXPECT_TRUE(becomes(true));
}

}  // namespace
}  // namespace jurimeter::runtime
