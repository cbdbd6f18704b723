#include "services/runtime/call_metrics.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace jurimeter::runtime
