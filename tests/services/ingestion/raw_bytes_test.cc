// What a broken client may send: bytes that are no message, texts that are no text.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"

namespace jurimeter::test {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kSubmit[] = "/jurimeter.v1.IndicatorIngestion/SubmitIndicator";
constexpr char kSubmitBatch[] = "/jurimeter.v1.IndicatorIngestion/SubmitIndicatorBatch";
constexpr char kSubmitStream[] = "/jurimeter.v1.IndicatorIngestion/SubmitIndicatorStream";

// Stands in a message until its bytes are replaced; no code of the catalog.
constexpr char kMark[] = "MARK";

class RawBytesTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new IngestionServer({.database_url = DatabaseWithCatalog()});
    ASSERT_TRUE(AwaitHealth(server_->channel(), kServing));
  }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }

  static IngestionServer* server_;
};

IngestionServer* RawBytesTest::server_ = nullptr;

void SetText(v1::IndicatorEvent* event, const std::string& field, const std::string& text) {
  const auto* descriptor = event->GetDescriptor()->FindFieldByName(field);
  event->GetReflection()->SetString(event, descriptor, text);
  if (field == "quantity_text") event->clear_quantity();
}

const std::vector<std::string>& TextFields() {
  static const auto* fields = new std::vector<std::string>{"event_id",      "bureau",   "indicator",
                                                           "quantity_text", "category", "subject"};
  return *fields;
}

struct BadText {
  std::string name;
  std::string bytes;  // as long as kMark
  std::string description;
};

const std::vector<BadText>& BadTexts() {
  static const auto* texts = new std::vector<BadText>{
      {"ByteOfNoCharacter",
       "a\xff"
       "bc",
       "UTF-8"},
      {"CharacterCutShort", "abc\xe6", "UTF-8"},
      {"OverlongSlash", "ab\xc0\xaf", "UTF-8"},
      {"Surrogate", "a\xed\xa0\x80", "UTF-8"},
      {"BeyondUnicode", "\xf4\x90\x80\x80", "UTF-8"},
      {"Gb18030", "\xb0\xb8\xbc\xfe", "UTF-8"},
      {"Nul", std::string("ab\0c", 4), "NUL"},
  };
  return *texts;
}

class BadTextTest : public RawBytesTest,
                    public ::testing::WithParamInterface<std::tuple<std::string, BadText>> {
 protected:
  const std::string& field() const { return std::get<0>(GetParam()); }
  const BadText& text() const { return std::get<1>(GetParam()); }
  // Ids of a parameter's own, so that neighbours are new in each test.
  int first_id() const {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    return static_cast<int>(std::hash<std::string>()(info->name()) % 1'000'000'000);
  }
};

INSTANTIATE_TEST_SUITE_P(All, BadTextTest,
                         ::testing::Combine(::testing::ValuesIn(TextFields()),
                                            ::testing::ValuesIn(BadTexts())),
                         [](const auto& tested) {
                           return absl::StrCat(std::get<0>(tested.param), "_",
                                               std::get<1>(tested.param).name);
                         });

TEST_P(BadTextTest, AloneIsRefusedByItsField) {
  v1::SubmitIndicatorRequest request;
  *request.mutable_event() = SoundEvent(1);
  SetText(request.mutable_event(), field(), kMark);
  const RawAnswer answer = CallRaw(server_->channel(), kSubmit,
                                   Replace(request.SerializeAsString(), kMark, text().bytes));
  const RichError error = Decode(answer.status);
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "EVENT_REFUSED")) << error;
  EXPECT_THAT(error.violations, SizeIs(1)) << error;
  EXPECT_THAT(error.DescriptionOf(field()), HasSubstr(text().description)) << error;
}

// Checks an answer to three events of which the middle one is bad.
template <typename Response>
void ExpectNeighboursRecorded(const std::string& bytes, const std::string& field,
                              const std::string& description) {
  Response response;
  ASSERT_TRUE(response.ParseFromString(bytes));
  ASSERT_EQ(response.outcomes_size(), 3);
  EXPECT_EQ(response.outcomes(0), v1::OUTCOME_RECORDED);
  EXPECT_EQ(response.outcomes(1), v1::OUTCOME_REFUSED);
  EXPECT_EQ(response.outcomes(2), v1::OUTCOME_RECORDED);
  ASSERT_EQ(response.problems_size(), 1);
  EXPECT_EQ(response.problems(0).index(), 1);
  ASSERT_EQ(response.problems(0).violations_size(), 1) << response.DebugString();
  EXPECT_EQ(response.problems(0).violations(0).field(), field);
  EXPECT_THAT(response.problems(0).violations(0).description(), HasSubstr(description));
}

