#include "domain/values/time_zone.h"

#include <gmock/gmock.h>

#include <string_view>

namespace jurimeter {
namespace {

TEST(FindTimeZoneTest, FindsIanaNames) {
  for (const char* name : {"Asia/Shanghai", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+8"}) {
    const auto zone = FindTimeZone(name);
    ASSERT_TRUE(zone) << name;
    EXPECT_EQ(zone->name(), name);
  }
}

TEST(FindTimeZoneTest, RefusesTheRest) {
  using namespace std::string_view_literals;
  for (const std::string_view name :
       {""sv, "Asia/Pingfang"sv, "localtime"sv, "/usr/share/zoneinfo/Asia/Shanghai"sv,
        "../zoneinfo/UTC"sv, "Fixed/UTC+08:00:00"sv, "Asia/Shanghai "sv, "UTC\0"sv, "上海"sv}) {
    EXPECT_FALSE(FindTimeZone(name)) << name;
  }
}

}  // namespace
}  // namespace jurimeter
