#include "tools/jurimeter/events/retries.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

namespace jurimeter::tools {
namespace {

TEST(RetriesTest, KnowsWhatMayPass) {
  const struct {
    grpc::StatusCode code;
    bool may_pass;
  } kCases[] = {
      {grpc::StatusCode::UNAVAILABLE, true},         {grpc::StatusCode::RESOURCE_EXHAUSTED, true},
      {grpc::StatusCode::DEADLINE_EXCEEDED, true},   {grpc::StatusCode::OK, false},
      {grpc::StatusCode::CANCELLED, false},          {grpc::StatusCode::INVALID_ARGUMENT, false},
      {grpc::StatusCode::PERMISSION_DENIED, false},  {grpc::StatusCode::UNIMPLEMENTED, false},
      {grpc::StatusCode::FAILED_PRECONDITION, false}};
  for (const auto& c : kCases) {
    EXPECT_EQ(MayPass(grpc::Status(c.code, "")), c.may_pass) << c.code;
  }
}

TEST(RetriesTest, PausesTwiceAsLongUpToTheLongest) {
  const RetryOptions options = {.first_pause = absl::Seconds(1), .longest_pause = absl::Seconds(5)};
  absl::Duration pause = absl::ZeroDuration();
  for (const int seconds : {1, 2, 4, 5, 5}) {
    pause = NextPause(pause, options);
    EXPECT_EQ(pause, absl::Seconds(seconds));
  }
}

}  // namespace
}  // namespace jurimeter::tools