TEST_P(BadTextTest, InABatchDoesNotHoldBackItsNeighbours) {
  auto request = BatchOf<v1::SubmitIndicatorBatchRequest>(SoundEvents(first_id(), 3));
  SetText(request.mutable_events(1), field(), kMark);
  const RawAnswer answer = CallRaw(server_->channel(), kSubmitBatch,
                                   Replace(request.SerializeAsString(), kMark, text().bytes));
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  ExpectNeighboursRecorded<v1::SubmitIndicatorBatchResponse>(answer.bytes, field(),
                                                             text().description);
}

TEST_P(BadTextTest, OnAStreamDoesNotHoldBackItsNeighbours) {
  auto request = BatchOf<v1::SubmitIndicatorStreamRequest>(SoundEvents(first_id(), 3));
  SetText(request.mutable_events(1), field(), kMark);
  const RawAnswer answer = StreamRaw(server_->channel(), kSubmitStream,
                                     Replace(request.SerializeAsString(), kMark, text().bytes));
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  ExpectNeighboursRecorded<v1::SubmitIndicatorStreamResponse>(answer.bytes, field(),
                                                              text().description);
}

struct Malformed {
  std::string name;
  std::string bytes;
};

TEST_F(RawBytesTest, BytesThatAreNoMessageAreRefused) {
  v1::SubmitIndicatorRequest sound;
  *sound.mutable_event() = SoundEvent(1);
  const std::string wire = sound.SerializeAsString();
  const std::vector<Malformed> cases = {
      {"cut short", wire.substr(0, wire.size() - 3)},
      {"the end of a group that never began", "\x0c"},
      {"a length beyond the end", "\x0a\x7f\x01"},
      {"a length of 4 GiB", "\x0a\xff\xff\xff\xff\x0f"},
      {"field number 0", std::string("\x02\x00", 2)},
      {"a varint of 11 bytes", std::string("\x08") + std::string(11, '\xff')},
      {"text", "hello, world"},
      {"bad text in bytes that are cut short", "\x0a\x04" + std::string("\x3a\x01\xff", 3)},
      {"a message of no events, then garbage", "\x0a\x00\xff"},
  };
  for (const auto& [name, bytes] : cases) {
    for (const char* method : {kSubmit, kSubmitBatch}) {
      const RichError error = Decode(CallRaw(server_->channel(), method, bytes).status);
      EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "MALFORMED_REQUEST"))
          << name << " to " << method << ": " << error;
      EXPECT_THAT(error.message, HasSubstr("jurimeter.v1.SubmitIndicator"));
    }
    const RichError error = Decode(StreamRaw(server_->channel(), kSubmitStream, bytes).status);
    EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "MALFORMED_REQUEST"))
        << name << " on a stream: " << error;
  }
}

TEST_F(RawBytesTest, AMessageOverTheLimitIsNotRead) {
  v1::SubmitIndicatorRequest request;
  *request.mutable_event() = SoundEvent(520);
  request.mutable_event()->set_subject(std::string(ingestion::kMaxReceiveBytes, 'x'));
  const RawAnswer answer = CallRaw(server_->channel(), kSubmit, request.SerializeAsString());
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(RawBytesTest, UnknownFieldsOfANewerClientAreIgnored) {
  v1::SubmitIndicatorRequest request;
  *request.mutable_event() = SoundEvent(500);
  // Field 1000, with bytes that are not UTF-8, after the event.
  const std::string wire = request.SerializeAsString() + "\xc2\x3e\x02\xff\xfe";
  const RawAnswer answer = CallRaw(server_->channel(), kSubmit, wire);
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  v1::SubmitIndicatorResponse response;
  ASSERT_TRUE(response.ParseFromString(answer.bytes));
  EXPECT_EQ(response.outcome(), v1::OUTCOME_RECORDED);
}

}  // namespace
}  // namespace jurimeter::test
