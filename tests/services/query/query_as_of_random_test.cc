// Random histories over the wire: whatever happened since, the answer as of a revision is the one
// that was given when it was the newest.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/services/query/loaded_state.h"
#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/random_history.h"
#include "tests/support/seeded_test.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {
namespace {

using ::testing::AnyOf;
using Stub = v1::IndicatorQuery::Stub;

constexpr int kHistories = 2;      // with each seed
constexpr size_t kRevisions = 25;  // of each history, at least
constexpr int kMostSteps = 2'000;

// A row if the ledger has each kind of entry, and a closing that was taken back in part.
constexpr char kHasEach[] = R"(
SELECT FROM ledger_entry WHERE kind IN ('catalog', 'closing', 'reopening')
HAVING count(DISTINCT kind) = 3
   AND (SELECT bool_or(replaced_by IS NULL) AND bool_or(replaced_by IS NOT NULL) FROM retraction)
   AND EXISTS (SELECT FROM closing AS r
               JOIN ledger_entry AS l ON l.revision = r.reopens
               JOIN closing AS c ON c.entry_id = l.entry_id
               WHERE r.first_day > c.first_day OR r.last_day < c.last_day))";

// Each bit of the variant makes one change.
std::string CatalogText(const TestCatalogChange& change) {
  static const std::pair<const char*, const char*> kChanges[] = {
      {R"(name_en: "Mediation" region: "230108001" })",
       R"(name_en: "Mediation" region: "230108001"
           assignments { from: "2023-02-01" region: "2301" name_zh: "人民调解" } })"},
      {R"(name_en: "Police" region: "2302" })",
       R"(name_en: "Police" region: "2302" begins: "2023-01-01" ends: "2023-06-01" })"},
      {R"(bureaus { code: "court" name_zh: "法院" name_en: "Court" region: "230108" })", ""},
      {R"(categories { code: "labour" name_zh: "劳动" })",
       R"(categories { code: "housing" name_zh: "住房" })"},
      {R"(ratio { numerator: "disputes.resolved" denominator: "disputes.received" })",
       R"(ratio { numerator: "disputes.resolved" denominator: "disputes.total" })"},
      {R"(name_zh: "机构" name_en: "Offices" section)", R"(name_zh: "办公室" section)"}};
  std::string text = kServiceCatalog;
  for (size_t bit = 0; bit < std::size(kChanges); ++bit) {
    if ((change.variant >> bit & 1) == 1) text = absl::StrReplaceAll(text, {kChanges[bit]});
  }
  return absl::StrCat(text, FlowText(absl::StrCat("disputes.new", change.number)), R"(
rules {
  code: "resolved_within_received" name_zh: "化解不超过受理"
  not_more_than { left: "disputes.resolved" right: "disputes.received" }
})");
}

// Both services on a database of their own, and what the query service answered at each revision.
class AnsweredHistory {
 public:
  explicit AnsweredHistory(uint32_t seed) : history_(seed) {}

  // Does the next step. If it made a revision, asks all questions and keeps the answers. Asks again
  // about the revision before too: near its end the ledger is read in another way.
  void Go() {
    std::visit([this](const auto& step) { Do(step); }, history_.Next());
    const auto last = std::prev(answers_.end());
    if (::testing::Test::HasFatalFailure() || last->first == revision_) return;
    Keep();
    Compare(*last);
  }

  void Begin() {
    for (const auto& channel : {ingestion_.channel(), query_->channel()}) {
      ASSERT_TRUE(AwaitHealth(channel, kServing));
    }
    Keep();
  }

  void RestartQueries() {
    query_ = NewQueryServer();
    ASSERT_TRUE(AwaitHealth(query_->channel(), kServing));
  }

  // Asks again about each revision.
  void CompareAll() {
    for (const auto& kept : answers_) Compare(kept);
  }

  size_t revisions() const { return answers_.size(); }

  bool HasEach() const { return Query(url_, kHasEach).size() == 1; }

 private:
  // The answer as of a revision, or at the newest one, as text.
  using Question = std::function<std::string(std::optional<int64_t> as_of)>;

  std::unique_ptr<QueryServer> NewQueryServer() const {
    return std::make_unique<QueryServer>(QueryServerOptions{.database_url = url_});
  }

  void Keep() {
    for (const Question& ask : questions_) answers_[revision_].push_back(ask(std::nullopt));
  }

