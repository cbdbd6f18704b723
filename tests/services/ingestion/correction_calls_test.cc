// Retractions and corrections as clients see them: outcomes, refusals, and what becomes of figures.
#include "services/ingestion/correction_calls.h"

#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/ingestion/batch_admission.h"
#include "tests/services/both_services_test.h"
#include "tests/services/ingestion/scripted_corrections.h"
#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using v1::IndicatorEvent;

constexpr char kReceived[] = "disputes.received";
constexpr char kResolved[] = "disputes.resolved";
constexpr char kOffices[] = "offices.open";

// A retraction of the event `number` of `bureau` by the request `request`.
v1::Retraction RetractionOf(int number, int request, const std::string& bureau = "mediation") {
  v1::Retraction retraction;
  retraction.set_request_id(TestId(request));
  retraction.set_bureau(bureau);
  retraction.set_event_id(TestId(number));
  retraction.set_reason("记错了");
  return retraction;
}

v1::Correction CorrectionTo(const IndicatorEvent& event, int number, int request) {
  v1::Correction correction;
  *correction.mutable_retraction() = RetractionOf(number, request, event.bureau());
  *correction.mutable_replacement() = event;
  return correction;
}

class CorrectionCallsTest : public BothServicesTest {
 protected:
  v1::SubmitIndicatorBatchResponse Store(const std::vector<IndicatorEvent>& events) {
    grpc::ClientContext context;
    v1::SubmitIndicatorBatchResponse response;
    const grpc::Status status = ingestion_.stub()->SubmitIndicatorBatch(
        &context, BatchOf<v1::SubmitIndicatorBatchRequest>(events), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  grpc::Status Retract(const v1::Retraction& retraction, v1::RetractIndicatorResponse* response,
                       bool dry_run = false) {
    grpc::ClientContext context;
    v1::RetractIndicatorRequest request;
    *request.mutable_retraction() = retraction;
    request.set_dry_run(dry_run);
    return ingestion_.stub()->RetractIndicator(&context, request, response);
  }

  grpc::Status Correct(const v1::Correction& correction, v1::CorrectIndicatorResponse* response,
                       bool dry_run = false) {
    grpc::ClientContext context;
    v1::CorrectIndicatorRequest request;
    *request.mutable_correction() = correction;
    request.set_dry_run(dry_run);
    return ingestion_.stub()->CorrectIndicator(&context, request, response);
  }

  // Both expect the call to succeed, and return its revision.
  int64_t MustRetract(const v1::Retraction& retraction) {
    v1::RetractIndicatorResponse response;
    const grpc::Status status = Retract(retraction, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.outcome(), v1::CORRECTION_OUTCOME_DONE);
    return response.revision();
  }
  int64_t MustCorrect(const v1::Correction& correction) {
    v1::CorrectIndicatorResponse response;
    const grpc::Status status = Correct(correction, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.outcome(), v1::CORRECTION_OUTCOME_DONE);
    return response.revision();
  }

  v1::Figure FigureOf(int year, const std::string& indicator, int64_t revision) {
    grpc::ClientContext context;
    v1::QueryYearRequest request;
    request.set_year(year);
    request.add_indicators(indicator);
    request.set_min_revision(revision);
    v1::QueryYearResponse response;
    const grpc::Status status = query_.stub()->QueryYear(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.figures_size() == 1 ? response.figures(0) : v1::Figure();
  }
  int64_t ValueOf(int year, const std::string& indicator, int64_t revision) {
    return FigureOf(year, indicator, revision).value();
  }
  // How many of the indicator are of a category.
  int64_t TotalOf(const std::string& category) {
    return Query(url_,
                 absl::StrCat("SELECT coalesce(sum(total), 0)::bigint FROM day_total JOIN category "
                              "USING (category_id) WHERE code = '",
                              category, "'"))[0][0]
        .as<int64_t>();
  }
  int64_t RowsOf(const std::string& table) {
    return Query(url_, "SELECT count(*) FROM " + table)[0][0].as<int64_t>();
  }
  double Counted(const std::string& kind, const std::string& outcome) {
    return SampleOf(ingestion_.registry(), "jurimeter_corrections_total{kind=\"" + kind +
                                               "\",outcome=\"" + outcome + "\"}");
  }
};

TEST_F(CorrectionCallsTest, ARetractedEventNoLongerCounts) {
  const int64_t before = Store(SoundEvents(1, 3)).revision();
  EXPECT_EQ(ValueOf(2023, kReceived, before), 3);
  const int64_t revision = MustRetract(RetractionOf(2, 100));
  EXPECT_GT(revision, before);
  EXPECT_EQ(ValueOf(2023, kReceived, revision), 2);
  EXPECT_EQ(RowsOf("event"), 3) << "the log keeps it";
  EXPECT_EQ(Counted("retraction", "done"), 1);
  EXPECT_EQ(SampleOf(ingestion_.registry(), "jurimeter_ledger_revision"), revision);
}

TEST_F(CorrectionCallsTest, TheSameRequestAgainIsADuplicate) {
  Store(SoundEvents(1, 2));
  const int64_t revision = MustRetract(RetractionOf(1, 100));
  v1::RetractIndicatorResponse again;
  ASSERT_TRUE(Retract(RetractionOf(1, 100), &again).ok());
  EXPECT_EQ(again.outcome(), v1::CORRECTION_OUTCOME_DUPLICATE);
  EXPECT_GE(again.revision(), revision);
  const v1::Correction correction = CorrectionTo(SoundEvent(10), 2, 101);
  MustCorrect(correction);
  v1::CorrectIndicatorResponse corrected;
  ASSERT_TRUE(Correct(correction, &corrected).ok());
  EXPECT_EQ(corrected.outcome(), v1::CORRECTION_OUTCOME_DUPLICATE);
  EXPECT_EQ(ValueOf(2023, kReceived, corrected.revision()), 1);
  EXPECT_EQ(RowsOf("retraction"), 2);
  EXPECT_EQ(Counted("retraction", "duplicate"), 1);
  EXPECT_EQ(Counted("correction", "duplicate"), 1);
}

TEST_F(CorrectionCallsTest, ARetractedEventThatIsSentAgainCountsNothing) {
  Store(SoundEvents(1, 1));
  const int64_t revision = MustRetract(RetractionOf(1, 100));
  grpc::ClientContext context;
  v1::SubmitIndicatorRequest request;
  *request.mutable_event() = SoundEvent(1);
  v1::SubmitIndicatorResponse response;
  const grpc::Status status = ingestion_.stub()->SubmitIndicator(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.outcome(), v1::OUTCOME_RETRACTED);
  EXPECT_GE(response.revision(), revision);
  IndicatorEvent other = SoundEvent(1);
  other.set_quantity(7);
  const auto batch = Store({SoundEvent(1), SoundEvent(2), other});
  EXPECT_THAT(batch.outcomes(),
              ElementsAre(v1::OUTCOME_RETRACTED, v1::OUTCOME_RECORDED, v1::OUTCOME_CONFLICT));
  ASSERT_EQ(batch.problems_size(), 1);
  EXPECT_EQ(batch.problems(0).violations(0).reason(), "differs");
  EXPECT_EQ(ValueOf(2023, kReceived, batch.revision()), 1);
  EXPECT_EQ(SampleOf(ingestion_.registry(), "jurimeter_events_total{outcome=\"retracted\"}"), 2);
}

TEST_F(CorrectionCallsTest, ACorrectionMayMoveAnEventToAnotherDayIndicatorOrCategory) {
  IndicatorEvent family = SoundEvent(3);
  family.set_category("family");
  Store({SoundEvent(1), SoundEvent(2), family});
  IndicatorEvent other_day = Report(11, "mediation", kReceived, 1, "2022-06-01T00:00:00Z");
  IndicatorEvent other_indicator = Report(12, "mediation", kResolved, 4, "2023-06-01T00:00:00Z");
  IndicatorEvent other_category = SoundEvent(13);
  other_category.set_category("labour");
  MustCorrect(CorrectionTo(other_day, 1, 101));
  MustCorrect(CorrectionTo(other_indicator, 2, 102));
  const int64_t revision = MustCorrect(CorrectionTo(other_category, 3, 103));
  EXPECT_EQ(ValueOf(2022, kReceived, revision), 1);
  EXPECT_EQ(ValueOf(2023, kReceived, revision), 1);
  EXPECT_EQ(ValueOf(2023, kResolved, revision), 4);
  EXPECT_EQ(TotalOf("family"), 0);
  EXPECT_EQ(TotalOf("labour"), 1);
}

TEST_F(CorrectionCallsTest, ACorrectionIsCorrectedInTurn) {
  Store({SoundEvent(1)});
  IndicatorEvent seven = SoundEvent(2), eight = SoundEvent(3);
  seven.set_quantity(7);
  eight.set_quantity(8);
  MustCorrect(CorrectionTo(seven, 1, 101));
  int64_t revision = MustCorrect(CorrectionTo(eight, 2, 102));
  EXPECT_EQ(ValueOf(2023, kReceived, revision), 8);
  revision = MustRetract(RetractionOf(3, 103));
  EXPECT_EQ(FigureOf(2023, kReceived, revision).value(), 0);
  EXPECT_THAT(Store({SoundEvent(1), seven, eight}).outcomes(),
              ElementsAre(v1::OUTCOME_RETRACTED, v1::OUTCOME_RETRACTED, v1::OUTCOME_RETRACTED));
}

TEST_F(CorrectionCallsTest, AStockGivesWayToTheReportBeforeIt) {
  Store({Report(1, "mediation", kOffices, 20, "2023-05-01T01:00:00Z"),
         Report(2, "mediation", kOffices, 21, "2023-05-01T02:00:00Z"),
         Report(3, "mediation", kOffices, 200, "2023-05-01T03:00:00Z")});
  int64_t revision = MustRetract(RetractionOf(3, 103));
  EXPECT_EQ(ValueOf(2023, kOffices, revision), 21);
  revision = MustRetract(RetractionOf(1, 101));
  EXPECT_EQ(ValueOf(2023, kOffices, revision), 21) << "it did not stand anyway";
  revision = MustCorrect(
      CorrectionTo(Report(4, "mediation", kOffices, 22, "2023-05-01T00:00:00Z"), 2, 102));
  EXPECT_EQ(ValueOf(2023, kOffices, revision), 22);
  revision = MustRetract(RetractionOf(4, 104));
  EXPECT_EQ(FigureOf(2023, kOffices, revision).status(), v1::FIGURE_STATUS_NO_DATA);
}

TEST_F(CorrectionCallsTest, ADryRunSaysWhatWouldBeAndChangesNothing) {
  const int64_t before = Store(SoundEvents(1, 2)).revision();
  v1::RetractIndicatorResponse retracted;
  ASSERT_TRUE(Retract(RetractionOf(1, 100), &retracted, /*dry_run=*/true).ok());
  EXPECT_EQ(retracted.outcome(), v1::CORRECTION_OUTCOME_DONE);
  EXPECT_EQ(retracted.revision(), 0);
  v1::CorrectIndicatorResponse corrected;
  ASSERT_TRUE(Correct(CorrectionTo(SoundEvent(10), 2, 101), &corrected, /*dry_run=*/true).ok());
  EXPECT_EQ(corrected.outcome(), v1::CORRECTION_OUTCOME_DONE);
  const RichError refused = Decode(Retract(RetractionOf(9, 102), &retracted, /*dry_run=*/true));
  EXPECT_TRUE(refused.Is(grpc::StatusCode::INVALID_ARGUMENT, "CORRECTION_REFUSED")) << refused;
  EXPECT_EQ(RowsOf("event"), 2);
  EXPECT_EQ(RowsOf("retraction"), 0);
  EXPECT_EQ(Query(url_, "SELECT revision FROM ledger_head")[0][0].as<int64_t>(), before);
  EXPECT_EQ(Counted("retraction", "done"), 0) << "dry runs are not counted";
  EXPECT_EQ(Counted("retraction", "refused"), 0);
}

TEST_F(CorrectionCallsTest, EachOfABatchHasItsOwnOutcome) {
  Store(SoundEvents(1, 4));
  MustRetract(RetractionOf(4, 100));
  v1::Retraction faulty = RetractionOf(3, 103);
  faulty.clear_reason();
  faulty.set_bureau("harbour");
  v1::RetractIndicatorBatchRequest request;
  for (const v1::Retraction& each :
       {RetractionOf(1, 101), faulty, RetractionOf(9, 109), RetractionOf(4, 100),
        RetractionOf(1, 111), RetractionOf(2, 102)}) {
    *request.add_retractions() = each;
  }
  grpc::ClientContext context;
  v1::RetractIndicatorBatchResponse response;
  const grpc::Status status =
      ingestion_.stub()->RetractIndicatorBatch(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(response.outcomes(),
              ElementsAre(v1::CORRECTION_OUTCOME_DONE, v1::CORRECTION_OUTCOME_REFUSED,
                          v1::CORRECTION_OUTCOME_REFUSED, v1::CORRECTION_OUTCOME_DUPLICATE,
                          v1::CORRECTION_OUTCOME_REFUSED, v1::CORRECTION_OUTCOME_DONE));
  ASSERT_EQ(response.problems_size(), 3);
  EXPECT_EQ(response.problems(0).index(), 1);
  ASSERT_EQ(response.problems(0).violations_size(), 2);
  EXPECT_EQ(response.problems(0).violations(0).field(), "bureau");
  EXPECT_EQ(response.problems(0).violations(0).reason(), "unknown");
  EXPECT_EQ(response.problems(0).violations(1).field(), "reason");
  EXPECT_EQ(response.problems(0).violations(1).reason(), "missing");
  EXPECT_EQ(response.problems(1).index(), 2);
  EXPECT_EQ(response.problems(1).violations(0).reason(), "not_recorded");
  EXPECT_EQ(response.problems(2).index(), 4);
  EXPECT_EQ(response.problems(2).violations(0).reason(), "retracted_already");
  EXPECT_EQ(ValueOf(2023, kReceived, response.revision()), 1);
}

TEST_F(CorrectionCallsTest, ABatchIsDoneInItsOrder) {
  Store(SoundEvents(1, 1));
  IndicatorEvent seven = SoundEvent(2), eight = SoundEvent(3);
  seven.set_quantity(7);
  eight.set_quantity(8);
  v1::CorrectIndicatorBatchRequest request;
  *request.add_corrections() = CorrectionTo(seven, 1, 101);
  *request.add_corrections() = CorrectionTo(eight, 2, 102);
  request.add_corrections();
  grpc::ClientContext context;
  v1::CorrectIndicatorBatchResponse response;
  const grpc::Status status =
      ingestion_.stub()->CorrectIndicatorBatch(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(response.outcomes(),
              ElementsAre(v1::CORRECTION_OUTCOME_DONE, v1::CORRECTION_OUTCOME_DONE,
                          v1::CORRECTION_OUTCOME_REFUSED));
  EXPECT_EQ(ValueOf(2023, kReceived, response.revision()), 8);
  EXPECT_EQ(Counted("correction", "done"), 2);
  EXPECT_EQ(Counted("correction", "refused"), 1);
}

TEST_F(CorrectionCallsTest, TheLargestBatchIsDone) {
  Store(SoundEvents(1, ingestion::kMaxBatchEvents));
  v1::RetractIndicatorBatchRequest request;
  for (int number = 1; number <= ingestion::kMaxBatchEvents; ++number) {
    *request.add_retractions() = RetractionOf(number, 100'000 + number);
  }
  v1::RetractIndicatorBatchResponse response;
  {
    grpc::ClientContext context;
    const grpc::Status status =
        ingestion_.stub()->RetractIndicatorBatch(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  EXPECT_THAT(response.outcomes(), ::testing::Each(v1::CORRECTION_OUTCOME_DONE));
  EXPECT_EQ(ValueOf(2023, kReceived, response.revision()), 0);

  *request.add_retractions() = RetractionOf(1, 1);
  grpc::ClientContext context;
  const RichError error =
      Decode(ingestion_.stub()->RetractIndicatorBatch(&context, request, &response));
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "BATCH_TOO_LARGE")) << error;
  EXPECT_THAT(error.DescriptionOf("retractions"),
              HasSubstr("10001 retractions; expected at most 10000"));
}

TEST_F(CorrectionCallsTest, ABatchOfTooManyBytesIsRefusedAsAWhole) {
  v1::CorrectIndicatorBatchRequest request;
  request.add_corrections()->mutable_retraction()->set_reason(
      std::string(ingestion::kMaxBatchBytes, 'x'));
  grpc::ClientContext context;
  v1::CorrectIndicatorBatchResponse response;
  const RichError error =
      Decode(ingestion_.stub()->CorrectIndicatorBatch(&context, request, &response));
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "BATCH_TOO_LARGE")) << error;
  EXPECT_THAT(error.DescriptionOf("corrections"), HasSubstr("expected at most 4194304"));
}

TEST_F(CorrectionCallsTest, AnEmptyBatchHasAnEmptyAnswer) {
  grpc::ClientContext context;
  v1::RetractIndicatorBatchResponse response;
  ASSERT_TRUE(ingestion_.stub()->RetractIndicatorBatch(&context, {}, &response).ok());
  EXPECT_EQ(response.ByteSizeLong(), 0u);
}

struct RefusalCase {
  std::string name;
  std::function<void(v1::Correction&)> spoil;
  std::string field;
  std::string reason;
  std::string description;  // a part of it
};

// Events 1 to 3 are recorded, and 3 is retracted by the request 103.
// NOLINTNEXTLINE(readability-function-size): a table.
const std::vector<RefusalCase>& Refusals() {
  static const auto* refusals = new std::vector<RefusalCase>{
      {"no request id", [](auto& c) { c.mutable_retraction()->clear_request_id(); }, "request_id",
       "missing", "UUID"},
      {"a malformed request id", [](auto& c) { c.mutable_retraction()->set_request_id("17"); },
       "request_id", "malformed", "\"17\""},
      {"an unknown bureau", [](auto& c) { c.mutable_retraction()->set_bureau("harbour"); },
       "bureau", "unknown", "harbour"},
      {"no event id", [](auto& c) { c.mutable_retraction()->clear_event_id(); }, "event_id",
       "missing", "UUID"},
      {"a reason that is too long",
       [](auto& c) { c.mutable_retraction()->set_reason(std::string(501, 'x')); }, "reason",
       "too_long", "501 characters; expected at most 500"},
      {"a quantity out of range", [](auto& c) { c.mutable_replacement()->set_quantity(-1); },
       "replacement.quantity", "out_of_range", "-1"},
      {"another bureau", [](auto& c) { c.mutable_replacement()->set_bureau("police"); },
       "replacement.bureau", "other_bureau", "\"police\""},
      {"the retracted id", [](auto& c) { c.mutable_replacement()->set_event_id(TestId(1)); },
       "replacement.event_id", "same_as_retracted", "new id"},
      {"no such event", [](auto& c) { c.mutable_retraction()->set_event_id(TestId(9)); },
       "event_id", "not_recorded", TestId(9)},
      {"an event that is retracted",
       [](auto& c) { c.mutable_retraction()->set_event_id(TestId(3)); }, "event_id",
       "retracted_already", "was retracted at revision 3"},
      {"a request id that is taken",
       [](auto& c) {
         c.mutable_retraction()->set_event_id(TestId(3));
         c.mutable_retraction()->set_request_id(TestId(103));
       },
       "request_id", "taken", "another request"},
      {"an id of a recorded event",
       [](auto& c) { c.mutable_replacement()->set_event_id(TestId(2)); }, "replacement.event_id",
       "taken", "expected a new id"},
  };
  return *refusals;
}

TEST_F(CorrectionCallsTest, ARefusalNamesFieldValueAndReason) {
  ASSERT_EQ(Store(SoundEvents(1, 3)).revision(), 2);
  ASSERT_EQ(MustRetract(RetractionOf(3, 103)), 3);
  for (const RefusalCase& each : Refusals()) {
    v1::Correction correction = CorrectionTo(SoundEvent(10), 1, 101);
    each.spoil(correction);
    v1::CorrectIndicatorResponse response;
    const RichError error = Decode(Correct(correction, &response));
    EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "CORRECTION_REFUSED"))
        << each.name << ": " << error;
    EXPECT_THAT(error.reasons, ElementsAre(Pair(each.field, each.reason))) << each.name;
    EXPECT_THAT(error.DescriptionOf(each.field), HasSubstr(each.description)) << each.name;
    EXPECT_FALSE(error.retry_delay.has_value());
  }
  EXPECT_EQ(RowsOf("event"), 3);
  EXPECT_EQ(RowsOf("retraction"), 1);
  EXPECT_EQ(
      SampleOf(ingestion_.registry(), "jurimeter_refused_corrections_total{reason=\"taken\"}"), 2);
}

TEST_F(CorrectionCallsTest, AllFaultsAreNamedAtOnce) {
  v1::CorrectIndicatorResponse response;
  const RichError error = Decode(Correct({}, &response));
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "CORRECTION_REFUSED")) << error;
  std::vector<std::string> fields;
  for (const Violation& violation : error.violations) fields.push_back(violation.field);
  EXPECT_THAT(fields,
              ElementsAre("request_id", "bureau", "event_id", "reason", "replacement.event_id",
                          "replacement.bureau", "replacement.indicator", "replacement.quantity",
                          "replacement.occurred_at"));
}

