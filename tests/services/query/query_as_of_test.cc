// Questions as of an earlier revision or time, over the wire.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/messages/time_messages.h"
#include "tests/services/both_services_test.h"
#include "tests/services/fake_clock.h"
#include "tests/services/query/loaded_state.h"
#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> FieldsOf(const RichError& error) {
  std::vector<std::string> fields;
  for (const Violation& violation : error.violations) fields.push_back(violation.field);
  return fields;
}

class AsOfTest : public BothServicesTest {
 protected:
  void SetUp() override {
    BothServicesTest::SetUp();
    ASSERT_FALSE(HasFatalFailure());
    // Revision 2 has 20, 3 has 25, and 4 has 32.
    Store(1, 20);
    Store(2, 5);
    Store(3, 7);
  }

  void Store(int id, int64_t quantity) {
    grpc::ClientContext context;
    v1::SubmitIndicatorResponse response;
    v1::SubmitIndicatorRequest request;
    *request.mutable_event() =
        Report(id, "court", "disputes.received", quantity, "2023-03-01T00:00:00Z");
    const grpc::Status status = ingestion_.stub()->SubmitIndicator(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    ASSERT_EQ(response.revision(), id + 1);
  }

  template <typename Request, typename Response>
  grpc::Status Call(QueryMethod<Request, Response> method, const Request& request,
                    Response* response) {
    return AskUntilLoaded(query_.stub().get(), method, request, response);
  }

  v1::QueryYearResponse AskYear(const v1::AsOf& as_of) {
    v1::QueryYearRequest request;
    request.set_year(2023);
    request.add_indicators("disputes.received");
    *request.mutable_as_of() = as_of;
    v1::QueryYearResponse response;
    const grpc::Status status = Call(&v1::IndicatorQuery::Stub::QueryYear, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  static v1::AsOf At(int64_t revision) {
    v1::AsOf as_of;
    as_of.set_revision(revision);
    return as_of;
  }

  static v1::AsOf At(absl::Time time) {
    v1::AsOf as_of;
    *as_of.mutable_time() = messages::ToProto(time);
    return as_of;
  }
};

TEST_F(AsOfTest, ARevisionHasTheFiguresOfThen) {
  const std::vector<std::pair<int64_t, int64_t>> figures = {{4, 32}, {3, 25}, {2, 20}, {4, 32}};
  for (const auto& [revision, value] : figures) {
    const v1::QueryYearResponse answer = AskYear(At(revision));
    EXPECT_EQ(answer.revision(), revision);
    ASSERT_EQ(answer.figures_size(), 1);
    EXPECT_EQ(answer.figures(0).value(), value) << revision;
    EXPECT_FALSE(answer.has_stale_since());
  }
  EXPECT_EQ(AskYear(At(1)).figures(0).status(), v1::FIGURE_STATUS_NO_DATA);
}

TEST_F(AsOfTest, ATimeHasTheFiguresOfThen) {
  for (int64_t revision = 2; revision <= 4; ++revision) {
    const absl::Time committed = messages::FromProto(AskYear(At(revision)).revision_time());
    EXPECT_EQ(AskYear(At(committed)).revision(), revision);
    EXPECT_EQ(AskYear(At(committed - absl::Microseconds(1))).revision(), revision - 1);
  }
  EXPECT_EQ(AskYear(At(absl::Now() + absl::Hours(1))).revision(), 4);
}

TEST_F(AsOfTest, TheNewestStateGoesOn) {
  EXPECT_EQ(AskYear(At(4)).figures(0).value(), 32);
  Store(4, 1);
  EXPECT_EQ(AskYear(At(5)).figures(0).value(), 33) << "as soon as it is there";
  EXPECT_EQ(AskYear(At(4)).figures(0).value(), 32);
}

TEST_F(AsOfTest, EveryQuestionTakesIt) {
  v1::QueryPeriodRequest period;
  period.mutable_period()->set_month("2023-03");
  period.add_indicators("disputes.received");
  *period.mutable_as_of() = At(3);
  v1::QueryPeriodResponse of_period;
  ASSERT_TRUE(Call(&v1::IndicatorQuery::Stub::QueryPeriod, period, &of_period).ok());
  EXPECT_EQ(of_period.revision(), 3);
  EXPECT_EQ(of_period.figures(0).value(), 25);

  v1::QueryCompletenessRequest completeness;
  completeness.mutable_period()->set_month("2023-03");
  completeness.add_indicators("disputes.received");
  *completeness.mutable_as_of() = At(1);
  v1::QueryCompletenessResponse reported;
  ASSERT_TRUE(Call(&v1::IndicatorQuery::Stub::QueryCompleteness, completeness, &reported).ok());
  EXPECT_EQ(reported.revision(), 1);
  EXPECT_EQ(reported.indicators(0).reported(), 0);

  v1::ListIndicatorsRequest indicators;
  *indicators.mutable_as_of() = At(2);
  v1::ListIndicatorsResponse listed;
  ASSERT_TRUE(Call(&v1::IndicatorQuery::Stub::ListIndicators, indicators, &listed).ok());
  EXPECT_EQ(listed.revision(), 2);
  v1::ListBureausRequest bureaus;
  *bureaus.mutable_as_of() = At(2);
  v1::ListBureausResponse named;
  ASSERT_TRUE(Call(&v1::IndicatorQuery::Stub::ListBureaus, bureaus, &named).ok());
  EXPECT_EQ(named.revision(), 2);
  EXPECT_GT(named.bureaus_size(), 0);
}

TEST_F(AsOfTest, NamesWhatCannotBeAnswered) {
  v1::QueryYearRequest request;
  request.set_year(1);
  request.set_min_revision(3);
  request.mutable_as_of()->set_revision(-1);
  v1::QueryYearResponse response;
  RichError error = Decode(Call(&v1::IndicatorQuery::Stub::QueryYear, request, &response));
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "QUERY_REFUSED")) << error;
  EXPECT_THAT(FieldsOf(error), ElementsAre("as_of.revision", "min_revision", "year"));

  request = {};
  request.set_year(2023);
  *request.mutable_as_of() = At(absl::FromUnixSeconds(0));
  error = Decode(Call(&v1::IndicatorQuery::Stub::QueryYear, request, &response));
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "QUERY_REFUSED")) << error;
  EXPECT_THAT(FieldsOf(error), ElementsAre("as_of"));
}

