// Every refusal of an event, as a client of SubmitIndicator sees it.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using v1::IndicatorEvent;

constexpr char kMethod[] = "/jurimeter.v1.IndicatorIngestion/SubmitIndicator";

class SubmitIndicatorTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new IngestionServer({.database_url = DatabaseWithCatalog()});
    ASSERT_TRUE(AwaitHealth(server_->channel(), kServing));
  }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }

  static grpc::Status Submit(const IndicatorEvent& event,
                             v1::SubmitIndicatorResponse* response = nullptr) {
    grpc::ClientContext context;
    v1::SubmitIndicatorRequest request;
    *request.mutable_event() = event;
    v1::SubmitIndicatorResponse ignored;
    return server_->stub()->SubmitIndicator(&context, request,
                                            response == nullptr ? &ignored : response);
  }

  static IngestionServer* server_;
};

IngestionServer* SubmitIndicatorTest::server_ = nullptr;

struct RefusalCase {
  std::string name;
  std::function<void(IndicatorEvent&)> spoil;
  std::string field;
  std::string description;  // a part of it
};

void SetTime(IndicatorEvent& event, absl::Time time) {
  event.mutable_occurred_at()->set_seconds(absl::ToUnixSeconds(time));
}

// NOLINTNEXTLINE(readability-function-size): a table.
const std::vector<RefusalCase>& Refusals() {
  static const auto* refusals = new std::vector<RefusalCase>{
      {"NoId", [](auto& e) { e.clear_event_id(); }, "event_id", "missing"},
      {"MalformedId", [](auto& e) { e.set_event_id("17"); }, "event_id", "\"17\" is not a UUID"},
      {"IdInBraces", [](auto& e) { e.set_event_id(absl::StrCat("{", TestId(1), "}")); }, "event_id",
       "is not a UUID"},
      {"NilId", [](auto& e) { e.set_event_id("00000000-0000-0000-0000-000000000000"); }, "event_id",
       "nil"},
      {"NoBureau", [](auto& e) { e.clear_bureau(); }, "bureau", "missing"},
      {"UnknownBureau", [](auto& e) { e.set_bureau("harbour"); }, "bureau", "\"harbour\""},
      {"NoIndicator", [](auto& e) { e.clear_indicator(); }, "indicator", "missing"},
      {"UnknownIndicator", [](auto& e) { e.set_indicator("fish.caught"); }, "indicator",
       "\"fish.caught\""},
      {"Ratio", [](auto& e) { e.set_indicator("disputes.resolution_rate"); }, "indicator",
       "disputes.resolved"},
      {"Cumulative", [](auto& e) { e.set_indicator("disputes.total"); }, "indicator", "derived"},
      {"Growth", [](auto& e) { e.set_indicator("disputes.growth"); }, "indicator", "derived"},
      {"UnknownCategory", [](auto& e) { e.set_category("maritime"); }, "category",
       "family, labour"},
      {"UndeclaredCategory",
       [](auto& e) {
         e.set_indicator("disputes.resolved");
         e.set_category("family");
       },
       "category", "declares no categories"},
      {"NoQuantityOfAFlow", [](auto& e) { e.clear_quantity(); }, "quantity",
       "missing; expected 0 to 1000000000000"},
      {"NoQuantityOfAStock",
       [](auto& e) {
         e.set_indicator("offices.open");
         e.clear_quantity();
       },
       "quantity", "missing; expected 0 to 1000000000000"},
      {"NegativeFlow", [](auto& e) { e.set_quantity(-1); }, "quantity", "-1"},
      {"TooMuchOfAFlow", [](auto& e) { e.set_quantity(1'000'000'000'001); }, "quantity",
       "1000000000001"},
      {"NegativeStock",
       [](auto& e) {
         e.set_indicator("offices.open");
         e.set_quantity(-1);
       },
       "quantity", "0 to 1000000000000"},
      {"TooMuchOfAStock",
       [](auto& e) {
         e.set_indicator("offices.open");
         e.set_quantity(1'000'000'000'001);
       },
       "quantity", "0 to 1000000000000"},
      {"TextOfNoNumber",
       [](auto& e) {
         e.clear_quantity();
         e.set_quantity_text("1,234");
       },
       "quantity_text", "\"1,234\" is not a number in digits"},
      {"TooManyDecimals",
       [](auto& e) {
         e.clear_quantity();
         e.set_quantity_text("1.5");
       },
       "quantity_text", "\"1.5\" has 1 decimal; expected a whole number"},
      {"QuantityInBothForms", [](auto& e) { e.set_quantity_text("1"); }, "quantity_text",
       "given beside quantity"},
      {"NoTime", [](auto& e) { e.clear_occurred_at(); }, "occurred_at", "missing"},
      {"BeforeTheFirstYear", [](auto& e) { SetTime(e, At("2020-12-31T15:59:59Z")); }, "occurred_at",
       "2021-01-01"},
      {"InTheFuture", [](auto& e) { SetTime(e, absl::Now() + absl::Minutes(6)); }, "occurred_at",
       "future"},
      {"NegativeNanos", [](auto& e) { e.mutable_occurred_at()->set_nanos(-1); }, "occurred_at",
       "-1 ns"},
      {"TooManyNanos", [](auto& e) { e.mutable_occurred_at()->set_nanos(1'000'000'000); },
       "occurred_at", "1000000000 ns"},
      {"BeforeAllTimestamps", [](auto& e) { e.mutable_occurred_at()->set_seconds(INT64_MIN); },
       "occurred_at", "expected a timestamp"},
      {"AfterAllTimestamps", [](auto& e) { e.mutable_occurred_at()->set_seconds(INT64_MAX); },
       "occurred_at", "expected a timestamp"},
      {"LongSubject", [](auto& e) { e.set_subject(std::string(129, 'x')); }, "subject",
       "129 bytes; expected at most 128"},
      {"LongChineseSubject",
       [](auto& e) {
         for (int i = 0; i < 43; ++i) e.mutable_subject()->append("案");
       },
       "subject", "129 bytes"},
      {"NulInId", [](auto& e) { e.set_event_id(TestId(1).substr(1) + '\0'); }, "event_id", "NUL"},
      {"NulInBureau", [](auto& e) { e.set_bureau(std::string("court\0", 6)); }, "bureau", "NUL"},
      {"NulInIndicator", [](auto& e) { e.set_indicator(std::string("a\0b", 3)); }, "indicator",
       "NUL"},
      {"NulInCategory", [](auto& e) { e.set_category(std::string("family\0", 7)); }, "category",
       "NUL"},
      {"NulInSubject", [](auto& e) { e.set_subject(std::string("\0", 1)); }, "subject", "NUL"},
  };
  return *refusals;
}

class RefusalTest : public SubmitIndicatorTest,
                    public ::testing::WithParamInterface<RefusalCase> {};

TEST_P(RefusalTest, NamesTheFieldAndWhatIsExpected) {
  IndicatorEvent event = SoundEvent(1);
  GetParam().spoil(event);
  const RichError error = Decode(Submit(event));
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "EVENT_REFUSED")) << error;
  EXPECT_THAT(error.violations,
              ElementsAre(AllOf(Field(&Violation::field, GetParam().field),
                                Field(&Violation::description, HasSubstr(GetParam().description)))))
      << error;
  EXPECT_THAT(error.message, HasSubstr(GetParam().field));
  EXPECT_FALSE(error.retry_delay.has_value()) << "the same event will be refused again";
}

