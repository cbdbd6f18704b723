#include "services/runtime/rpc/call_metrics.h"

#include <gtest/gtest.h>

#include "absl/time/time.h"
#include "tests/services/fake_clock.h"
#include "tests/services/test_servers.h"

namespace jurimeter::runtime {
namespace {

TEST(CallMetricsTest, ACodeThatNoClientShouldSeeCountsAsTheLast) {
  prometheus::Registry registry;
  CallMetrics metrics(registry);
  MethodMetrics& method = metrics.Method("service", "Method", "unary");
  ObservedCall call(method);
  call.Finished(grpc::Status(grpc::StatusCode::DO_NOT_USE, "odd"));
  EXPECT_EQ(method.handled.back()->Value(), 1);
  EXPECT_EQ(method.started->Value(), 1);
}

TEST(CallMetricsTest, ACallIsTimedByTheClock) {
  prometheus::Registry registry;
  test::FakeClock clock;
  CallMetrics metrics(registry, &clock);
  ObservedCall call(metrics.Method("service", "Method", "unary"));
  clock.Advance(absl::Seconds(7));
  call.Finished(grpc::Status::OK);
  EXPECT_EQ(test::SampleOf(registry,
                           "grpc_server_handling_seconds_sum{grpc_method=\"Method\","
                           "grpc_service=\"service\",grpc_type=\"unary\"}"),
            7);
}

}  // namespace
}  // namespace jurimeter::runtime
