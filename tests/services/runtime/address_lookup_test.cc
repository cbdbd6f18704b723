#include "services/runtime/address_lookup.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace jurimeter::runtime {
namespace {

TEST(AddressLookupTest, AnAddressIsItself) {
  const auto v4 = LookUpAddresses({"127.0.0.1", 50051});
  ASSERT_TRUE(v4.ok()) << v4.status();
  EXPECT_EQ((*v4)->ai_family, AF_INET);
  EXPECT_EQ((*v4)->ai_socktype, SOCK_STREAM);
  EXPECT_EQ((*v4)->ai_next, nullptr);
  const auto* address = reinterpret_cast<const sockaddr_in*>((*v4)->ai_addr);
  EXPECT_EQ(ntohs(address->sin_port), 50051);
  EXPECT_EQ(ntohl(address->sin_addr.s_addr), INADDR_LOOPBACK);
  const auto v6 = LookUpAddresses({"::1", 0});
  ASSERT_TRUE(v6.ok()) << v6.status();
  EXPECT_EQ((*v6)->ai_family, AF_INET6);
}

TEST(AddressLookupTest, AStarIsEveryAddressOfThisMachine) {
  const auto found = LookUpAddresses({"*", 50051});
  ASSERT_TRUE(found.ok()) << found.status();
  for (const addrinfo* each = found->get(); each != nullptr; each = each->ai_next) {
    if (each->ai_family == AF_INET) {
      const auto* address = reinterpret_cast<const sockaddr_in*>(each->ai_addr);
      EXPECT_EQ(ntohl(address->sin_addr.s_addr), INADDR_ANY);
    } else {
      const auto* address = reinterpret_cast<const sockaddr_in6*>(each->ai_addr);
      EXPECT_TRUE(IN6_IS_ADDR_UNSPECIFIED(&address->sin6_addr));
    }
  }
}

TEST(AddressLookupTest, ANameWithoutAddressIsNotFound) {
  const absl::Status status = LookUpAddresses({"no.such.host.invalid", 1}).status();
  EXPECT_TRUE(absl::IsNotFound(status)) << status;
  EXPECT_FALSE(status.message().empty());
}

}  // namespace
}  // namespace jurimeter::runtime