constexpr char kPrefix[] = "/jurimeter.v1.IndicatorIngestion/";

TEST_F(CorrectionCallsTest, BytesThatAreNoMessageAreRefused) {
  for (const char* method :
       {"RetractIndicator", "CorrectIndicator", "RetractIndicatorBatch", "CorrectIndicatorBatch"}) {
    const RichError error =
        Decode(CallRaw(ingestion_.channel(), absl::StrCat(kPrefix, method), "\x0c").status);
    EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "MALFORMED_REQUEST")) << error;
    EXPECT_THAT(error.message, HasSubstr(absl::StrCat("jurimeter.v1.", method, "Request")));
  }
}

// A text that is not UTF-8 is refused by its field, and holds back no neighbour.
TEST_F(CorrectionCallsTest, BadTextIsRefusedByItsField) {
  Store(SoundEvents(1, 2));
  const std::string bad = "abc\xe6";
  {
    v1::RetractIndicatorRequest request;
    *request.mutable_retraction() = RetractionOf(1, 101);
    request.mutable_retraction()->set_reason("MARK");
    const RichError error =
        Decode(CallRaw(ingestion_.channel(), absl::StrCat(kPrefix, "RetractIndicator"),
                       Replace(request.SerializeAsString(), "MARK", bad))
                   .status);
    EXPECT_THAT(error.reasons, ElementsAre(Pair("reason", "not_text"))) << error;
  }
  {
    v1::CorrectIndicatorRequest request;
    *request.mutable_correction() = CorrectionTo(SoundEvent(10), 1, 101);
    request.mutable_correction()->mutable_replacement()->set_subject("MARK");
    const RichError error =
        Decode(CallRaw(ingestion_.channel(), absl::StrCat(kPrefix, "CorrectIndicator"),
                       Replace(request.SerializeAsString(), "MARK", bad))
                   .status);
    EXPECT_THAT(error.reasons, ElementsAre(Pair("replacement.subject", "not_text"))) << error;
  }
  v1::CorrectIndicatorBatchRequest request;
  *request.add_corrections() = CorrectionTo(SoundEvent(10), 1, 101);
  *request.add_corrections() = CorrectionTo(SoundEvent(11), 2, 102);
  request.mutable_corrections(1)->mutable_retraction()->set_bureau("MARK");
  const RawAnswer answer =
      CallRaw(ingestion_.channel(), absl::StrCat(kPrefix, "CorrectIndicatorBatch"),
              Replace(request.SerializeAsString(), "MARK", bad));
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  v1::CorrectIndicatorBatchResponse response;
  ASSERT_TRUE(response.ParseFromString(answer.bytes));
  EXPECT_THAT(response.outcomes(),
              ElementsAre(v1::CORRECTION_OUTCOME_DONE, v1::CORRECTION_OUTCOME_REFUSED));
  ASSERT_EQ(response.problems_size(), 1);
  EXPECT_EQ(response.problems(0).violations(0).field(), "bureau");
  EXPECT_EQ(response.problems(0).violations(0).reason(), "not_text");

  v1::RetractIndicatorBatchRequest retractions;
  *retractions.add_retractions() = RetractionOf(2, 103);
  retractions.mutable_retractions(0)->set_reason("MARK");
  const RawAnswer retracted =
      CallRaw(ingestion_.channel(), absl::StrCat(kPrefix, "RetractIndicatorBatch"),
              Replace(retractions.SerializeAsString(), "MARK", bad));
  v1::RetractIndicatorBatchResponse refused;
  ASSERT_TRUE(refused.ParseFromString(retracted.bytes));
  EXPECT_THAT(refused.outcomes(), ElementsAre(v1::CORRECTION_OUTCOME_REFUSED));
}