  void Do(const TestEvents& events);
  void Do(const TestCorrection& correction);
  void Do(const TestCatalogChange& change) { revision_ = PutIntoForce(url_, CatalogText(change)); }
  void Do(const TestClosing& closing);
  void Reopen(const TestClosing& closing);

  template <typename Request, typename Response>
  Question Make(QueryMethod<Request, Response> method, Request request);
  std::vector<Question> Questions();

  void Compare(const std::pair<const int64_t, std::vector<std::string>>& kept) {
    SCOPED_TRACE(absl::StrCat("as of ", kept.first, " at ", revision_));
    for (size_t i = 0; i < questions_.size() && !::testing::Test::HasFailure(); ++i) {
      EXPECT_EQ(questions_[i](kept.first), kept.second[i]) << "question " << i;
    }
  }

  const std::string url_ = DatabaseWithCatalog();
  RandomHistory history_;
  IngestionServer ingestion_{{.database_url = url_}};
  std::unique_ptr<QueryServer> query_ = NewQueryServer();
  const std::vector<Question> questions_ = Questions();
  int64_t revision_ = 1;  // the newest
  std::map<int64_t, std::vector<std::string>> answers_;
};

v1::IndicatorEvent MessageOf(const TestEvent& event) {
  v1::IndicatorEvent message =
      Report(event.id, event.bureau, event.indicator, event.quantity, event.occurred_at);
  message.set_category(event.category);
  return message;
}

// Whether the call succeeded; if not, it was refused by the rules of the moment.
bool Succeeded(const grpc::Status& status) {
  EXPECT_THAT(status.error_code(), AnyOf(grpc::StatusCode::OK, grpc::StatusCode::INVALID_ARGUMENT))
      << status.error_message();
  return status.ok();
}

void AnsweredHistory::Do(const TestEvents& events) {
  v1::SubmitIndicatorBatchRequest request;
  for (const TestEvent& event : events) *request.add_events() = MessageOf(event);
  v1::SubmitIndicatorBatchResponse response;
  grpc::ClientContext context;
  const auto stub = ingestion_.stub();
  ASSERT_TRUE(Succeeded(stub->SubmitIndicatorBatch(&context, request, &response)));
  revision_ = std::max(revision_, response.revision());
}

void AnsweredHistory::Do(const TestCorrection& given) {
  v1::Correction correction;
  v1::Retraction& retraction = *correction.mutable_retraction();
  retraction.set_request_id(TestId(given.request));
  retraction.set_bureau(given.bureau);
  retraction.set_event_id(TestId(given.event));
  retraction.set_reason("wrong");
  grpc::ClientContext context;
  if (!given.replacement.has_value()) {
    v1::RetractIndicatorRequest request;
    *request.mutable_retraction() = retraction;
    v1::RetractIndicatorResponse response;
    if (Succeeded(ingestion_.stub()->RetractIndicator(&context, request, &response))) {
      revision_ = response.revision();
    }
    return;
  }
  v1::CorrectIndicatorRequest request;
  *correction.mutable_replacement() = MessageOf(*given.replacement);
  *request.mutable_correction() = correction;
  v1::CorrectIndicatorResponse response;
  if (Succeeded(ingestion_.stub()->CorrectIndicator(&context, request, &response))) {
    revision_ = response.revision();
  }
}

void AnsweredHistory::Do(const TestClosing& closing) {
  if (closing.reopens.has_value()) return Reopen(closing);
  v1::CloseRequest request;
  request.set_request_id(TestId(closing.request));
  request.set_first_day(closing.first);
  request.set_last_day(closing.last);
  switch (history_.UpTo(2)) {
    case 0:
      request.mutable_scope()->set_all(true);
      break;
    case 1:
      request.mutable_scope()->set_region("2301");
      break;
    default:
      request.mutable_scope()->add_bureaus(closing.bureau);
  }
  request.set_reason(closing.reason);
  v1::CloseResponse response;
  grpc::ClientContext context;
  if (!Succeeded(ingestion_.ledger_stub()->Close(&context, request, &response))) return;
  revision_ = response.revision();
  history_.AddClosing(revision_);
}

