// IndicatorQuery over the wire, on events that went through ingestion.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include <atomic>
#include <memory>
#include <pqxx/pqxx>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/services/both_services_test.h"
#include "tests/services/fake_clock.h"
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
using v1::Figure;
using v1::QueryYearRequest;
using v1::QueryYearResponse;

std::vector<std::string> CodesOf(const QueryYearResponse& response) {
  std::vector<std::string> codes;
  for (const Figure& figure : response.figures()) codes.push_back(figure.indicator());
  return codes;
}

class QueryTest : public BothServicesTest {
 protected:
  // Stores the events and returns the revision of the acknowledgement.
  int64_t Store(const std::vector<v1::IndicatorEvent>& events) {
    grpc::ClientContext context;
    v1::SubmitIndicatorBatchResponse response;
    const grpc::Status status = ingestion_.stub()->SubmitIndicatorBatch(
        &context, BatchOf<v1::SubmitIndicatorBatchRequest>(events), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_THAT(response.outcomes(), ::testing::Each(v1::OUTCOME_RECORDED));
    return response.revision();
  }

  int64_t StoreTheSample() {
    return Store({Report(1, "court", "disputes.received", 1000, "2023-03-01T00:00:00Z"),
                  Report(2, "mediation", "disputes.received", 767, "2023-03-02T00:00:00Z"),
                  Report(3, "police", "disputes.received", 33, "2023-04-01T00:00:00Z"),
                  Report(4, "court", "disputes.resolved", 990, "2023-03-01T00:00:00Z"),
                  Report(5, "mediation", "disputes.resolved", 766, "2023-03-01T00:00:00Z"),
                  Report(6, "court", "disputes.received", 729, "2022-12-31T15:59:59Z"),
                  Report(7, "court", "offices.open", 20, "2022-05-01T00:00:00Z"),
                  Report(8, "mediation", "offices.open", 2, "2023-05-01T00:00:00Z"),
                  Report(9, "mediation", "offices.open", 3, "2023-06-01T00:00:00Z"),
                  Report(10, "court", "disputes.resolved", 5, "2023-12-31T16:00:00Z")});
  }

  grpc::Status Ask(const QueryYearRequest& request, QueryYearResponse* response,
                   absl::Duration deadline = kPatience) {
    const auto stub = query_.stub();
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + deadline));
    return stub->QueryYear(&context, request, response);
  }

  QueryYearResponse MustAsk(const QueryYearRequest& request) {
    QueryYearResponse response;
    const grpc::Status status = Ask(request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  Figure FigureOf(const QueryYearRequest& request) {
    const QueryYearResponse response = MustAsk(request);
    EXPECT_EQ(response.figures_size(), 1);
    return response.figures_size() == 1 ? response.figures(0) : Figure();
  }
};

QueryYearRequest RequestFor(int year, const std::vector<std::string>& indicators, int64_t revision,
                            const std::string& region = "",
                            const std::vector<std::string>& bureaus = {}) {
  QueryYearRequest request;
  request.set_year(year);
  request.mutable_indicators()->Add(indicators.begin(), indicators.end());
  request.set_min_revision(revision);
  request.set_region(region);
  request.mutable_bureaus()->Add(bureaus.begin(), bureaus.end());
  return request;
}

TEST_F(QueryTest, AFigureSaysEverythingAboutItself) {
  const int64_t revision = StoreTheSample();
  const QueryYearResponse response =
      MustAsk(RequestFor(2023, {"disputes.resolution_rate"}, revision, "2301"));
  EXPECT_EQ(response.year(), 2023);
  EXPECT_EQ(response.revision(), revision);
  EXPECT_EQ(response.catalog_version(), 1);
  ASSERT_EQ(response.figures_size(), 1);
  const Figure& rate = response.figures(0);
  EXPECT_EQ(rate.indicator(), "disputes.resolution_rate");
  EXPECT_EQ(rate.name_zh(), "化解率");
  EXPECT_EQ(rate.name_en(), "Resolution rate");
  EXPECT_EQ(rate.section(), "一");
  EXPECT_EQ(rate.kind(), v1::INDICATOR_KIND_RATIO);
  EXPECT_EQ(rate.unit_zh(), "%");
  EXPECT_EQ(rate.unit_en(), "%");
  EXPECT_EQ(rate.status(), v1::FIGURE_STATUS_OK);
  EXPECT_EQ(rate.rounding(), v1::ROUNDING_HALF_EVEN);
  EXPECT_EQ(rate.ratio().numerator(), 1756);
  EXPECT_EQ(rate.ratio().denominator(), 1767);
  EXPECT_EQ(rate.display(), "99.38%");
  ASSERT_EQ(response.sections_size(), 1);
  EXPECT_EQ(response.sections(0).code(), "一");
  EXPECT_EQ(response.sections(0).title_en(), "Disputes");
}

struct Expected {
  std::string name;
  int year;
  std::string indicator;
  std::string region;
  std::vector<std::string> bureaus;
  v1::FigureStatus status;
  std::string exact;  // "value", "numerator/denominator", "current<prior", "rank of all"; "-"
  std::string display;
};

std::string ExactOf(const Figure& figure) {
  switch (figure.exact_case()) {
    case Figure::kValue:
      return absl::StrCat(figure.value());
    case Figure::kRatio:
      return absl::StrCat(figure.ratio().numerator(), "/", figure.ratio().denominator());
    case Figure::kGrowth:
      return absl::StrCat(figure.growth().current(), "<", figure.growth().prior());
    case Figure::kRank:
      return absl::StrCat(figure.rank().rank(), " of ", figure.rank().of());
    case Figure::EXACT_NOT_SET:
      return "-";
  }
  return "?";
}

TEST_F(QueryTest, FiguresByYearAndScope) {
  const int64_t revision = StoreTheSample();
  constexpr auto kOk = v1::FIGURE_STATUS_OK;
  constexpr auto kUndefined = v1::FIGURE_STATUS_UNDEFINED;
  constexpr auto kNoData = v1::FIGURE_STATUS_NO_DATA;
  const std::vector<Expected> cases = {
      {"all", 2023, "disputes.received", "", {}, kOk, "1800", "1800"},
      {"province", 2023, "disputes.received", "23", {}, kOk, "1800", "1800"},
      {"city", 2023, "disputes.received", "2301", {}, kOk, "1767", "1767"},
      {"district and below", 2023, "disputes.received", "230108", {}, kOk, "1767", "1767"},
      {"sub-district", 2023, "disputes.received", "230108001", {}, kOk, "767", "767"},
      {"no such region", 2023, "disputes.received", "44", {}, kNoData, "-", ""},
      {"bureau", 2023, "disputes.received", "", {"court"}, kOk, "1000", "1000"},
      {"bureaus", 2023, "disputes.received", "", {"court", "police"}, kOk, "1033", "1033"},
      {"both", 2023, "disputes.received", "2301", {"court", "police"}, kOk, "1000", "1000"},
      {"neither", 2023, "disputes.received", "2302", {"court"}, kNoData, "-", ""},
      {"year before", 2022, "disputes.received", "", {}, kOk, "729", "729"},
      {"no reports", 2024, "disputes.received", "", {}, kNoData, "-", ""},
      {"new year in Shanghai", 2024, "disputes.resolved", "", {}, kOk, "5", "5"},
      {"ratio", 2023, "disputes.resolution_rate", "", {}, kOk, "1756/1800", "97.56%"},
      {"ratio of none", 2023, "disputes.resolution_rate", "", {"police"}, kOk, "0/33", "0%"},
      {"ratio over none", 2024, "disputes.resolution_rate", "", {}, kUndefined, "5/0", ""},
      {"ratio of nothing", 2025, "disputes.resolution_rate", "", {}, kNoData, "-", ""},
      {"stock, last level", 2023, "offices.open", "", {}, kOk, "23", "23"},
      {"stock before", 2022, "offices.open", "", {}, kOk, "20", "20"},
      {"stock stands", 2030, "offices.open", "", {}, kOk, "23", "23"},
      {"cumulative", 2023, "disputes.total", "", {}, kOk, "2529", "2529"},
      {"cumulative before", 2022, "disputes.total", "", {}, kOk, "729", "729"},
      {"growth", 2023, "disputes.growth", "", {"court"}, kOk, "1000<729", "37.17%"},
      {"growth from nothing", 2022, "disputes.growth", "", {}, kUndefined, "729<0", ""},
  };
  for (const Expected& each : cases) {
    const Figure figure =
        FigureOf(RequestFor(each.year, {each.indicator}, revision, each.region, each.bureaus));
    EXPECT_EQ(figure.status(), each.status) << each.name;
    EXPECT_EQ(figure.display(), each.display) << each.name;
    EXPECT_TRUE(ExactOf(figure) == each.exact || (each.exact == "-" && each.status == kNoData &&
                                                  figure.exact_case() != Figure::kValue))
        << each.name << ": " << ExactOf(figure);
  }
}

TEST_F(QueryTest, WhichIndicatorsAreReturned) {
  QueryYearRequest request;
  request.set_year(2023);
  const QueryYearResponse printed = MustAsk(request);
  EXPECT_THAT(CodesOf(printed), ElementsAre("disputes.received", "disputes.resolution_rate",
                                            "offices.open", "disputes.total", "disputes.growth"));
  ASSERT_EQ(printed.sections_size(), 2);
  EXPECT_EQ(printed.sections(0).code(), "一");
  EXPECT_EQ(printed.sections(1).code(), "二");
  request.set_include_supporting(true);
  EXPECT_THAT(CodesOf(MustAsk(request)),
              ElementsAre("disputes.received", "disputes.resolved", "disputes.resolution_rate",
                          "offices.open", "disputes.total", "disputes.growth"));
  request.set_include_supporting(false);
  request.add_indicators("offices.open");
  request.add_indicators("disputes.resolved");
  const QueryYearResponse chosen = MustAsk(request);
  EXPECT_THAT(CodesOf(chosen), ElementsAre("offices.open", "disputes.resolved"));
  EXPECT_EQ(chosen.sections(0).code(), "二");
}

struct RefusedQuery {
  std::string name;
  QueryYearRequest request;
  std::vector<std::string> fields;
};

TEST_F(QueryTest, EachFaultOfAQuestionIsNamed) {
  QueryYearRequest everything = RequestFor(0, {"x"}, -1, "2x", {"y"});
  const std::vector<RefusedQuery> cases = {
      {"no year", RequestFor(0, {}, 0), {"year"}},
      {"before the first year", RequestFor(2020, {}, 0), {"year"}},
      {"after the last year", RequestFor(10'000, {}, 0), {"year"}},
      {"negative year", RequestFor(-2023, {}, 0), {"year"}},
      {"region of letters", RequestFor(2023, {}, 0, "2301O8"), {"region"}},
      {"region of 13 digits", RequestFor(2023, {}, 0, "2301080010010"), {"region"}},
      {"unknown bureau", RequestFor(2023, {}, 0, "", {"court", "harbour"}), {"bureaus[1]"}},
      {"bureau twice", RequestFor(2023, {}, 0, "", {"court", "court"}), {"bureaus[1]"}},
      {"unknown indicator", RequestFor(2023, {"fish.caught"}, 0), {"indicators[0]"}},
      {"indicator twice", RequestFor(2023, {"offices.open", "offices.open"}, 0), {"indicators[1]"}},
      {"empty indicator", RequestFor(2023, {""}, 0), {"indicators[0]"}},
      {"negative revision", RequestFor(2023, {}, -1), {"min_revision"}},
      {"all at once",
       everything,
       {"year", "region", "bureaus[0]", "indicators[0]", "min_revision"}},
  };
  for (const RefusedQuery& each : cases) {
    QueryYearResponse response;
    const RichError error = Decode(Ask(each.request, &response));
    EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "QUERY_REFUSED"))
        << each.name << ": " << error;
    std::vector<std::string> fields;
    for (const Violation& violation : error.violations) fields.push_back(violation.field);
    EXPECT_EQ(fields, each.fields) << each.name << ": " << error;
  }
}

TEST_F(QueryTest, ManyFaultsAreCutToWhatAClientAccepts) {
  QueryYearRequest request = RequestFor(2023, {}, 0);
  for (int i = 0; i < 5000; ++i) {
    request.add_indicators(absl::StrCat("没有这样的指标没有这样的指标", i));
  }
  QueryYearResponse response;
  const RichError error = Decode(Ask(request, &response));
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "QUERY_REFUSED")) << error;
  ASSERT_GT(error.violations.size(), 10u);
  EXPECT_EQ(error.violations.back().field, "");
  EXPECT_EQ(error.violations.back().description,
            absl::StrCat("and ", 5000 - (error.violations.size() - 1), " more"));
}

