// Waits for what a test cannot be told of.
//
// Example: EXPECT_TRUE(Eventually([&] { return server.waiting() == 0; }));
#ifndef JURIMETER_TESTS_SUPPORT_EVENTUALLY_H_
#define JURIMETER_TESTS_SUPPORT_EVENTUALLY_H_

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace jurimeter::test {

// How long tests wait for what has to come. Only a test that fails waits that long.
inline constexpr absl::Duration kPatience = absl::Minutes(1);

// Whether `condition` comes true within `patience`.
template <typename Condition>
bool Eventually(const Condition& condition, absl::Duration patience = kPatience) {
  const absl::Time deadline = absl::Now() + patience;
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return true;
}

// The value that `count` has when it stood still for `calm`, or after kPatience. For limits that
// hold somebody back: what does not happen cannot be waited for. A busy machine may be taken for a
// standstill too early; the test then sees less, and fails no more easily.
template <typename Count>
auto AwaitStandstill(const Count& count, absl::Duration calm) {
  auto before = count();
  absl::Time since = absl::Now();
  Eventually([&] {
    const auto now = count();
    if (now != before) since = absl::Now();
    before = now;
    return absl::Now() - since > calm;
  });
  return before;
}

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SUPPORT_EVENTUALLY_H_
