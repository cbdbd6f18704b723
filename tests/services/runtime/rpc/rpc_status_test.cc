#include "services/runtime/rpc/rpc_status.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "jurimeter/v1/ingestion.pb.h"
#include "tests/services/wire.h"

namespace jurimeter::runtime {
namespace {

using test::Decode;
using test::RichError;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

TEST(RpcStatusTest, ViolationsAreAllThere) {
  const RichError error =
      Decode(WithViolations(grpc::StatusCode::INVALID_ARGUMENT, kEventRefused,
                            {{"quantity", "0 is out of range"}, {"subject", "too long"}}));
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "EVENT_REFUSED")) << error;
  EXPECT_THAT(error.violations, ElementsAre(Violation{"quantity", "0 is out of range"},
                                            Violation{"subject", "too long"}));
  EXPECT_EQ(error.message, "quantity: 0 is out of range; subject: too long");
}

TEST(RpcStatusTest, ReasonsAreThereByField) {
  const RichError error = Decode(WithViolations(grpc::StatusCode::INVALID_ARGUMENT, kEventRefused,
                                                {{"quantity", "-1 is out of range", "out_of_range"},
                                                 {"subject", "too long", "too_long"},
                                                 {"subject", "no text", "not_text"},
                                                 {"event", "no reason"}}));
  EXPECT_THAT(error.reasons,
              ElementsAre(Pair("quantity", "out_of_range"), Pair("subject", "too_long,not_text")));
}

TEST(RpcStatusTest, DetailsStayBelowWhatClientsAccept) {
  for (const size_t count : {size_t{1}, size_t{20}, size_t{500}, size_t{100'000}}) {
    for (const size_t length : {size_t{0}, size_t{3}, size_t{90}, size_t{400}}) {
      Violations violations(count, {"indicators[17]", std::string(length, 'x')});
      for (size_t i = 0; i < count; i += 2) {
        violations[i] = {absl::StrCat("field", i % 1000), violations[i].description, "too_long"};
      }
      const grpc::Status status =
          WithViolations(grpc::StatusCode::INVALID_ARGUMENT, kQueryRefused, violations);
      EXPECT_LT(status.error_details().size() * 4 / 3 + status.error_message().size(), 7500u)
          << count << " of " << length;
      const RichError error = Decode(status);
      ASSERT_FALSE(error.violations.empty());
      const Violation& last = error.violations.back();
      const size_t shown = error.violations.size() - (last.field.empty() ? 1 : 0);
      if (shown < count) {
        EXPECT_EQ(last.description, absl::StrCat("and ", count - shown, " more"));
      }
    }
  }
}

TEST(RpcStatusTest, RetryableSaysWhen) {
  const RichError error = Decode(Retryable(grpc::StatusCode::RESOURCE_EXHAUSTED, kQueueFull,
                                           "the queue is full", absl::Milliseconds(2500)));
  EXPECT_TRUE(error.Is(grpc::StatusCode::RESOURCE_EXHAUSTED, "QUEUE_FULL")) << error;
  EXPECT_EQ(error.retry_delay, absl::Milliseconds(2500));
  EXPECT_THAT(error.violations, IsEmpty());
}

struct StorageError {
  absl::Status status;
  grpc::StatusCode code;
  std::string reason;
  bool retry;
};

TEST(RpcStatusTest, OfStorage) {
  const std::vector<StorageError> cases = {
      {absl::UnavailableError("secret host"), grpc::StatusCode::UNAVAILABLE, "DATABASE_UNAVAILABLE",
       true},
      {absl::InternalError("secret"), grpc::StatusCode::INTERNAL, "INTERNAL", false},
      {absl::FailedPreconditionError("secret"), grpc::StatusCode::INTERNAL, "INTERNAL", false},
      {absl::UnknownError("secret"), grpc::StatusCode::INTERNAL, "INTERNAL", false},
  };
  for (const StorageError& each : cases) {
    const RichError error = Decode(FromStorage(each.status));
    EXPECT_TRUE(error.Is(each.code, each.reason)) << each.status << ": " << error;
    EXPECT_EQ(error.retry_delay.has_value(), each.retry) << each.status;
    EXPECT_THAT(error.message, Not(HasSubstr("secret")));
  }
}

TEST(RpcStatusTest, NotAMessageNamesTheTypeExpected) {
  const RichError error = Decode(NotAMessage(v1::SubmitIndicatorRequest()));
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "MALFORMED_REQUEST")) << error;
  EXPECT_THAT(error.message, HasSubstr("jurimeter.v1.SubmitIndicatorRequest"));
}

}  // namespace
}  // namespace jurimeter::runtime