TEST_F(QueryTest, BadBytesAreRefused) {
  QueryYearRequest request = RequestFor(2023, {"MARK"}, 0, "MORK");
  const std::string wire =
      Replace(Replace(request.SerializeAsString(), "MARK", "a\xff\xff\xff"), "MORK", "23\xe6\x9d");
  const std::string method = "/jurimeter.v1.IndicatorQuery/QueryYear";
  const RichError text = Decode(CallRaw(query_.channel(), method, wire).status);
  EXPECT_TRUE(text.Is(grpc::StatusCode::INVALID_ARGUMENT, "QUERY_REFUSED")) << text;
  EXPECT_THAT(text.DescriptionOf("region"), HasSubstr("UTF-8"));
  EXPECT_THAT(text.DescriptionOf("indicators[0]"), HasSubstr("UTF-8"));
  for (const char* each : {"QueryYear", "ListIndicators", "ListBureaus"}) {
    const RichError error = Decode(
        CallRaw(query_.channel(), absl::StrCat("/jurimeter.v1.IndicatorQuery/", each), "hello")
            .status);
    EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "MALFORMED_REQUEST"))
        << each << ": " << error;
  }
}

TEST_F(QueryTest, WhoAsksForHisRevisionSeesHisEvent) {
  for (int i = 1; i <= 200; ++i) {
    const int64_t revision = Store({SoundEvent(i)});
    const QueryYearResponse response = MustAsk(RequestFor(2023, {"disputes.received"}, revision));
    ASSERT_GE(response.revision(), revision);
    ASSERT_EQ(response.figures(0).value(), i);
  }
}

