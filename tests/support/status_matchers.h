// Matchers for absl::Status and absl::StatusOr, which this version of Abseil has none of.
//
// Example:
//   ASSERT_THAT(store.Commit(events), IsOk());
//   EXPECT_THAT(store.Version(), IsOkAndHolds(3));
//   EXPECT_THAT(store.Load(), StatusIs(absl::StatusCode::kNotFound, HasSubstr("no catalog")));
#ifndef JURIMETER_TESTS_SUPPORT_STATUS_MATCHERS_H_
#define JURIMETER_TESTS_SUPPORT_STATUS_MATCHERS_H_

#include <gmock/gmock.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace jurimeter::test {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }

template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& value) {
  return value.status();
}

MATCHER(IsOk, "is OK") {
  *result_listener << "which is " << StatusOf(arg).ToString();
  return arg.ok();
}

MATCHER_P2(StatusIs, code, message,
           "has status " + absl::StatusCodeToString(code) + " and a message that " +
               ::testing::DescribeMatcher<std::string>(message, negation)) {
  *result_listener << "which is " << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code &&
         ::testing::Value(std::string(StatusOf(arg).message()), message);
}

inline auto StatusIs(absl::StatusCode code) { return StatusIs(code, ::testing::_); }

MATCHER_P(IsOkAndHolds, value, "is OK and holds " + ::testing::PrintToString(value)) {
  if (!arg.ok()) {
    *result_listener << "which is " << StatusOf(arg).ToString();
    return false;
  }
  return ::testing::ExplainMatchResult(value, *arg, result_listener);
}

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SUPPORT_STATUS_MATCHERS_H_
