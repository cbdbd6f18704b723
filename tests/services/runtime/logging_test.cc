#include "services/runtime/logging.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace jurimeter::runtime {
namespace {

// The lines that `log` writes.
template <typename Function>
std::vector<nlohmann::json> LinesOf(const Function& log) {
  ::testing::internal::CaptureStderr();
  log();
  std::vector<nlohmann::json> lines;
  std::istringstream text(::testing::internal::GetCapturedStderr());
  for (std::string line; std::getline(text, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

TEST(LoggingTest, EachMessageIsOneLineOfJson) {
  const std::string nasty = "a \"quote\"\\\nnew line\ttab\x01\x7f 案 {} %s";
  const auto lines = LinesOf([&] {
    Log(LogLevel::kInfo, nasty, {{"text", nasty}, {"number", int64_t{-5}}});
    Log(LogLevel::kError, "second", {{"nul", std::string("a\0b", 3)}});
  });
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["message"], nasty);
  EXPECT_EQ(lines[0]["text"], nasty);
  EXPECT_EQ(lines[0]["number"], -5);
  EXPECT_EQ(lines[0]["level"], "info");
  EXPECT_THAT(lines[0]["time"].get<std::string>(),
              ::testing::MatchesRegex("....-..-..T..:..:......Z"));
  EXPECT_EQ(lines[1]["nul"], std::string("a\0b", 3));
  EXPECT_EQ(lines[1]["level"], "error");
}

TEST(LoggingTest, WhatIsNotUtf8IsReplaced) {
  const auto lines = LinesOf([] {
    Log(LogLevel::kInfo, "bad",
        {{"text",
          "a\xff"
          "b"}});
  });
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["text"],
            "a\xef\xbf\xbd"
            "b");
}

TEST(LoggingTest, LevelsBelowAreDropped) {
  const auto lines = LinesOf([] {
    SetLogLevel(LogLevel::kWarning);
    Log(LogLevel::kDebug, "debug");
    Log(LogLevel::kInfo, "info");
    Log(LogLevel::kWarning, "warning");
    Log(LogLevel::kError, "error");
    SetLogLevel(LogLevel::kInfo);
  });
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["message"], "warning");
  EXPECT_EQ(lines[1]["message"], "error");
}

TEST(LoggingTest, LevelsHaveNames) {
  EXPECT_EQ(ParseLogLevel("debug"), LogLevel::kDebug);
  EXPECT_EQ(ParseLogLevel("info"), LogLevel::kInfo);
  EXPECT_EQ(ParseLogLevel("warning"), LogLevel::kWarning);
  EXPECT_EQ(ParseLogLevel("error"), LogLevel::kError);
  for (const char* unknown : {"", "warn", "INFO", "trace"}) {
    EXPECT_EQ(ParseLogLevel(unknown), std::nullopt) << unknown;
  }
}

}  // namespace
}  // namespace jurimeter::runtime