TEST_F(QueryTest, ManyAskForTheirRevisionsAtOnce) {
  std::vector<std::thread> clients;
  for (int client = 0; client < 8; ++client) {
    clients.emplace_back([&, client] {
      const char* bureaus[] = {"court", "mediation", "police"};
      for (int i = 0; i < 25; ++i) {
        const std::string bureau = bureaus[i % 3];
        const int64_t revision = Store({Report(1 + 1000 * client + i, bureau, "disputes.received",
                                               1, "2023-05-05T00:00:00Z")});
        const QueryYearResponse response =
            MustAsk(RequestFor(2023, {"disputes.received"}, revision, "", {bureau}));
        ASSERT_GE(response.revision(), revision);
        ASSERT_GE(response.figures(0).value(), i / 3 + 1);
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(FigureOf(RequestFor(2023, {"disputes.received"}, 0)).value(), 200);
}

grpc::Status AskFor(const QueryServer& server, int64_t revision, absl::Duration deadline) {
  const auto stub = server.stub();
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + deadline));
  QueryYearResponse response;
  return stub->QueryYear(&context, RequestFor(2023, {}, revision), &response);
}

// What a question about a revision that never comes is answered before its deadline. A busy machine
// may bring the answer too late, which is why it is asked up to four times. A service that keeps no
// margin is late each time.
RichError AskInVain(const QueryServer& server, int64_t revision, absl::Duration deadline) {
  RichError error;
  for (int attempt = 0; attempt < 4; ++attempt) {
    error = Decode(AskFor(server, revision, deadline));
    if (error.code != grpc::StatusCode::DEADLINE_EXCEEDED) break;
  }
  return error;
}

TEST_F(QueryTest, ARevisionBeyondTheHeadIsNotReachedByTheDeadline) {
  const int64_t revision = StoreTheSample();
  std::vector<std::thread> clients;
  for (int client = 0; client < 5; ++client) {
    clients.emplace_back([&, client] {
      const RichError error =
          AskInVain(query_, revision + 1, absl::Milliseconds(600 + 13 * client));
      EXPECT_TRUE(error.Is(grpc::StatusCode::UNAVAILABLE, "REVISION_NOT_REACHED")) << error;
      EXPECT_TRUE(error.retry_delay.has_value());
      EXPECT_THAT(error.message, HasSubstr(absl::StrCat(revision + 1)));
    });
  }
  for (std::thread& client : clients) client.join();
}

TEST(QueryServiceTest, AWaitEndsByTheClock) {
  FakeClock clock;
  const QueryServer server({.database_url = DatabaseWithCatalog(), .follower = {.clock = &clock}});
  ASSERT_TRUE(AwaitHealth(server.channel(), kServing));
  std::thread waiting([&] {
    const RichError error = Decode(AskFor(server, 99, absl::Minutes(2)));
    EXPECT_TRUE(error.Is(grpc::StatusCode::UNAVAILABLE, "REVISION_NOT_REACHED")) << error;
  });
  EXPECT_TRUE(Eventually([&] { return server.ledger().waiters() == 1; }));
  clock.Advance(absl::Seconds(10));
  waiting.join();
}

TEST_F(QueryTest, WhoWaitsForARevisionIsAnsweredWhenItComes) {
  QueryYearResponse response;
  std::thread waiting([&] {
    const grpc::Status status = Ask(RequestFor(2023, {"disputes.received"}, 2), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  });
  EXPECT_TRUE(Eventually([&] { return query_.ledger().waiters() == 1; }));
  EXPECT_EQ(Store({SoundEvent(1)}), 2);
  waiting.join();
  EXPECT_EQ(response.figures(0).value(), 1);
}

TEST_F(QueryTest, AWaitEndsWhenTheServerDrains) {
  std::thread waiting([&] {
    QueryYearResponse response;
    const RichError error = Decode(Ask(RequestFor(2023, {}, 99), &response));
    EXPECT_TRUE(error.Is(grpc::StatusCode::UNAVAILABLE, "SHUTTING_DOWN")) << error;
  });
  EXPECT_TRUE(Eventually([&] { return query_.ledger().waiters() == 1; }));
  query_.Drain();
  waiting.join();
  QueryYearResponse response;
  const RichError error = Decode(Ask(RequestFor(2023, {}, 0), &response));
  EXPECT_TRUE(error.Is(grpc::StatusCode::UNAVAILABLE, "SHUTTING_DOWN")) << error;
}

TEST_F(QueryTest, ANewIndicatorNeedsNoRestart) {
  v1::IndicatorEvent event = SoundEvent(1);
  event.set_indicator("suits.filed");
  grpc::ClientContext context;
  v1::SubmitIndicatorRequest request;
  *request.mutable_event() = event;
  v1::SubmitIndicatorResponse ignored;
  EXPECT_TRUE(Decode(ingestion_.stub()->SubmitIndicator(&context, request, &ignored))
                  .Is(grpc::StatusCode::INVALID_ARGUMENT, "EVENT_REFUSED"));
  EXPECT_EQ(PutIntoForce(url_, kServiceCatalog + FlowText("suits.filed")), 2);
  EXPECT_TRUE(Eventually([&] {
    grpc::ClientContext again;
    return ingestion_.stub()->SubmitIndicator(&again, request, &ignored).ok();
  }));
  QueryYearResponse response;
  EXPECT_TRUE(Eventually(
      [&] { return Ask(RequestFor(2023, {"suits.filed"}, ignored.revision()), &response).ok(); }));
  EXPECT_EQ(response.catalog_version(), 2);
  ASSERT_EQ(response.figures_size(), 1);
  EXPECT_EQ(response.figures(0).value(), 1);
}

TEST_F(QueryTest, ListsTheCatalogInItsOrder) {
  const auto stub = query_.stub();
  grpc::ClientContext context, other;
  v1::ListIndicatorsResponse indicators;
  ASSERT_TRUE(stub->ListIndicators(&context, v1::ListIndicatorsRequest(), &indicators).ok());
  EXPECT_EQ(indicators.catalog_version(), 1);
  ASSERT_EQ(indicators.indicators_size(), 6);
  const v1::Indicator& received = indicators.indicators(0);
  EXPECT_EQ(received.code(), "disputes.received");
  EXPECT_TRUE(received.has_flow());
  EXPECT_EQ(received.categories_size(), 2);
  EXPECT_TRUE(indicators.indicators(1).supporting());
  EXPECT_EQ(indicators.indicators(2).ratio().denominator(), "disputes.received");
  EXPECT_EQ(indicators.indicators(2).rounding(), v1::ROUNDING_HALF_EVEN);
  EXPECT_TRUE(indicators.indicators(3).has_stock());
  EXPECT_EQ(indicators.indicators(4).cumulative().flow(), "disputes.received");
  EXPECT_EQ(indicators.indicators(5).growth().of(), "disputes.received");
}

TEST_F(QueryTest, ListsBureausByRegion) {
  const auto list = [&](const std::string& region, std::vector<std::string>* codes) {
    const auto stub = query_.stub();
    grpc::ClientContext context;
    v1::ListBureausRequest request;
    request.set_region(region);
    v1::ListBureausResponse response;
    const grpc::Status status = stub->ListBureaus(&context, request, &response);
    for (const v1::Bureau& bureau : response.bureaus()) codes->push_back(bureau.code());
    return status;
  };
  std::vector<std::string> all, city, district, nowhere, refused;
  EXPECT_TRUE(list("", &all).ok());
  EXPECT_THAT(all, ElementsAre("court", "mediation", "police"));
  EXPECT_TRUE(list("2301", &city).ok());
  EXPECT_THAT(city, ElementsAre("court", "mediation"));
  EXPECT_TRUE(list("230108001", &district).ok());
  EXPECT_THAT(district, ElementsAre("mediation"));
  EXPECT_TRUE(list("44", &nowhere).ok());
  EXPECT_THAT(nowhere, IsEmpty());
  const RichError error = Decode(list("Harbin", &refused));
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "QUERY_REFUSED")) << error;
  EXPECT_NE(error.DescriptionOf("region"), "");
}

// gRPC's core sends 10.001 seconds as 10.1, and all of a second as 1.01.
TEST_F(QueryTest, ADeadlineThatWasRoundedUpOnItsWayIsKept) {
  const std::vector<absl::Duration> deadlines = {
      absl::Milliseconds(150),   absl::Milliseconds(999),    absl::Milliseconds(1001),
      absl::Milliseconds(9'999), absl::Milliseconds(10'000), absl::Milliseconds(10'001),
      absl::Milliseconds(10'050)};
  std::vector<std::thread> clients;
  for (size_t client = 0; client < 6 * deadlines.size(); ++client) {
    const absl::Duration deadline = deadlines[client % deadlines.size()];
    clients.emplace_back([this, deadline] {
      const RichError error = AskInVain(query_, 2, deadline);
      EXPECT_TRUE(error.Is(grpc::StatusCode::UNAVAILABLE, "REVISION_NOT_REACHED"))
          << deadline << ": " << error;
    });
  }
  for (std::thread& client : clients) client.join();
}

// Has the service's next looks at the ledger wait, as long as this lives.
class HangingLook {
 public:
  explicit HangingLook(const std::string& url) : connection_(url), transaction_(connection_) {
    transaction_.exec("LOCK TABLE ledger_head IN ACCESS EXCLUSIVE MODE");
    waiting_ = Eventually([&] {
      return Query(url,
                   "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = "
                   "'ledger_head'::regclass")[0][0]
                 .as<int>() > 0;
    });
  }

  bool waiting() const { return waiting_; }

 private:
  pqxx::connection connection_;
  pqxx::work transaction_;
  bool waiting_ = false;
};

TEST_F(QueryTest, ADeadlineIsKeptWhileTheDatabaseKeepsALookWaiting) {
  const HangingLook hanging(url_);
  ASSERT_TRUE(hanging.waiting());
  for (const absl::Duration deadline : {absl::Milliseconds(300), absl::Milliseconds(600)}) {
    const RichError error = AskInVain(query_, 2, deadline);
    EXPECT_TRUE(error.Is(grpc::StatusCode::UNAVAILABLE, "REVISION_NOT_REACHED")) << error;
  }
}

TEST_F(QueryTest, AWaitEndsWhenTheServerDrainsThoughTheDatabaseKeepsALookWaiting) {
  auto hanging = std::make_unique<HangingLook>(url_);
  ASSERT_TRUE(hanging->waiting());
  std::atomic<bool> ended = false;
  std::thread waiting([&] {
    const RichError error = Decode(AskFor(query_, 99, kPatience));
    EXPECT_TRUE(error.Is(grpc::StatusCode::UNAVAILABLE, "SHUTTING_DOWN")) << error;
    ended = true;
  });
  EXPECT_TRUE(Eventually([&] { return query_.ledger().waiters() == 1; }));
  std::thread draining([&] { query_.Drain(); });
  EXPECT_TRUE(Eventually([&] { return ended.load(); }));
  hanging.reset();
  draining.join();
  waiting.join();
}

TEST(SlowFollowerTest, ADeadlineIsKeptBetweenTwoLooks) {
  QueryServer server(
      {.database_url = DatabaseWithCatalog(), .follower = {.interval = absl::Seconds(2)}});
  ASSERT_TRUE(AwaitHealth(server.channel(), kServing));
  const RichError error = AskInVain(server, 2, absl::Milliseconds(700));
  EXPECT_TRUE(error.Is(grpc::StatusCode::UNAVAILABLE, "REVISION_NOT_REACHED")) << error;
}

}  // namespace
}  // namespace jurimeter::test
