#include "services/runtime/rpc/connection_acceptor.h"

#include <gmock/gmock.h>

#include <string>

namespace jurimeter::runtime {
namespace {

using ::testing::HasSubstr;

TEST(ConnectionAcceptorTest, AnAddressThatIsTakenIsNamed) {
  const auto first = ConnectionAcceptor::Bind("127.0.0.1:0");
  ASSERT_TRUE(first.ok()) << first.status();
  for (const std::string& listen : {(*first)->address(), std::string("256.1.1.1:1")}) {
    const auto second = ConnectionAcceptor::Bind(listen);
    ASSERT_FALSE(second.ok()) << listen;
    EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
    EXPECT_THAT(std::string(second.status().message()), HasSubstr(listen));
  }
}

}  // namespace
}  // namespace jurimeter::runtime