// A correction that meets a new catalog on its way is judged by that one.
TEST_F(CorrectionCallsTest, ANewCatalogIsAskedAtOnce) {
  Store(SoundEvents(1, 1));
  std::string text = kServiceCatalog;
  PutIntoForce(url_, text + FlowText("fish.caught"));
  IndicatorEvent fish = SoundEvent(10);
  fish.set_indicator("fish.caught");
  v1::CorrectIndicatorResponse response;
  EXPECT_TRUE(Correct(CorrectionTo(fish, 1, 101), &response).ok());
  EXPECT_EQ(ValueOf(2023, "fish.caught", response.revision()), 1);
}

// kServiceCatalog without the bureau "police".
std::string WithoutPolice() {
  const std::string text = kServiceCatalog;
  const size_t begin = text.find("bureaus { code: \"police\"");
  return std::string(text).erase(begin, text.find('\n', begin) - begin);
}

TEST_F(CorrectionCallsTest, WhatABureauReportedCanBeTakenBackAfterItLeftTheCatalog) {
  IndicatorEvent event = SoundEvent(1);
  event.set_bureau("police");
  IndicatorEvent other = SoundEvent(2);
  other.set_bureau("police");
  IndicatorEvent replacement = SoundEvent(10);
  replacement.set_bureau("police");
  Store({event, other});
  const v1::Correction correction = CorrectionTo(replacement, 1, 101);
  v1::CorrectIndicatorResponse corrected;
  ASSERT_TRUE(Correct(correction, &corrected).ok());
  PutIntoForce(url_, WithoutPolice());
  // What was done before stays done, and what is new is refused.
  ASSERT_TRUE(Correct(correction, &corrected).ok());
  EXPECT_EQ(corrected.outcome(), v1::CORRECTION_OUTCOME_DUPLICATE);
  replacement.set_event_id(TestId(11));
  const RichError error = Decode(Correct(CorrectionTo(replacement, 2, 102), &corrected));
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "CORRECTION_REFUSED")) << error;
  EXPECT_EQ(error.violations.size(), 2u) << "bureau and replacement.bureau";
  // A retraction needs no catalog.
  for (const auto expected : {v1::CORRECTION_OUTCOME_DONE, v1::CORRECTION_OUTCOME_DUPLICATE}) {
    v1::RetractIndicatorResponse retracted;
    ASSERT_TRUE(Retract(RetractionOf(2, 103, "police"), &retracted).ok());
    EXPECT_EQ(retracted.outcome(), expected);
    EXPECT_GT(retracted.revision(), corrected.revision());
  }
  v1::RetractIndicatorResponse none;
  const RichError unknown = Decode(Retract(RetractionOf(2, 104, "harbour"), &none));
  EXPECT_TRUE(unknown.Is(grpc::StatusCode::INVALID_ARGUMENT, "CORRECTION_REFUSED")) << unknown;
}

