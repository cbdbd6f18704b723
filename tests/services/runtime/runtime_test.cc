// The parts of services/runtime that need no server.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "jurimeter/v1/ingestion.pb.h"
#include "services/runtime/call_metrics.h"
#include "services/runtime/logging.h"
#include "services/runtime/readiness.h"
#include "services/runtime/request_decoder.h"
#include "services/runtime/rpc_status.h"
#include "tests/services/wire.h"

namespace jurimeter::runtime {
namespace {

using test::Decode;
using test::RichError;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct Decoding {
  std::string name;
  std::string bytes;
  bool sound;
  std::vector<std::string> invalid;
};

TEST(RequestDecoderTest, Table) {
  // SubmitIndicatorBatchRequest: events = 1, of which subject = 7, bureau = 2.
  const std::vector<Decoding> cases = {
      {"nothing", "", true, {}},
      {"one empty event", std::string("\x0a\x00", 2), true, {}},
      {"sound text", "\x0a\x05\x3a\x03\xe6\xa1\x88", true, {}},
      {"bad text", "\x0a\x03\x3a\x01\xff", true, {"events[0].subject"}},
      {"bad text in the second event",
       std::string("\x0a\x00\x0a\x03\x3a\x01\xff", 7),
       true,
       {"events[1].subject"}},
      {"two bad texts",
       "\x0a\x06\x3a\x01\xff\x12\x01\xfe",
       true,
       {"events[0].subject", "events[0].bureau"}},
      {"text cut in a character", "\x0a\x04\x3a\x02\xe6\xa1", true, {"events[0].subject"}},
      {"unknown field of bad text", "\x0a\x05\xa2\x06\x02\xff\xff", true, {}},
      {"known field of another wire type", "\x0a\x02\x38\x01", true, {}},
      {"cut short", "\x0a\x05\x3a\x01\xff", false, {}},
      {"text beyond its event", "\x0a\x03\x3a\x05\xff", false, {}},
      {"end of no group", "\x0c", false, {}},
      {"tag 0", std::string("\x00\x00", 2), false, {}},
      {"unended varint", "\xff\xff\xff", false, {}},
      {"bad text, then garbage", "\x0a\x03\x3a\x01\xff\xff", false, {}},
  };
  for (const Decoding& each : cases) {
    v1::SubmitIndicatorBatchRequest message;
    messages::InvalidTexts invalid;
    EXPECT_EQ(messages::DecodeMessage(each.bytes.data(), each.bytes.size(), &message, &invalid), each.sound)
        << each.name;
    EXPECT_EQ(invalid, each.invalid) << each.name;
  }
}

TEST(RequestDecoderTest, ABadTextKeepsItsLengthAndTheOthersTheirBytes) {
  v1::SubmitIndicatorBatchRequest message;
  messages::InvalidTexts invalid;
  const std::string bytes =
      "\x0a\x0a\x3a\x03"
      "a\xff"
      "b\x12\x03\xe6\xa1\x88";
  ASSERT_TRUE(messages::DecodeMessage(bytes.data(), bytes.size(), &message, &invalid));
  EXPECT_EQ(message.events(0).subject(), "a?b");
  EXPECT_EQ(message.events(0).bureau(), "案");
}

TEST(RequestDecoderTest, AResponseGoesThereAndBack) {
  v1::SubmitIndicatorResponse sent, read;
  sent.set_outcome(v1::OUTCOME_DUPLICATE);
  sent.set_revision(1'000'000'000'000);
  messages::InvalidTexts invalid;
  ASSERT_TRUE(DecodeRequest(EncodeResponse(sent), &read, &invalid));
  EXPECT_EQ(read.SerializeAsString(), sent.SerializeAsString());
  ASSERT_TRUE(DecodeRequest(EncodeResponse(v1::SubmitIndicatorResponse()), &read, &invalid));
}

TEST(RpcStatusTest, ViolationsAreAllThere) {
  const RichError error =
      Decode(WithViolations(grpc::StatusCode::INVALID_ARGUMENT, kEventRefused,
                            {{"quantity", "0 is out of range"}, {"subject", "too long"}}));
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "EVENT_REFUSED")) << error;
  EXPECT_THAT(error.violations, ElementsAre(Violation{"quantity", "0 is out of range"},
                                            Violation{"subject", "too long"}));
  EXPECT_EQ(error.message, "quantity: 0 is out of range; subject: too long");
}