void AnsweredHistory::Reopen(const TestClosing& closing) {
  v1::ReopenRequest request;
  request.set_request_id(TestId(closing.request));
  request.set_closing(*closing.reopens);
  request.set_first_day(closing.first);
  request.set_last_day(closing.last);
  request.set_reason("a report was wrong");
  v1::ReopenResponse response;
  grpc::ClientContext context;
  if (!Succeeded(ingestion_.ledger_stub()->Reopen(&context, request, &response))) return;
  revision_ = response.revision();
}

// These have no min_revision: they are asked when another question has waited for the revision.
void SetMinRevision(int64_t /*revision*/, v1::ListIndicatorsRequest* /*request*/) {}
void SetMinRevision(int64_t /*revision*/, v1::ListBureausRequest* /*request*/) {}
template <typename Request>
void SetMinRevision(int64_t revision, Request* request) {
  request->set_min_revision(revision);
}

template <typename Request, typename Response>
AnsweredHistory::Question AnsweredHistory::Make(QueryMethod<Request, Response> method,
                                                Request request) {
  return [=, this](std::optional<int64_t> as_of) mutable -> std::string {
    request.clear_as_of();
    if (as_of.has_value()) {
      request.mutable_as_of()->set_revision(*as_of);
      SetMinRevision(0, &request);
    } else {
      SetMinRevision(revision_, &request);
    }
    Response response;
    const grpc::Status status = AskUntilLoaded(query_->stub().get(), method, request, &response);
    if (!Succeeded(status)) return status.error_message();  // names what the catalog lacks
    EXPECT_EQ(response.revision(), as_of.value_or(revision_));
    // The only field that the state does not settle: whether this service sees the ledger now.
    response.clear_stale_since();
    return response.DebugString();
  };
}

std::vector<AnsweredHistory::Question> AnsweredHistory::Questions() {
  std::vector<Question> questions;
  v1::QueryYearRequest year;
  year.set_year(2023);
  year.set_include_supporting(true);
  questions.push_back(Make(&Stub::QueryYear, year));
  year.set_region("2301");
  questions.push_back(Make(&Stub::QueryYear, year));
  year.set_region("");
  year.add_bureaus("court");
  year.add_bureaus("mediation");
  questions.push_back(Make(&Stub::QueryYear, year));

  v1::QueryPeriodRequest period;
  period.mutable_period()->mutable_range()->set_first("2022-12-31");
  period.mutable_period()->mutable_range()->set_last("2023-06-01");
  for (const v1::BreakdownBy by :
       {v1::BREAKDOWN_BY_BUREAU, v1::BREAKDOWN_BY_CATEGORY, v1::BREAKDOWN_BY_MONTH}) {
    period.mutable_by()->set_kind(by);
    questions.push_back(Make(&Stub::QueryPeriod, period));
  }
  period.mutable_period()->set_month("2023-06");
  period.mutable_compare()->mutable_period_before();
  period.mutable_by()->set_region_digits(6);
  questions.push_back(Make(&Stub::QueryPeriod, period));

  v1::QueryCompletenessRequest completeness;
  completeness.mutable_period()->mutable_range()->set_first("2022-12-31");
  completeness.mutable_period()->mutable_range()->set_last("2023-06-03");
  questions.push_back(Make(&Stub::QueryCompleteness, completeness));
  completeness.mutable_period()->set_month("2023-06");
  completeness.set_region("2301");
  questions.push_back(Make(&Stub::QueryCompleteness, completeness));

  questions.push_back(Make(&Stub::ListIndicators, v1::ListIndicatorsRequest()));
  questions.push_back(Make(&Stub::ListBureaus, v1::ListBureausRequest()));
  return questions;
}

using QueryAsOfRandomTest = SeededTest;

INSTANTIATE_SEEDS(QueryAsOfRandomTest);

TEST_P(QueryAsOfRandomTest, ARevisionHasTheAnswersThatItHadWhenItWasTheNewest) {
  std::mt19937 seeds(seed());
  for (int i = 0; i < kHistories && !HasFailure(); ++i) {
    SCOPED_TRACE(absl::StrCat("history ", i));
    AnsweredHistory history(static_cast<uint32_t>(seeds()));
    history.Begin();
    for (int step = 0; history.revisions() < kRevisions || !history.HasEach(); ++step) {
      ASSERT_LT(step, kMostSteps);
      history.Go();
      if (HasFailure()) return;
    }
    history.CompareAll();
    history.RestartQueries();
    history.CompareAll();
  }
}

}  // namespace
}  // namespace jurimeter::test
