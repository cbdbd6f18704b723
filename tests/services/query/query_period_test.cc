// QueryPeriod and QueryCompleteness over the wire, on events that went through ingestion.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/services/both_services_test.h"
#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {
namespace {

using ::testing::HasSubstr;

constexpr char kMore[] = R"(
indicators {
  code: "disputes.change" name_zh: "增减" section: "一" unit_zh: "件" supporting: true
  change { of: "disputes.received" against { period_before {} } }
  display { sign: SIGN_WORDS with_unit: true }
}
rules {
  code: "resolved_within_received" name_zh: "化解不超过受理"
  not_more_than { left: "disputes.resolved" right: "disputes.received" }
}
)";

std::string DatabaseWithMore() {
  std::string url = PostgresCluster::Get().MigratedDatabase();
  PutIntoForce(url, std::string(kServiceCatalog) + kMore);
  return url;
}

class QueryPeriodTest : public BothServicesTest {
 protected:
  QueryPeriodTest() : BothServicesTest(DatabaseWithMore()) {}

  void SetUp() override {
    BothServicesTest::SetUp();
    ASSERT_FALSE(HasFatalFailure());
    grpc::ClientContext context;
    v1::SubmitIndicatorBatchResponse response;
    const grpc::Status status = ingestion_.stub()->SubmitIndicatorBatch(
        &context,
        BatchOf<v1::SubmitIndicatorBatchRequest>(
            {Report(1, "court", "disputes.received", 100, "2023-02-28T15:59:59Z"),
             Report(2, "court", "disputes.received", 80, "2023-02-28T16:00:00Z"),
             Report(3, "police", "disputes.received", 5, "2023-03-02T00:00:00Z"),
             Report(4, "court", "disputes.resolved", 60, "2023-03-02T00:00:00Z"),
             Report(5, "police", "disputes.resolved", 6, "2023-03-02T00:00:00Z")}),
        &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    revision_ = response.revision();
  }

  v1::QueryPeriodRequest RequestFor(const std::vector<std::string>& indicators) const {
    v1::QueryPeriodRequest request;
    request.mutable_period()->set_month("2023-03");
    request.mutable_indicators()->Add(indicators.begin(), indicators.end());
    request.set_min_revision(revision_);
    return request;
  }

  grpc::Status Ask(const v1::QueryPeriodRequest& request, v1::QueryPeriodResponse* response) {
    grpc::ClientContext context;
    return query_.stub()->QueryPeriod(&context, request, response);
  }
  int64_t revision_ = 0;
};

TEST_F(QueryPeriodTest, AnswersForAMonthItsPartsAndTheOneBefore) {
  v1::QueryPeriodRequest request =
      RequestFor({"disputes.received", "disputes.resolution_rate", "disputes.change"});
  request.mutable_compare()->mutable_period_before();
  request.mutable_by()->set_kind(v1::BREAKDOWN_BY_BUREAU);
  v1::QueryPeriodResponse response;
  const grpc::Status status = Ask(request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.first_day(), "2023-03-01");
  EXPECT_EQ(response.last_day(), "2023-03-31");
  EXPECT_EQ(response.compared_first_day(), "2023-02-01");
  EXPECT_EQ(response.compared_last_day(), "2023-02-28");
  EXPECT_GE(response.revision(), revision_);
  EXPECT_EQ(response.catalog_version(), 1);
  ASSERT_EQ(response.figures_size(), 3);
  const v1::Figure& received = response.figures(0);
  EXPECT_EQ(received.value(), 85);
  EXPECT_EQ(received.compared().value(), 100);
  EXPECT_EQ(received.compared().growth_display(), "-15%");
  EXPECT_EQ(received.compared().change_display(), "-15");
  EXPECT_EQ(response.figures(1).display(), "77.65%");
  EXPECT_EQ(response.figures(2).display(), "减少15件");
  EXPECT_EQ(response.figures(2).growth().current_denominator(), 1);
  ASSERT_EQ(response.parts_size(), 3);
  EXPECT_EQ(response.parts(0).key(), "court");
  EXPECT_EQ(response.parts(0).name_zh(), "法院");
  EXPECT_EQ(response.parts(0).figures(1).display(), "75%");
  EXPECT_EQ(response.parts(1).figures(0).status(), v1::FIGURE_STATUS_NO_DATA);
  EXPECT_EQ(response.parts(2).figures(1).display(), "120%");
}

// What a later catalog no longer declares keeps its part, by the name that it had last.
TEST_F(QueryPeriodTest, ACategoryThatWasLeftOutKeepsItsPartAndItsName) {
  const auto with = [](const std::string& categories) {
    return absl::StrReplaceAll(absl::StrCat(kServiceCatalog, kMore),
                               {{"  categories { code: \"family\" name_zh: \"家事\" }\n"
                                 "  categories { code: \"labour\" name_zh: \"劳动\" }\n",
                                 categories}});
  };
  v1::IndicatorEvent labour = Report(6, "court", "disputes.received", 7, "2023-03-05T00:00:00Z");
  labour.set_category("labour");
  grpc::ClientContext context;
  v1::SubmitIndicatorBatchResponse submitted;
  ASSERT_TRUE(ingestion_.stub()
                  ->SubmitIndicatorBatch(
                      &context, BatchOf<v1::SubmitIndicatorBatchRequest>({labour}), &submitted)
                  .ok());
  revision_ = submitted.revision();
  PutIntoForce(url_, with("  categories { code: \"labour\" name_zh: \"劳动争议\" }\n"));
  PutIntoForce(url_, with(""));
  const int64_t version =
      PutIntoForce(url_, with("  categories { code: \"new\" name_zh: \"新\" }\n"));
  v1::QueryPeriodRequest request = RequestFor({"disputes.received"});
  request.mutable_by()->set_kind(v1::BREAKDOWN_BY_CATEGORY);
  v1::QueryPeriodResponse response;
  ASSERT_TRUE(Eventually(
      [&] { return Ask(request, &response).ok() && response.catalog_version() == version; }));
  EXPECT_EQ(response.figures(0).display(), "92");
  ASSERT_EQ(response.parts_size(), 3);
  EXPECT_EQ(response.parts(0).name_zh(), "新");
  EXPECT_EQ(response.parts(0).figures(0).status(), v1::FIGURE_STATUS_NO_DATA);
  EXPECT_EQ(response.parts(1).key(), "labour");
  EXPECT_EQ(response.parts(1).name_zh(), "劳动争议");
  EXPECT_EQ(response.parts(1).figures(0).display(), "7");
  EXPECT_EQ(response.parts(2).key(), "");
  EXPECT_EQ(response.parts(2).figures(0).display(), "85");
}

TEST_F(QueryPeriodTest, WarnsOfBreaches) {
  v1::QueryPeriodResponse response;
  ASSERT_TRUE(Ask(RequestFor({"disputes.received"}), &response).ok());
  ASSERT_EQ(response.warnings_size(), 1);
  const v1::Warning& warning = response.warnings(0);
  EXPECT_EQ(warning.rule(), "resolved_within_received");
  EXPECT_EQ(warning.name_zh(), "化解不超过受理");
  EXPECT_EQ(warning.bureau(), "police");
  EXPECT_EQ(warning.first_day(), "2023-03-01");
  ASSERT_EQ(warning.numbers_size(), 2);
  EXPECT_EQ(warning.numbers(0).indicator(), "disputes.resolved");
  EXPECT_EQ(warning.numbers(0).number(), "6");
  EXPECT_THAT(warning.text(), HasSubstr("disputes.resolved 6, disputes.received 5"));

  v1::QueryYearRequest year;
  year.set_year(2023);
  year.set_min_revision(revision_);
  v1::QueryYearResponse answer;
  grpc::ClientContext context;
  ASSERT_TRUE(query_.stub()->QueryYear(&context, year, &answer).ok());
  ASSERT_EQ(answer.warnings_size(), 1);
  EXPECT_EQ(answer.warnings(0).bureau(), "police");
}

TEST_F(QueryPeriodTest, SaysWhoReported) {
  v1::QueryCompletenessRequest request;
  request.mutable_period()->set_quarter("2023-Q1");
  request.set_region("2301");
  request.add_indicators("disputes.received");
  request.set_min_revision(revision_);
  v1::QueryCompletenessResponse response;
  grpc::ClientContext context;
  ASSERT_TRUE(query_.stub()->QueryCompleteness(&context, request, &response).ok());
  EXPECT_EQ(response.first_day(), "2023-01-01");
  EXPECT_EQ(response.last_day(), "2023-03-31");
  ASSERT_EQ(response.indicators_size(), 1);
  const v1::IndicatorCompleteness& received = response.indicators(0);
  EXPECT_EQ(received.expected(), 2);
  EXPECT_EQ(received.reported(), 1);
  ASSERT_EQ(received.bureaus_size(), 2);
  EXPECT_EQ(received.bureaus(0).bureau(), "court");
  EXPECT_EQ(received.bureaus(0).events(), 2);
  EXPECT_EQ(received.bureaus(0).last_day(), "2023-03-01");
  EXPECT_EQ(received.bureaus(1).events(), 0);
  EXPECT_EQ(received.bureaus(1).last_day(), "");
}

TEST_F(QueryPeriodTest, ANilReportIsAFigureOfZero) {
  v1::SubmitIndicatorRequest nil;
  *nil.mutable_event() = Report(6, "police", "disputes.received", 0, "2023-01-31T00:00:00Z");
  v1::SubmitIndicatorResponse recorded;
  grpc::ClientContext submission;
  ASSERT_TRUE(ingestion_.stub()->SubmitIndicator(&submission, nil, &recorded).ok());
  v1::QueryPeriodRequest request = RequestFor({"disputes.received", "disputes.resolved"});
  request.mutable_period()->set_month("2023-01");
  request.set_min_revision(recorded.revision());
  v1::QueryPeriodResponse response;
  ASSERT_TRUE(Ask(request, &response).ok());
  EXPECT_EQ(response.figures(0).status(), v1::FIGURE_STATUS_OK);
  EXPECT_EQ(response.figures(0).value(), 0);
  EXPECT_EQ(response.figures(0).display(), "0");
  EXPECT_EQ(response.figures(1).status(), v1::FIGURE_STATUS_NO_DATA);

  v1::QueryCompletenessRequest who;
  who.mutable_period()->set_month("2023-01");
  who.add_indicators("disputes.received");
  who.set_min_revision(recorded.revision());
  v1::QueryCompletenessResponse answer;
  grpc::ClientContext context;
  ASSERT_TRUE(query_.stub()->QueryCompleteness(&context, who, &answer).ok());
  EXPECT_EQ(answer.indicators(0).reported(), 1);
}

TEST_F(QueryPeriodTest, RefusesWhatItCannotRead) {
  using Request = v1::QueryPeriodRequest;
  const struct {
    void (*spoil)(Request&);
    std::string fault;
  } kCases[] = {
      {[](Request& r) { r.clear_period(); }, "period: missing"},
      {[](Request& r) { r.mutable_period()->set_day("2023-02-29"); }, "period.day: \"2023-02-29\""},
      {[](Request& r) { r.mutable_period()->set_month("2023-13"); }, "period.month: \"2023-13\""},
      {[](Request& r) { r.mutable_period()->set_quarter("2023-Q5"); }, "period.quarter"},
      {[](Request& r) { r.mutable_period()->set_half_year("H1"); }, "period.half_year"},
      {[](Request& r) { r.mutable_period()->set_year(2020); }, "period: 2020-01-01"},
      {[](Request& r) { r.mutable_period()->set_year_to_date(""); }, "period.year_to_date"},
      {[](Request& r) { r.mutable_period()->mutable_range()->set_first("2023-01-01"); },
       "period.range.last"},
      {[](Request& r) {
         r.mutable_period()->mutable_range()->set_first("2023-01-02");
         r.mutable_period()->mutable_range()->set_last("2023-01-01");
       },
       "period: ends on 2023-01-01"},
      {[](Request& r) { r.mutable_by(); }, "by.kind: 0"},
      {[](Request& r) { r.mutable_by()->set_kind(static_cast<v1::BreakdownBy>(99)); },
       "by.kind: 99"},
      {[](Request& r) { r.mutable_by()->set_region_digits(1); }, "by.region_digits: 1"},
      {[](Request& r) { r.mutable_compare()->set_years_before(0); }, "compare.years_before: 0"},
      {[](Request& r) { r.set_min_revision(-1); }, "min_revision"},
      {[](Request& r) { r.add_bureaus("nobody"); }, "bureaus[0]"},
  };
  for (const auto& c : kCases) {
    Request request = RequestFor({"disputes.received"});
    c.spoil(request);
    v1::QueryPeriodResponse response;
    const grpc::Status status = Ask(request, &response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << c.fault;
    EXPECT_THAT(status.error_message(), HasSubstr(c.fault));
  }
}

TEST_F(QueryPeriodTest, QuestionsThatTakeLongHoldUpNoOthers) {
  constexpr int kLong = 8;
  std::atomic<int> answered = 0;
  std::vector<std::thread> askers;
  for (int i = 0; i < kLong; ++i) {
    askers.emplace_back([&, i] {
      v1::QueryPeriodRequest request;
      request.mutable_period()->mutable_range()->set_first(absl::StrCat("2021-01-0", i + 1));
      request.mutable_period()->mutable_range()->set_last("2120-12-31");
      request.mutable_by()->set_kind(v1::BREAKDOWN_BY_MONTH);
      v1::QueryPeriodResponse response;
      const grpc::Status status = Ask(request, &response);
      EXPECT_TRUE(status.ok()) << status.error_message();
      EXPECT_EQ(response.parts_size(), 1'200);
      ++answered;
    });
  }
  const auto begun = [&] {
    return SampleOf(query_.registry(),
                    "grpc_server_started_total{grpc_method=\"QueryPeriod\","
                    "grpc_service=\"jurimeter.v1.IndicatorQuery\",grpc_type=\"unary\"}") == kLong;
  };
  EXPECT_TRUE(Eventually(begun));
  v1::QueryYearRequest request;
  request.set_year(2023);
  v1::QueryYearResponse response;
  grpc::ClientContext context;
  EXPECT_TRUE(query_.stub()->QueryYear(&context, request, &response).ok());
  EXPECT_LE(answered, kLong / 2) << "it waited for the others";
  for (std::thread& asker : askers) asker.join();
}

}  // namespace
}  // namespace jurimeter::test
