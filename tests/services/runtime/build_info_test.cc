#include "services/runtime/build_info.h"

#include <gmock/gmock.h>
#include <prometheus/text_serializer.h>

namespace jurimeter::runtime {
namespace {

using ::testing::HasSubstr;

TEST(BuildInfoTest, SaysVersionAndCommit) {
  prometheus::Registry registry;
  AddBuildInfo({.version = "0.1.0", .commit = "1a2b3c4d5e6f"}, registry);
  EXPECT_THAT(prometheus::TextSerializer().Serialize(registry.Collect()),
              HasSubstr("jurimeter_build_info{commit=\"1a2b3c4d5e6f\",version=\"0.1.0\"} 1\n"));
}

TEST(BuildInfoTest, LeavesAnUnknownCommitEmpty) {
  prometheus::Registry registry;
  AddBuildInfo({.version = "0.1.0", .commit = ""}, registry);
  EXPECT_THAT(prometheus::TextSerializer().Serialize(registry.Collect()),
              HasSubstr("jurimeter_build_info{commit=\"\",version=\"0.1.0\"} 1\n"));
}

}  // namespace
}  // namespace jurimeter::runtime
