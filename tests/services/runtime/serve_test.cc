#include "services/runtime/serve.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/services/test_servers.h"

namespace jurimeter::test {
namespace {

// The whole of Serve: addresses, metrics over HTTP, SIGTERM, drain.
TEST(ServeTest, SigtermDrainsAndEnds) {
  const std::string file =
      absl::StrCat(::testing::TempDir(), "jurimeter-serve-", getpid(), ".json");
  runtime::Readiness readiness({"database"});
  v1::IndicatorIngestion::Service service;
  auto registry = std::make_shared<prometheus::Registry>();
  runtime::CallMetrics calls(*registry);
  bool drained = false;
  absl::Status ended = absl::UnknownError("still serving");
  std::thread serve([&] {
    // The watchdog ends the process: leave it more time than the tests take.
    const runtime::ServerOptions options{.listen = "127.0.0.1:0",
                                         .metrics_listen = "127.0.0.1:0",
                                         .address_file = file,
                                         .drain_timeout_s = 3600};
    auto bound = runtime::BindAddresses(options);
    ASSERT_TRUE(bound.ok()) << bound.status();
    ended = runtime::Serve(
        *std::move(bound), options, {{.service = &service, .name = "served"}}, &readiness,
        {registry}, [&] { drained = true; }, [&options] { return options; });
  });
  EXPECT_TRUE(Eventually([&] { return std::filesystem::exists(file); }));
  const auto addresses = nlohmann::json::parse(std::ifstream(file));
  const auto channel = NewChannel(addresses["listen"].get<std::string>());
  EXPECT_NE(addresses["metrics"].get<std::string>(), "127.0.0.1:0");
  EXPECT_EQ(HealthOf(channel), kNotServing);
  readiness.Set("database", true);
  EXPECT_EQ(HealthOf(channel), kServing);
  kill(getpid(), SIGTERM);
  serve.join();
  EXPECT_TRUE(ended.ok()) << ended;
  EXPECT_TRUE(drained);
  EXPECT_EQ(HealthOf(channel), kUnknown) << "nobody serves any more";
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace jurimeter::test