TEST(RpcStatusTest, DetailsStayBelowWhatClientsAccept) {
  for (const size_t count : {size_t{1}, size_t{20}, size_t{500}, size_t{100'000}}) {
    for (const size_t length : {size_t{0}, size_t{3}, size_t{90}, size_t{400}}) {
      const Violations violations(count, {"indicators[17]", std::string(length, 'x')});
      const grpc::Status status =
          WithViolations(grpc::StatusCode::INVALID_ARGUMENT, kQueryRefused, violations);
      EXPECT_LT(status.error_details().size() * 4 / 3 + status.error_message().size(), 7500u)
          << count << " of " << length;
      const RichError error = Decode(status);
      ASSERT_FALSE(error.violations.empty());
      const Violation& last = error.violations.back();
      const size_t shown = error.violations.size() - (last.field.empty() ? 1 : 0);
      if (shown < count) {
        EXPECT_EQ(last.description, absl::StrCat("and ", count - shown, " more"));
      }
    }
  }
}

TEST(RpcStatusTest, RetryableSaysWhen) {
  const RichError error = Decode(Retryable(grpc::StatusCode::RESOURCE_EXHAUSTED, kQueueFull,
                                           "the queue is full", absl::Milliseconds(2500)));
  EXPECT_TRUE(error.Is(grpc::StatusCode::RESOURCE_EXHAUSTED, "QUEUE_FULL")) << error;
  EXPECT_EQ(error.retry_delay, absl::Milliseconds(2500));
  EXPECT_THAT(error.violations, IsEmpty());
}

struct StorageError {
  absl::Status status;
  grpc::StatusCode code;
  std::string reason;
  bool retry;
};

TEST(RpcStatusTest, OfStorage) {
  const std::vector<StorageError> cases = {
      {absl::UnavailableError("secret host"), grpc::StatusCode::UNAVAILABLE, "DATABASE_UNAVAILABLE",
       true},
      {absl::InternalError("secret"), grpc::StatusCode::INTERNAL, "INTERNAL", false},
      {absl::FailedPreconditionError("secret"), grpc::StatusCode::INTERNAL, "INTERNAL", false},
      {absl::UnknownError("secret"), grpc::StatusCode::INTERNAL, "INTERNAL", false},
  };
  for (const StorageError& each : cases) {
    const RichError error = Decode(FromStorage(each.status));
    EXPECT_TRUE(error.Is(each.code, each.reason)) << each.status << ": " << error;
    EXPECT_EQ(error.retry_delay.has_value(), each.retry) << each.status;
    EXPECT_THAT(error.message, Not(HasSubstr("secret")));
  }
}

TEST(RpcStatusTest, NotAMessageNamesTheTypeExpected) {
  const RichError error = Decode(NotAMessage(v1::SubmitIndicatorRequest()));
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "MALFORMED_REQUEST")) << error;
  EXPECT_THAT(error.message, HasSubstr("jurimeter.v1.SubmitIndicatorRequest"));
}

TEST(ReadinessTest, HoldsWhileEveryConditionDoes) {
  Readiness readiness({"database", "totals"});
  std::vector<bool> heard;
  readiness.OnChange([&](bool ready) { heard.push_back(ready); });
  EXPECT_FALSE(readiness.ready());
  readiness.Set("database", true);
  EXPECT_FALSE(readiness.ready());
  readiness.Set("totals", true);
  EXPECT_TRUE(readiness.ready());
  readiness.Set("totals", true);
  readiness.Set("weather", false);
  EXPECT_TRUE(readiness.ready()) << "nobody asked for that";
  readiness.Set("database", false);
  readiness.Set("totals", false);
  EXPECT_FALSE(readiness.ready());
  readiness.Set("database", true);
  EXPECT_FALSE(readiness.ready());
  EXPECT_THAT(heard, ElementsAre(false, true, false)) << "each change once";
}

TEST(ReadinessTest, AListenerLearnsThePresentState) {
  Readiness readiness({"database"});
  readiness.Set("database", true);
  bool heard = false;
  readiness.OnChange([&](bool ready) { heard = ready; });
  EXPECT_TRUE(heard);
}

TEST(ReadinessTest, TheListenersLastWordIsTheState) {
  Readiness readiness({"a", "b"});
  bool last = false;
  readiness.OnChange([&](bool ready) { last = ready; });
  std::vector<std::thread> threads;
  for (const char* condition : {"a", "b"}) {
    threads.emplace_back([&readiness, condition] {
      for (int i = 0; i <= 2000; ++i) readiness.Set(condition, i % 2 == 0);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(readiness.ready());
  EXPECT_TRUE(last);
}

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
  LogLevel level = LogLevel::kInfo;
  EXPECT_TRUE(ParseLogLevel("debug", &level));
  EXPECT_EQ(level, LogLevel::kDebug);
  EXPECT_TRUE(ParseLogLevel("warning", &level));
  EXPECT_EQ(level, LogLevel::kWarning);
  for (const char* unknown : {"", "warn", "INFO", "trace"}) {
    EXPECT_FALSE(ParseLogLevel(unknown, &level)) << unknown;
  }
  EXPECT_EQ(level, LogLevel::kWarning) << "left as it was";
}

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