TEST_F(CorrectionCallsTest, AReasonThatIsTooLongIsRefusedAtOnce) {
  v1::RetractIndicatorBatchRequest request;
  *request.add_retractions() = RetractionOf(1, 101);
  request.mutable_retractions(0)->set_reason(std::string(3'000'000, 'x'));
  grpc::ClientContext context;
  v1::RetractIndicatorBatchResponse response;
  ASSERT_TRUE(ingestion_.stub()->RetractIndicatorBatch(&context, request, &response).ok());
  EXPECT_THAT(response.outcomes(), ElementsAre(v1::CORRECTION_OUTCOME_REFUSED));
  EXPECT_LT(response.ByteSizeLong(), 1'000u) << "the reason is quoted by its beginning";
}

TEST_F(CorrectionCallsTest, ADrainingServerTakesNoMore) {
  ingestion_.BeginDrain();
  v1::RetractIndicatorResponse response;
  const RichError error = Decode(Retract(RetractionOf(1, 101), &response));
  EXPECT_TRUE(error.Is(grpc::StatusCode::UNAVAILABLE, "SHUTTING_DOWN")) << error;
  EXPECT_TRUE(error.retry_delay.has_value());
}

TEST(CorrectionCallsAwayTest, TheDatabaseAwayIsUnavailable) {
  CorrectionScript script;
  script.FailWith(absl::UnavailableError("secret host"));
  IngestionServer server(
      {.database_url = DatabaseWithCatalog(), .make_correction_store = script.Maker()});
  ASSERT_TRUE(AwaitHealth(server.channel(), kServing));
  grpc::ClientContext context;
  v1::RetractIndicatorRequest request;
  *request.mutable_retraction() = RetractionOf(1, 101);
  v1::RetractIndicatorResponse response;
  const RichError error = Decode(server.stub()->RetractIndicator(&context, request, &response));
  EXPECT_TRUE(error.Is(grpc::StatusCode::UNAVAILABLE, "DATABASE_UNAVAILABLE")) << error;
  EXPECT_TRUE(error.retry_delay.has_value());
  EXPECT_THAT(error.message, ::testing::Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace jurimeter::test
