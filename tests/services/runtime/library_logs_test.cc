#include "services/runtime/library_logs.h"

#include <gmock/gmock.h>
#include <grpc/support/log.h>

#include <string>

namespace jurimeter::runtime {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(LibraryLogsTest, AnErrorOfGrpcIsALineOfOurs) {
  RouteLibraryLogs();
  gpr_set_log_verbosity(GPR_LOG_SEVERITY_ERROR);  // as gRPC's first use sets it
  ::testing::internal::CaptureStderr();
  gpr_log(GPR_ERROR, "no %s", "bananas");
  const std::string line = ::testing::internal::GetCapturedStderr();
  gpr_set_log_function(nullptr);
  EXPECT_THAT(line, AllOf(HasSubstr(R"("level":"error")"), HasSubstr(R"("message":"no bananas")"),
                          HasSubstr(R"("library":"grpc")")));
}

}  // namespace
}  // namespace jurimeter::runtime
