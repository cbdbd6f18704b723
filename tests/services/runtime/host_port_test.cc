#include "services/runtime/host_port.h"

#include <gmock/gmock.h>

#include <string>

namespace jurimeter::runtime {
namespace {

using ::testing::HasSubstr;

TEST(HostPortTest, ReadsAndWrites) {
  const struct {
    const char* text;
    const char* host;
    int port;
  } kCases[] = {{"127.0.0.1:50051", "127.0.0.1", 50051},
                {"localhost:0", "localhost", 0},
                {"[::1]:65535", "::1", 65535},
                {"[fe80::1%eth0]:1", "fe80::1%eth0", 1}};
  for (const auto& c : kCases) {
    const absl::StatusOr<HostPort> address = ParseHostPort(c.text);
    ASSERT_TRUE(address.ok()) << address.status();
    EXPECT_EQ(address->host, c.host);
    EXPECT_EQ(address->port, c.port);
    EXPECT_EQ(address->ToString(), c.text);
    EXPECT_EQ(ListenFault(c.text), "");
  }
}

TEST(HostPortTest, RefusesTheRest) {
  const struct {
    std::string text;
    const char* fault;
  } kCases[] = {{"", "is not host:port"},
                {"localhost", "is not host:port"},
                {":50051", "is not host:port"},
                {"::1:50051", "is not host:port"},
                {"[localhost]:50051", "is not host:port"},
                {"[::1:50051", "is not host:port"},
                {"local host:50051", "is not host:port"},
                {"http://localhost:50051", "is not host:port"},
                {std::string(256, 'h') + ":1", "is not host:port"},
                {"localhost:", "has no port"},
                {"localhost:http", "has no port"},
                {"localhost:-1", "has no port"},
                {"localhost:00000001", "has no port"},
                {"localhost:65536", "has a port out of range"}};
  for (const auto& c : kCases) {
    EXPECT_THAT(ListenFault(c.text), HasSubstr(c.fault)) << c.text;
    EXPECT_THAT(ServiceAddressFault(c.text), HasSubstr(c.fault)) << c.text;
  }
}

TEST(HostPortTest, AServiceIsNotCalledAtAnyFreePort) {
  EXPECT_EQ(ListenFault("localhost:0"), "");
  EXPECT_THAT(ServiceAddressFault("localhost:0"), HasSubstr("has port 0"));
}

}  // namespace
}  // namespace jurimeter::runtime