TEST(AsOfWaitTest, ARevisionThatIsNotThereYetIsWaitedFor) {
  FakeClock clock;
  const QueryServer server({.database_url = DatabaseWithCatalog(), .follower = {.clock = &clock}});
  ASSERT_TRUE(AwaitHealth(server.channel(), kServing));
  std::thread waiting([&] {
    v1::QueryYearRequest request;
    request.set_year(2023);
    request.mutable_as_of()->set_revision(99);
    v1::QueryYearResponse response;
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(2)));
    const RichError error = Decode(server.stub()->QueryYear(&context, request, &response));
    EXPECT_TRUE(error.Is(grpc::StatusCode::UNAVAILABLE, "REVISION_NOT_REACHED")) << error;
    EXPECT_EQ(error.message, "as_of: is 99; the ledger is at 1");
  });
  EXPECT_TRUE(Eventually([&] { return server.ledger().waiters() == 1; }));
  clock.Advance(absl::Seconds(10));
  waiting.join();
}

TEST_F(AsOfTest, SaysWhatWasClosedThen) {
  v1::CloseRequest closing;
  closing.set_request_id(TestId(900));
  closing.set_first_day("2023-02-01");
  closing.set_last_day("2023-02-28");
  closing.mutable_scope()->set_region("230108");
  closing.set_reason("monthly report");
  v1::CloseResponse closed;
  grpc::ClientContext context;
  ASSERT_TRUE(ingestion_.ledger_stub()->Close(&context, closing, &closed).ok());
  ASSERT_EQ(closed.revision(), 5);

  v1::QueryCompletenessRequest request;
  request.mutable_period()->set_quarter("2023-Q1");
  request.add_indicators("disputes.received");
  request.set_min_revision(5);
  v1::QueryCompletenessResponse response;
  ASSERT_TRUE(Call(&v1::IndicatorQuery::Stub::QueryCompleteness, request, &response).ok());
  const auto closed_days = [&] {
    std::vector<std::string> lines;
    for (const v1::BureauReports& each : response.indicators(0).bureaus()) {
      lines.push_back(absl::StrCat(each.bureau(), " ", each.closed_days(), "/", each.days()));
    }
    return lines;
  };
  EXPECT_THAT(closed_days(), ElementsAre("court 28/90", "mediation 28/90", "police 0/90"));
  request.set_min_revision(0);
  request.mutable_as_of()->set_revision(4);
  ASSERT_TRUE(Call(&v1::IndicatorQuery::Stub::QueryCompleteness, request, &response).ok());
  EXPECT_THAT(closed_days(), ElementsAre("court 0/90", "mediation 0/90", "police 0/90"));
  // And as of the closing, once it is of the past.
  Store(5, 1);
  request.mutable_as_of()->set_revision(5);
  ASSERT_TRUE(Call(&v1::IndicatorQuery::Stub::QueryCompleteness, request, &response).ok());
  EXPECT_THAT(closed_days(), ElementsAre("court 28/90", "mediation 28/90", "police 0/90"));
}

}  // namespace
}  // namespace jurimeter::test