INSTANTIATE_TEST_SUITE_P(All, RefusalTest, ::testing::ValuesIn(Refusals()),
                         [](const auto& tested) { return tested.param.name; });

TEST_F(SubmitIndicatorTest, AllFaultsAreNamedAtOnce) {
  IndicatorEvent event;
  event.set_event_id("17");
  event.set_bureau("harbour");
  event.set_indicator("fish.caught");
  event.set_quantity(-5);
  event.mutable_occurred_at()->set_nanos(-1);
  event.set_subject(std::string(200, 'x'));
  const RichError error = Decode(Submit(event));
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "EVENT_REFUSED")) << error;
  EXPECT_THAT(error.violations, SizeIs(6)) << error;
  for (const char* field :
       {"event_id", "bureau", "indicator", "quantity", "occurred_at", "subject"}) {
    EXPECT_NE(error.DescriptionOf(field), "") << field << error;
  }
}

TEST_F(SubmitIndicatorTest, ARequestWithoutAnEventIsRefusedByItsFields) {
  const RawAnswer answer = CallRaw(server_->channel(), kMethod, "");
  const RichError error = Decode(answer.status);
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "EVENT_REFUSED")) << error;
  EXPECT_THAT(error.violations, SizeIs(5)) << error;
}

struct Admitted {
  std::string name;
  std::function<void(IndicatorEvent&)> change;
};

