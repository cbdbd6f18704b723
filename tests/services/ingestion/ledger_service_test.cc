// Closings over gRPC with a real database: what is done, what is refused, the orderly end.
#include "services/ingestion/ledger_service.h"

#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/postgres/postgres_closing_store.h"
#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Lets a test hold up what a store is asked.
class HeldStore : public storage::ClosingStore {
 public:
  struct Gate {
    absl::Mutex mutex;
    bool open ABSL_GUARDED_BY(mutex) = true;
    int asked ABSL_GUARDED_BY(mutex) = 0;

    void Pass() {
      absl::MutexLock lock(&mutex);
      ++asked;
      mutex.Await(absl::Condition(&open));
    }
    void Set(bool now_open) {
      absl::MutexLock lock(&mutex);
      open = now_open;
    }
    int count() {
      absl::MutexLock lock(&mutex);
      return asked;
    }
  };

  HeldStore(std::unique_ptr<ClosingStore> store, Gate* gate)
      : store_(std::move(store)), gate_(*gate) {}

  absl::StatusOr<std::optional<storage::RecordedClosing>> Find(const EventId& id) override {
    gate_.Pass();
    return store_->Find(id);
  }
  absl::Status AwaitDurable() override { return store_->AwaitDurable(); }
  absl::StatusOr<int64_t> Record(const ClosingRequest& request, const Digest& rules) override {
    return store_->Record(request, rules);
  }
  absl::StatusOr<storage::ClosingPage> List(int64_t after, int limit) override {
    gate_.Pass();
    return store_->List(after, limit);
  }

 private:
  std::unique_ptr<ClosingStore> store_;
  Gate& gate_;
};

class LedgerServiceTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(AwaitHealth(server_.channel(), kServing)); }

  // March 2023 of the court and the police.
  static v1::CloseRequest March(int id) {
    v1::CloseRequest request;
    request.set_request_id(TestId(id));
    request.set_first_day("2023-03-01");
    request.set_last_day("2023-03-31");
    request.mutable_scope()->add_bureaus("court");
    request.mutable_scope()->add_bureaus("police");
    request.set_reason("monthly report");
    return request;
  }

  static v1::ReopenRequest Reopening(int id, int64_t closing) {
    v1::ReopenRequest request;
    request.set_request_id(TestId(id));
    request.set_closing(closing);
    request.set_reason("a report was wrong");
    return request;
  }

  grpc::Status Close(const v1::CloseRequest& request, v1::CloseResponse* response) {
    grpc::ClientContext context;
    return server_.ledger_stub()->Close(&context, request, response);
  }
  v1::CloseResponse Close(const v1::CloseRequest& request) {
    v1::CloseResponse response;
    const grpc::Status status = Close(request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  grpc::Status Reopen(const v1::ReopenRequest& request, v1::ReopenResponse* response) {
    grpc::ClientContext context;
    return server_.ledger_stub()->Reopen(&context, request, response);
  }
  v1::ReopenResponse Reopen(const v1::ReopenRequest& request) {
    v1::ReopenResponse response;
    const grpc::Status status = Reopen(request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  grpc::Status List(const v1::ListClosingsRequest& request, v1::ListClosingsResponse* response) {
    grpc::ClientContext context;
    return server_.ledger_stub()->ListClosings(&context, request, response);
  }

  RichError RefusalOf(const std::function<void(v1::CloseRequest*)>& change) {
    v1::CloseRequest request = March(900);
    change(&request);
    v1::CloseResponse response;
    return Decode(Close(request, &response));
  }
  RichError RefusalOf(const std::function<void(v1::ReopenRequest*)>& change, int64_t closing) {
    v1::ReopenRequest request = Reopening(901, closing);
    change(&request);
    v1::ReopenResponse response;
    return Decode(Reopen(request, &response));
  }

  grpc::Status Submit(int number, const std::string& bureau, const std::string& moment,
                      v1::SubmitIndicatorResponse* response) {
    grpc::ClientContext context;
    v1::SubmitIndicatorRequest request;
    *request.mutable_event() = Report(number, bureau, "disputes.received", 1, moment);
    return server_.stub()->SubmitIndicator(&context, request, response);
  }

  double Counted(const char* kind, const char* outcome) {
    return SampleOf(server_.registry(), absl::StrCat("jurimeter_closings_total{kind=\"", kind,
                                                     "\",outcome=\"", outcome, "\"}"));
  }

  const std::string url_ = DatabaseWithCatalog();
  HeldStore::Gate held_;
  IngestionServer server_{{.database_url = url_, .make_closing_store = [this] {
                             return std::make_unique<HeldStore>(
                                 storage::MakePostgresClosingStore({.url = url_}), &held_);
                           }}};
};

TEST_F(LedgerServiceTest, AClosedDayTakesNothingNewUntilItIsReopened) {
  v1::SubmitIndicatorResponse recorded;
  ASSERT_TRUE(Submit(1, "court", "2023-03-05T02:00:00Z", &recorded).ok());

  const v1::CloseResponse closed = Close(March(500));
  EXPECT_EQ(closed.outcome(), v1::CLOSING_OUTCOME_DONE);
  EXPECT_EQ(closed.revision(), recorded.revision() + 1);
  EXPECT_EQ(closed.bureaus(), 2);
  EXPECT_EQ(closed.bureau_days(), 62);

  // This process refuses at once, and what was recorded stays a duplicate.
  v1::SubmitIndicatorResponse response;
  const RichError refused = Decode(Submit(2, "court", "2023-03-05T02:00:00Z", &response));
  EXPECT_TRUE(refused.Is(grpc::StatusCode::INVALID_ARGUMENT, "EVENT_REFUSED")) << refused;
  EXPECT_THAT(
      refused.DescriptionOf("occurred_at"),
      AllOf(HasSubstr("2023-03-05"), HasSubstr(absl::StrCat("revision ", closed.revision())),
            HasSubstr("monthly report")));
  EXPECT_EQ(refused.reasons.at("occurred_at"), "closed");
  ASSERT_TRUE(Submit(1, "court", "2023-03-05T02:00:00Z", &response).ok());
  EXPECT_EQ(response.outcome(), v1::OUTCOME_DUPLICATE);
  EXPECT_TRUE(Submit(3, "court", "2023-04-01T02:00:00Z", &response).ok()) << "another day";
  EXPECT_TRUE(Submit(4, "mediation", "2023-03-05T02:00:00Z", &response).ok()) << "another bureau";

  v1::ReopenRequest reopening = Reopening(501, closed.revision());
  reopening.set_first_day("2023-03-05");
  reopening.set_last_day("2023-03-05");
  reopening.mutable_scope()->add_bureaus("court");
  const v1::ReopenResponse reopened = Reopen(reopening);
  EXPECT_EQ(reopened.outcome(), v1::CLOSING_OUTCOME_DONE);
  EXPECT_GT(reopened.revision(), closed.revision());
  EXPECT_EQ(reopened.bureaus(), 1);
  EXPECT_EQ(reopened.bureau_days(), 1);
  EXPECT_TRUE(Submit(2, "court", "2023-03-05T02:00:00Z", &response).ok());
  EXPECT_FALSE(Submit(5, "court", "2023-03-06T02:00:00Z", &response).ok()) << "still closed";
}

TEST_F(LedgerServiceTest, AnEventOfAClosedDayIsNeitherRetractedNorCorrected) {
  v1::SubmitIndicatorResponse response;
  ASSERT_TRUE(Submit(1, "court", "2023-03-05T02:00:00Z", &response).ok());
  ASSERT_TRUE(Submit(2, "court", "2023-04-05T02:00:00Z", &response).ok());
  Close(March(500));
  const auto retract = [&](int number) {
    grpc::ClientContext context;
    v1::RetractIndicatorRequest request;
    request.mutable_retraction()->set_request_id(TestId(100 + number));
    request.mutable_retraction()->set_bureau("court");
    request.mutable_retraction()->set_event_id(TestId(number));
    request.mutable_retraction()->set_reason("sent twice");
    v1::RetractIndicatorResponse answer;
    return Decode(server_.stub()->RetractIndicator(&context, request, &answer));
  };
  const RichError refused = retract(1);
  EXPECT_TRUE(refused.Is(grpc::StatusCode::INVALID_ARGUMENT, "CORRECTION_REFUSED")) << refused;
  EXPECT_EQ(refused.reasons.at("event_id"), "closed");
  EXPECT_THAT(refused.DescriptionOf("event_id"), HasSubstr("monthly report"));

  grpc::ClientContext context;
  v1::CorrectIndicatorRequest request;
  v1::Correction& correction = *request.mutable_correction();
  correction.mutable_retraction()->set_request_id(TestId(300));
  correction.mutable_retraction()->set_bureau("court");
  correction.mutable_retraction()->set_event_id(TestId(2));
  correction.mutable_retraction()->set_reason("the month was wrong");
  *correction.mutable_replacement() =
      Report(3, "court", "disputes.received", 1, "2023-03-05T02:00:00Z");
  v1::CorrectIndicatorResponse answer;
  const RichError moved = Decode(server_.stub()->CorrectIndicator(&context, request, &answer));
  EXPECT_EQ(moved.reasons.at("replacement.occurred_at"), "closed") << moved;
  EXPECT_EQ(retract(2).code, grpc::StatusCode::OK) << "its day is open";
}

TEST_F(LedgerServiceTest, SendingTheSameAgainIsSafe) {
  const v1::CloseResponse first = Close(March(500));
  const v1::CloseResponse again = Close(March(500));
  EXPECT_EQ(again.outcome(), v1::CLOSING_OUTCOME_DUPLICATE);
  EXPECT_EQ(again.revision(), first.revision());
  EXPECT_EQ(again.bureau_days(), 62);
  v1::CloseRequest sorted_otherwise = March(500);
  sorted_otherwise.mutable_scope()->mutable_bureaus()->SwapElements(0, 1);
  EXPECT_EQ(Close(sorted_otherwise).outcome(), v1::CLOSING_OUTCOME_DUPLICATE);
  const v1::ReopenResponse reopened = Reopen(Reopening(501, first.revision()));
  EXPECT_EQ(reopened.bureau_days(), 62);
  const v1::ReopenResponse reopened_again = Reopen(Reopening(501, first.revision()));
  EXPECT_EQ(reopened_again.outcome(), v1::CLOSING_OUTCOME_DUPLICATE);
  EXPECT_EQ(reopened_again.revision(), reopened.revision());
  EXPECT_EQ(Close(March(500)).outcome(), v1::CLOSING_OUTCOME_DUPLICATE) << "though it is reopened";

  const RichError taken =
      RefusalOf([](v1::CloseRequest* request) { request->set_request_id(TestId(501)); });
  EXPECT_EQ(taken.reasons.at("request_id"), "taken") << taken;
  EXPECT_EQ(Counted("closing", "done"), 1);
  EXPECT_EQ(Counted("closing", "duplicate"), 3);
  EXPECT_EQ(Counted("closing", "refused"), 1);
  EXPECT_EQ(Counted("reopening", "done"), 1);
  EXPECT_EQ(Counted("reopening", "duplicate"), 1);
}

TEST_F(LedgerServiceTest, ADryRunChangesNothing) {
  v1::CloseRequest request = March(500);
  request.set_dry_run(true);
  const v1::CloseResponse would = Close(request);
  EXPECT_EQ(would.outcome(), v1::CLOSING_OUTCOME_DONE);
  EXPECT_EQ(would.revision(), 0);
  EXPECT_EQ(would.bureau_days(), 62);
  v1::SubmitIndicatorResponse response;
  EXPECT_TRUE(Submit(1, "court", "2023-03-05T02:00:00Z", &response).ok());
  const int64_t closing = Close(March(500)).revision();
  v1::ReopenRequest reopening = Reopening(501, closing);
  reopening.set_dry_run(true);
  EXPECT_EQ(Reopen(reopening).bureau_days(), 62);
  EXPECT_FALSE(Submit(2, "court", "2023-03-05T02:00:00Z", &response).ok());
  EXPECT_EQ(Counted("closing", "done"), 1);
  EXPECT_EQ(Counted("reopening", "done"), 0);
}

TEST_F(LedgerServiceTest, RefusesEachFault) {
  const int64_t closing = Close(March(500)).revision();
  struct Row {
    std::function<void(v1::CloseRequest*)> change;
    std::map<std::string, std::string> reasons;
  };
  const std::vector<Row> rows = {
      {[](auto* r) { r->Clear(); },
       {{"request_id", "missing"},
        {"first_day", "missing"},
        {"last_day", "missing"},
        {"scope", "missing"},
        {"reason", "missing"}}},
      {[](auto* r) { r->set_request_id("7"); }, {{"request_id", "malformed"}}},
      {[](auto* r) { r->set_request_id("00000000-0000-0000-0000-000000000000"); },
       {{"request_id", "nil"}}},
      {[](auto* r) { r->set_first_day("2023-02-30"); }, {{"first_day", "malformed"}}},
      {[](auto* r) { r->set_first_day("2020-12-31"); }, {{"first_day", "outside_catalog"}}},
      {[](auto* r) { r->set_last_day("9999-12-31"); }, {{"last_day", "in_future"}}},
      {[](auto* r) { r->set_last_day("2023-02-28"); }, {{"last_day", "out_of_range"}}},
      {[](auto* r) { r->clear_scope(); }, {{"scope", "missing"}}},
      {[](auto* r) { r->mutable_scope()->set_all(true); }, {{"scope", "ambiguous"}}},
      {[](auto* r) { r->mutable_scope()->add_bureaus("harbour"); },
       {{"scope.bureaus[2]", "unknown"}}},
      {[](auto* r) {
         r->mutable_scope()->clear_bureaus();
         r->mutable_scope()->set_region("42");
       },
       {{"scope", "nothing"}}},
      {[](auto* r) { r->set_reason(" "); }, {{"reason", "missing"}}},
      {[](auto* r) { r->set_reason(std::string(501, 'x')); }, {{"reason", "too_long"}}},
  };
  for (const Row& row : rows) {
    const RichError refused = RefusalOf(row.change);
    EXPECT_TRUE(refused.Is(grpc::StatusCode::INVALID_ARGUMENT, "CLOSING_REFUSED")) << refused;
    EXPECT_EQ(refused.reasons, row.reasons) << refused;
  }
  EXPECT_EQ(Counted("closing", "refused"), static_cast<double>(rows.size()));

  EXPECT_EQ(RefusalOf([](auto* /*request*/) {}, 1).reasons.at("closing"), "unknown");
  const auto of_police = [](v1::ReopenRequest* request) {
    request->set_first_day("2023-04-01");
    request->set_last_day("2023-04-30");
  };
  EXPECT_EQ(RefusalOf(of_police, closing).reasons.at("closing"), "nothing_left");
  const auto ambiguous = [](v1::ReopenRequest* request) { request->mutable_scope(); };
  EXPECT_EQ(RefusalOf(ambiguous, closing).reasons.at("scope"), "missing");
}

TEST_F(LedgerServiceTest, ReadsRawBytes) {
  v1::CloseRequest request = March(500);
  request.set_reason("MARK");
  request.set_first_day("");
  const std::string wire = Replace(request.SerializeAsString(), "MARK",
                                   "\xFF\xFE.."
                                   "");
  constexpr char kClose[] = "/jurimeter.v1.IndicatorLedger/Close";
  const RichError refused = Decode(CallRaw(server_.channel(), kClose, wire).status);
  EXPECT_TRUE(refused.Is(grpc::StatusCode::INVALID_ARGUMENT, "CLOSING_REFUSED")) << refused;
  EXPECT_EQ(refused.reasons.at("reason"), "not_text");
  EXPECT_EQ(refused.reasons.at("first_day"), "missing");
  v1::ListClosingsResponse listed;
  ASSERT_TRUE(List({}, &listed).ok());
  EXPECT_THAT(listed.closings(), IsEmpty());

  EXPECT_EQ(Decode(CallRaw(server_.channel(), kClose, "\xFF").status).reason, "MALFORMED_REQUEST");
  request.set_reason(std::string(10'000, 'x'));  // gRPC compresses nothing that is short
  const RawAnswer compressed =
      CallRaw(server_.channel(), kClose, request.SerializeAsString(), GRPC_COMPRESS_GZIP);
  EXPECT_EQ(Decode(compressed.status).reason, "COMPRESSED_REQUEST");
  request.set_reason(std::string(ingestion::LedgerService::kMaxRequestBytes, 'x'));
  const RichError too_long =
      Decode(CallRaw(server_.channel(), kClose, request.SerializeAsString()).status);
  EXPECT_EQ(too_long.reasons.at("request"), "too_long") << too_long;
}

TEST_F(LedgerServiceTest, ListsByPages) {
  const int64_t first = Close(March(500)).revision();
  v1::CloseRequest all = March(501);
  all.mutable_scope()->Clear();
  all.mutable_scope()->set_all(true);
  const int64_t second = Close(all).revision();
  const int64_t third = Reopen(Reopening(502, first)).revision();

  v1::ListClosingsRequest request;
  request.set_page_size(2);
  v1::ListClosingsResponse page;
  ASSERT_TRUE(List(request, &page).ok());
  ASSERT_THAT(page.closings(), SizeIs(2));
  const v1::Closing& closing = page.closings(0);
  EXPECT_EQ(closing.revision(), first);
  EXPECT_EQ(closing.kind(), v1::CLOSING_KIND_CLOSING);
  EXPECT_EQ(closing.reopens(), 0);
  EXPECT_GT(closing.revision_time().seconds(), 1'700'000'000);
  EXPECT_EQ(closing.first_day(), "2023-03-01");
  EXPECT_EQ(closing.last_day(), "2023-03-31");
  EXPECT_THAT(closing.scope().bureaus(), ElementsAre("court", "police"));
  EXPECT_EQ(closing.reason(), "monthly report");
  EXPECT_EQ(closing.principal(), "nobody");
  EXPECT_EQ(closing.request_id(), TestId(500));
  EXPECT_EQ(closing.bureaus(), 2);
  EXPECT_EQ(closing.bureau_days(), 62);
  EXPECT_EQ(closing.bureau_days_left(), 0);
  EXPECT_TRUE(page.closings(1).scope().all());
  EXPECT_EQ(page.closings(1).bureau_days_left(), 93);

  request.set_page_token(page.next_page_token());
  ASSERT_TRUE(List(request, &page).ok());
  ASSERT_THAT(page.closings(), SizeIs(1));
  EXPECT_EQ(page.closings(0).revision(), third);
  EXPECT_EQ(page.closings(0).kind(), v1::CLOSING_KIND_REOPENING);
  EXPECT_EQ(page.closings(0).reopens(), first);
  EXPECT_EQ(page.closings(0).first_day(), "2023-03-01");
  EXPECT_TRUE(page.closings(0).scope().all());
  EXPECT_EQ(page.next_page_token(), "");

  v1::ListClosingsRequest in_force;
  in_force.set_in_force(true);
  ASSERT_TRUE(List(in_force, &page).ok());
  ASSERT_THAT(page.closings(), SizeIs(1));
  EXPECT_EQ(page.closings(0).revision(), second);
}

TEST_F(LedgerServiceTest, RefusesPagesThatAreNone) {
  v1::ListClosingsRequest request;
  v1::ListClosingsResponse response;
  for (const int size : {-1, 1001}) {
    request.set_page_size(size);
    const RichError refused = Decode(List(request, &response));
    EXPECT_TRUE(refused.Is(grpc::StatusCode::INVALID_ARGUMENT, "QUERY_REFUSED")) << refused;
    EXPECT_THAT(refused.DescriptionOf("page_size"), HasSubstr("expected 1 to 1000"));
  }
  request.set_page_size(1000);
  for (const char* token : {"0", "-1", "x", "1x", "99999999999999999999"}) {
    request.set_page_token(token);
    EXPECT_NE(Decode(List(request, &response)).DescriptionOf("page_token"), "") << token;
  }
}

TEST_F(LedgerServiceTest, DrainAnswersEveryCall) {
  held_.Set(false);
  const int before = held_.count();
  grpc::Status being_done;
  v1::CloseResponse done;
  std::thread first([&] { being_done = Close(March(500), &done); });
  ASSERT_TRUE(Eventually([&] { return held_.count() > before; }));
  grpc::Status waiting;
  v1::ListClosingsResponse none;
  std::thread second([&] { waiting = List({}, &none); });
  // What waits cannot be seen from outside; it is refused all the same if it comes too late.
  server_.BeginDrain();
  std::thread finish([&] { server_.FinishDrain(); });
  held_.Set(true);
  first.join();
  second.join();
  finish.join();
  EXPECT_TRUE(being_done.ok()) << being_done.error_message();
  EXPECT_EQ(done.outcome(), v1::CLOSING_OUTCOME_DONE);
  if (!waiting.ok()) {
    EXPECT_TRUE(Decode(waiting).Is(grpc::StatusCode::UNAVAILABLE, "SHUTTING_DOWN"))
        << Decode(waiting);
  }
}

TEST_F(LedgerServiceTest, TakesNothingWhileItDrains) {
  server_.BeginDrain();
  v1::CloseResponse response;
  const RichError refused = Decode(Close(March(500), &response));
  EXPECT_TRUE(refused.Is(grpc::StatusCode::UNAVAILABLE, "SHUTTING_DOWN")) << refused;
  EXPECT_TRUE(refused.retry_delay.has_value());
  server_.FinishDrain();
}

TEST_F(LedgerServiceTest, TooManyAtOnceAreToldToRetry) {
  held_.Set(false);
  std::vector<std::thread> callers;
  std::atomic<int> full = 0;
  std::atomic<int> answered = 0;
  for (size_t i = 0; i < ingestion::LedgerService::kMaxWaiting + 20; ++i) {
    callers.emplace_back([&] {
      v1::ListClosingsResponse response;
      const grpc::Status status = List({}, &response);
      ++answered;
      if (!status.ok() && Decode(status).reason == "QUEUE_FULL") ++full;
    });
  }
  EXPECT_TRUE(Eventually([&] { return full >= 19; })) << full;
  held_.Set(true);
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(full, 19) << "one is being answered, and as many wait as may";
}

TEST(LedgerServiceAwayTest, SaysThatTheDatabaseIsAway) {
  IngestionServer server({.database_url = "postgresql://127.0.0.1:1/none"});
  grpc::ClientContext context;
  context.set_wait_for_ready(true);
  v1::ListClosingsResponse response;
  const RichError away = Decode(server.ledger_stub()->ListClosings(&context, {}, &response));
  EXPECT_TRUE(away.Is(grpc::StatusCode::UNAVAILABLE, "DATABASE_UNAVAILABLE")) << away;
  EXPECT_TRUE(away.retry_delay.has_value());
}

}  // namespace
}  // namespace jurimeter::test