TEST_F(SubmitIndicatorTest, WhatIsJustWithinTheRulesIsRecorded) {
  const std::vector<Admitted> cases = {
      {"the first moment of the first year",
       [](auto& e) { SetTime(e, At("2020-12-31T16:00:00Z")); }},
      {"a little ahead of the clock", [](auto& e) { SetTime(e, absl::Now() + absl::Minutes(4)); }},
      {"the most of a flow", [](auto& e) { e.set_quantity(1'000'000'000'000); }},
      {"a nil report", [](auto& e) { e.set_quantity(0); }},
      {"a quantity as text",
       [](auto& e) {
         e.clear_quantity();
         e.set_quantity_text("1000000000000");
       }},
      {"a nil report of a category",
       [](auto& e) {
         e.set_category("family");
         e.set_quantity(0);
       }},
      {"nothing of a stock",
       [](auto& e) {
         e.set_indicator("offices.open");
         e.set_quantity(0);
       }},
      {"a category", [](auto& e) { e.set_category("labour"); }},
      {"128 bytes of subject", [](auto& e) { e.set_subject(std::string(128, 'x')); }},
      {"a Chinese subject", [](auto& e) { e.set_subject("（2023）黑0108民初1号"); }},
      {"an id in capitals",
       [](auto& e) { e.set_event_id("0190A5C2-7A2B-7CDE-8F01-AAAAAAAAAAAA"); }},
  };
  int number = 100;
  for (const Admitted& each : cases) {
    IndicatorEvent event = SoundEvent(++number);
    each.change(event);
    v1::SubmitIndicatorResponse response;
    const grpc::Status status = Submit(event, &response);
    EXPECT_TRUE(status.ok()) << each.name << ": " << status.error_message();
    EXPECT_EQ(response.outcome(), v1::OUTCOME_RECORDED) << each.name;
    EXPECT_GT(response.revision(), 0) << each.name;
  }
}

TEST_F(SubmitIndicatorTest, TheSameEventAgainIsADuplicate) {
  v1::SubmitIndicatorResponse first, again;
  ASSERT_TRUE(Submit(SoundEvent(200), &first).ok());
  EXPECT_EQ(first.outcome(), v1::OUTCOME_RECORDED);
  ASSERT_TRUE(Submit(SoundEvent(200), &again).ok());
  EXPECT_EQ(again.outcome(), v1::OUTCOME_DUPLICATE);
  EXPECT_GE(again.revision(), first.revision());
}

TEST_F(SubmitIndicatorTest, AnIdBelongsToItsBureau) {
  v1::SubmitIndicatorResponse response;
  ASSERT_TRUE(Submit(SoundEvent(210), &response).ok());
  IndicatorEvent other = SoundEvent(210);
  other.set_bureau("police");
  ASSERT_TRUE(Submit(other, &response).ok());
  EXPECT_EQ(response.outcome(), v1::OUTCOME_RECORDED);
}

TEST_F(SubmitIndicatorTest, AConflictNamesEveryFieldThatDiffersAndChangesNothing) {
  ASSERT_TRUE(Submit(SoundEvent(220)).ok());
  IndicatorEvent other = SoundEvent(220);
  other.set_indicator("offices.open");
  other.set_quantity(3);
  other.mutable_occurred_at()->set_nanos(1'000'000);
  other.set_subject("case 2");
  const RichError error = Decode(Submit(other));
  EXPECT_TRUE(error.Is(grpc::StatusCode::ALREADY_EXISTS, "EVENT_CONFLICT")) << error;
  EXPECT_THAT(error.violations, SizeIs(4)) << error;
  for (const char* field : {"indicator", "quantity", "occurred_at", "subject"}) {
    EXPECT_THAT(error.violations, Contains(Field(&Violation::field, field))) << error;
  }
  v1::SubmitIndicatorResponse response;
  ASSERT_TRUE(Submit(SoundEvent(220), &response).ok()) << "the first one stands";
  EXPECT_EQ(response.outcome(), v1::OUTCOME_DUPLICATE);
}

TEST_F(SubmitIndicatorTest, WhatIsFinerThanAMicrosecondIsNoConflict) {
  IndicatorEvent event = SoundEvent(230);
  event.mutable_occurred_at()->set_nanos(123'456'000);
  ASSERT_TRUE(Submit(event).ok());
  event.mutable_occurred_at()->set_nanos(123'456'789);
  v1::SubmitIndicatorResponse response;
  ASSERT_TRUE(Submit(event, &response).ok());
  EXPECT_EQ(response.outcome(), v1::OUTCOME_DUPLICATE);
}

}  // namespace
}  // namespace jurimeter::test
