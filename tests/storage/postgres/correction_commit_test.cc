// Retractions and corrections as a store does them: EventStore::Correct on PostgreSQL.
#include "storage/postgres/correction_commit.h"

#include <gmock/gmock.h>

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "storage/postgres/postgres_event_store.h"
#include "storage/postgres/verify.h"
#include "tests/storage/postgres/commit_proxy.h"
#include "tests/support/correct_in_turns.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"
#include "tests/support/test_closing.h"

namespace jurimeter::test {
namespace {

using storage::CorrectResult;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct TestCorrection {
  int request = 1000;
  int event = 1;
  std::string reason = "typed twice";
  std::optional<TestEvent> replacement = {};
  std::string bureau = "mediation";
};

class CorrectionCommitTest : public ::testing::Test {
 protected:
  ~CorrectionCommitTest() override {
    const auto report = storage::Verify({.url = url_}, ReadTestCatalog);
    EXPECT_THAT(report, IsOk());
    for (const auto& finding : report->findings) {
      ADD_FAILURE() << finding.check << ": " << finding.detail;
    }
  }

  Correction Make(const TestCorrection& given) const {
    Correction correction = {.request_id = *EventId::Parse(TestId(given.request)),
                             .bureau = catalog_->FindBureau(given.bureau)->key,
                             .event_id = *EventId::Parse(TestId(given.event)),
                             .reason = given.reason};
    if (given.replacement) correction.replacement = MakeEvent(*catalog_, *given.replacement);
    return correction;
  }

  void Commit(const std::vector<TestEvent>& given) {
    std::vector<Event> events;
    for (const TestEvent& event : given) events.push_back(MakeEvent(*catalog_, event));
    const auto result = store_->Commit(events, rules_);
    ASSERT_THAT(result, IsOk());
    for (const EventOutcome& each : result->outcomes) {
      ASSERT_EQ(each.outcome, Outcome::kRecorded);
    }
  }

  // Corrections that must go through.
  CorrectResult Correct(const std::vector<TestCorrection>& given, bool dry_run = false) {
    std::vector<Correction> corrections;
    for (const TestCorrection& each : given) corrections.push_back(Make(each));
    const auto result = store_->Correct(corrections, {rules_, {}}, dry_run);
    EXPECT_THAT(result, IsOk());
    return result.ok() ? *result : CorrectResult{};
  }

  // The same of corrections of which some name the same events.
  CorrectResult CorrectSome(const std::vector<TestCorrection>& given) {
    std::vector<Correction> corrections;
    for (const TestCorrection& each : given) corrections.push_back(Make(each));
    const auto result = CorrectInTurns(*store_, corrections, {rules_, {}});
    EXPECT_THAT(result, IsOk());
    return result.ok() ? *result : CorrectResult{};
  }

  // "DONE", "DUPLICATE", "UNSETTLED", or "FIELD reason" of each.
  static std::vector<std::string> Said(const CorrectResult& result) {
    std::vector<std::string> said;
    for (const CorrectionResult& each : result.results) {
      switch (each.outcome) {
        case CorrectionOutcome::kUnsettled:
          said.emplace_back("UNSETTLED");
          break;
        case CorrectionOutcome::kDone:
          said.emplace_back("DONE");
          break;
        case CorrectionOutcome::kDuplicate:
          said.emplace_back("DUPLICATE");
          break;
        case CorrectionOutcome::kRefused:
          EXPECT_EQ(each.refusals.size(), 1u);
          said.push_back(each.refusals[0].field + " " + std::string(each.refusals[0].reason));
      }
    }
    return said;
  }

  std::string Value(const std::string& sql) const {
    return Query(url_, sql)[0][0].as<std::string>("(null)");
  }
  // "INDICATOR/CATEGORY DAY TOTAL/EVENTS" of each.
  std::string Totals() const {
    return Value(
        "SELECT string_agg(indicator_id || '/' || category_id || ' ' || day || ' ' || total || "
        "'/' || events, ', ' ORDER BY indicator_id, category_id, day) FROM day_total");
  }
  // "DAY LEVEL/EVENTS by ID" of each.
  std::string Levels() const {
    return Value(
        "SELECT string_agg(day || ' ' || level || '/' || events || ' by ' || "
        "right(event_id::text, 2), ', ' ORDER BY day) FROM day_level");
  }

  std::string url_ = PostgresCluster::Get().MigratedDatabase();
  std::shared_ptr<const Catalog> catalog_ = ApplyTestCatalog(url_);
  Digest rules_ = CatalogChainOf(url_);
  std::unique_ptr<storage::EventStore> store_ =
      storage::MakePostgresEventStore({.postgres = {.url = url_}, .first_pause_ms = 1});
};

TEST_F(CorrectionCommitTest, ARetractedEventCountsNoLonger) {
  Commit({{.id = 1, .quantity = 5}, {.id = 2, .quantity = 7}});
  const CorrectResult result = Correct({{.event = 1}});
  EXPECT_THAT(Said(result), ElementsAre("DONE"));
  EXPECT_EQ(result.revision, 3);
  EXPECT_EQ(Totals(), "1/0 2023-06-01 7/1");
  EXPECT_EQ(Value("SELECT quantity FROM event WHERE event_id = '" + TestId(1) + "'"), "5")
      << "its row stays";
  EXPECT_EQ(Value("SELECT reason || ' ' || request_id || ' ' || principal_id FROM retraction"),
            absl::StrCat("typed twice ", TestId(1000), " 1"));
  EXPECT_THAT(Said(Correct({{.request = 1001, .event = 2}})), ElementsAre("DONE"));
  EXPECT_EQ(Totals(), "(null)") << "a day without an event has no row";
}

TEST_F(CorrectionCommitTest, ACorrectionMovesWhatWasReported) {
  Commit({{.id = 1, .quantity = 5}, {.id = 2, .quantity = 7}});
  const CorrectResult result =
      Correct({{.event = 1, .replacement = {{.id = 3, .category = "family", .quantity = 6}}},
               {.request = 1001,
                .event = 2,
                .replacement = {{.id = 4,
                                 .indicator = "disputes.resolved",
                                 .quantity = 8,
                                 .occurred_at = "2023-07-02T02:00:00Z"}}}});
  EXPECT_THAT(Said(result), ElementsAre("DONE", "DONE"));
  EXPECT_EQ(result.revision, 3) << "one entry";
  EXPECT_EQ(Value("SELECT items FROM ledger_entry WHERE revision = 3"), "4");
  EXPECT_EQ(Totals(), "1/1 2023-06-01 6/1, 2/0 2023-07-02 8/1");
  // And a correction of a correction.
  EXPECT_THAT(Said(Correct({{.request = 1002, .event = 3, .replacement = {{.id = 5}}}})),
              ElementsAre("DONE"));
  EXPECT_EQ(Totals(), "1/0 2023-06-01 1/1, 2/0 2023-07-02 8/1");
}

TEST_F(CorrectionCommitTest, ARepetitionIsRecognised) {
  Commit({{.id = 1, .quantity = 5}, {.id = 2}});
  const std::vector<TestCorrection> corrections = {
      {.event = 1, .replacement = {{.id = 3, .quantity = 6}}}, {.request = 1001, .event = 2}};
  EXPECT_THAT(Said(Correct(corrections)), ElementsAre("DONE", "DONE"));
  const CorrectResult again = Correct(corrections);
  EXPECT_THAT(Said(again), ElementsAre("DUPLICATE", "DUPLICATE"));
  EXPECT_GE(again.revision, 3);
  EXPECT_EQ(Totals(), "1/0 2023-06-01 6/1");
}

TEST_F(CorrectionCommitTest, HasDoneOnceWhatACommitDidWhoseAnswerWasLost) {
  Commit({{.id = 1}, {.id = 2}});
  CommitProxy proxy(url_);
  store_ = storage::MakePostgresEventStore({.postgres = {.url = proxy.url()}, .first_pause_ms = 1});
  proxy.LoseNext(CommitProxy::Loss::kAnswer);
  const TestCorrection retraction = {.event = 1};
  const TestCorrection correction = {.request = 1001, .event = 2, .replacement = {{.id = 3}}};
  EXPECT_THAT(Said(Correct({retraction, correction})), ElementsAre("DONE", "DONE"));
  EXPECT_THAT(Said(Correct({retraction, correction})), ElementsAre("DUPLICATE", "DUPLICATE"));
  EXPECT_EQ(proxy.left(), 0);
  store_.reset();  // it has a connection to the proxy
}

// A service that was started anew, or one beside: it has to learn what is done from the log. What
// it finds out by the log's indexes costs no attempt.
TEST_F(CorrectionCommitTest, AStoreThatRemembersNothingDoesNothingTwice) {
  Commit({{.id = 1, .quantity = 5}, {.id = 2}, {.id = 3}, {.id = 4}, {.id = 5}});
  const TestCorrection correction = {.event = 1, .replacement = {{.id = 11, .quantity = 6}}};
  const TestCorrection retraction = {.request = 1001, .event = 2};
  Correct({correction, retraction});
  const TestCorrection fresh = {.request = 1002, .event = 3, .replacement = {{.id = 13}}};
  const std::vector<std::pair<TestCorrection, std::string>> cases = {
      {correction, "DUPLICATE"},
      {retraction, "DUPLICATE"},
      {{.event = 1}, "request_id taken"},
      {{.event = 1, .replacement = {{.id = 11, .quantity = 7}}}, "request_id taken"},
      {{.request = 1001, .event = 2, .replacement = {{.id = 14}}}, "request_id taken"},
      {{.request = 2000, .event = 1, .replacement = {{.id = 14}}}, "event_id retracted_already"},
      {{.request = 2000, .event = 2}, "event_id retracted_already"},
      {{.request = 2000, .event = 4, .replacement = {{.id = 5}}}, "replacement.event_id taken"},
      {{.request = 2000, .event = 4, .replacement = {{.id = 11}}}, "replacement.event_id taken"},
      {{.request = 2000, .event = 99, .replacement = {{.id = 14}}}, "event_id not_recorded"}};
  for (const auto& [given, expected] : cases) {
    for (const bool dry_run : {true, false}) {
      SCOPED_TRACE(absl::StrCat(expected, " of event ", given.event, dry_run ? ", dry run" : ""));
      store_ = storage::MakePostgresEventStore({.postgres = {.url = url_}, .max_attempts = 1});
      EXPECT_THAT(Said(Correct({given}, dry_run)), ElementsAre(expected));
      EXPECT_THAT(Said(Correct({given}, dry_run)), ElementsAre(expected)) << "once more";
    }
  }
  store_ = storage::MakePostgresEventStore({.postgres = {.url = url_}, .max_attempts = 1});
  EXPECT_THAT(Said(Correct({retraction, fresh, correction})),
              ElementsAre("DUPLICATE", "DONE", "DUPLICATE"));
  EXPECT_EQ(Value("SELECT count(*) FROM retraction"), "3");
  EXPECT_EQ(Totals(), "1/0 2023-06-01 9/4");
}

TEST_F(CorrectionCommitTest, SaysWhyItRefuses) {
  Commit({{.id = 1}, {.id = 2}, {.id = 3}});
  Correct({{.event = 1}, {.request = 1001, .event = 3, .replacement = {{.id = 4}}}});
  const CorrectResult result =
      CorrectSome({{.request = 2000, .event = 99},
                   {.request = 2001, .event = 1},
                   {.request = 1000, .event = 1, .reason = "another"},
                   {.request = 2003, .event = 2, .replacement = {{.id = 4}}},
                   {.request = 2004, .event = 2, .replacement = {{.id = 1, .quantity = 9}}},
                   {.request = 2005, .event = 2, .bureau = "court"},
                   {.request = 2006, .event = 2, .replacement = {{.id = 2, .quantity = 9}}},
                   {.request = 1001, .event = 3, .replacement = {{.id = 4, .quantity = 2}}}});
  EXPECT_THAT(Said(result), ElementsAre("event_id not_recorded", "event_id retracted_already",
                                        "request_id taken", "replacement.event_id taken",
                                        "replacement.event_id taken", "event_id not_recorded",
                                        "replacement.event_id taken", "request_id taken"));
  EXPECT_EQ(result.revision, 0);
  EXPECT_THAT(result.results[1].refusals[0].description,
              HasSubstr(absl::StrCat("\"", TestId(1), "\" was retracted at revision 3")));
  EXPECT_EQ(Value("SELECT count(*) FROM retraction"), "2");
}

TEST_F(CorrectionCommitTest, AnswersARetractedEventThatIsSentAgain) {
  Commit({{.id = 1, .quantity = 5, .subject = "case 1"}});
  Correct({{.event = 1}});
  const std::vector<Event> events = {
      MakeEvent(*catalog_, {.id = 1, .quantity = 5, .subject = "case 1"}),
      MakeEvent(*catalog_, {.id = 1, .quantity = 6, .subject = "case 1"}),
      MakeEvent(*catalog_, {.id = 1, .quantity = 5, .subject = "case 1"}),
      MakeEvent(*catalog_, {.id = 2})};
  const auto again = store_->Commit(events, rules_);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->outcomes[0].outcome, Outcome::kRetracted);
  EXPECT_EQ(again->outcomes[1].outcome, Outcome::kConflict);
  EXPECT_EQ(again->outcomes[2].outcome, Outcome::kRetracted);
  EXPECT_EQ(again->outcomes[3].outcome, Outcome::kRecorded);
  EXPECT_EQ(Totals(), "1/0 2023-06-01 1/1");
}

TEST_F(CorrectionCommitTest, ALevelGivesWayToTheReportBeforeIt) {
  const auto report = [](int id, int64_t level, const char* second) {
    return TestEvent{.id = id,
                     .indicator = "offices.open",
                     .quantity = level,
                     .occurred_at = std::string("2023-06-01T02:00:0") + second + "Z"};
  };
  Commit({report(11, 10, "1"), report(12, 20, "2"), report(13, 30, "3")});
  EXPECT_EQ(Levels(), "2023-06-01 30/3 by 0d");
  Correct({{.request = 1, .event = 12}});
  EXPECT_EQ(Levels(), "2023-06-01 30/2 by 0d") << "one that did not stand";
  Correct({{.request = 2, .event = 13}});
  EXPECT_EQ(Levels(), "2023-06-01 10/1 by 0b");
  // A report that comes later, and a correction that brings the level of its own day.
  Commit({report(14, 40, "0")});
  EXPECT_EQ(Levels(), "2023-06-01 10/2 by 0b");
  Correct({{.request = 3, .event = 11, .replacement = report(15, 50, "1")}});
  EXPECT_EQ(Levels(), "2023-06-01 50/2 by 0f");
  Correct({{.request = 4, .event = 15}, {.request = 5, .event = 14}});
  EXPECT_EQ(Levels(), "(null)") << "a day without a report has no row";
  EXPECT_EQ(Value("SELECT string_agg(coalesce(right(standing::text, 2), 'none'), ' ' ORDER BY "
                  "request_id) FROM retraction"),
            "0d 0b 0f none none");
}

TEST_F(CorrectionCommitTest, CorrectionsMustNameDifferentEvents) {
  Commit({{.id = 1}});
  const auto correct = [&](const std::vector<TestCorrection>& given) { Correct(given); };
  EXPECT_DEATH(correct({{.request = 1, .event = 1}, {.request = 2, .event = 1}}),
               "NameDifferentEvents");
  EXPECT_DEATH(
      correct({{.request = 1, .event = 1, .replacement = {{.id = 2}}}, {.request = 2, .event = 2}}),
      "NameDifferentEvents");
}

TEST_F(CorrectionCommitTest, ADryRunSaysWhatWouldBecomeOfEachAndChangesNothing) {
  Commit({{.id = 1}});
  const CorrectResult result =
      Correct({{.event = 1, .replacement = {{.id = 2}}}, {.request = 1001, .event = 9}},
              /*dry_run=*/true);
  EXPECT_THAT(Said(result), ElementsAre("DONE", "event_id not_recorded"));
  EXPECT_EQ(result.revision, 0);
  EXPECT_EQ(Value("SELECT count(*) || ' ' || max(revision) FROM ledger_entry"), "2 2");
  EXPECT_EQ(Totals(), "1/0 2023-06-01 1/1");
}

TEST_F(CorrectionCommitTest, DoesNothingUnderOtherRules) {
  Commit({{.id = 1}});
  Digest others = rules_;
  others[0] = static_cast<uint8_t>(~others[0]);
  for (const bool dry_run : {false, true}) {
    const auto result = store_->Correct({{Make({.event = 1})}}, {others, {}}, dry_run);
    ASSERT_THAT(result, IsOk());
    EXPECT_THAT(Said(*result), ElementsAre("UNSETTLED"));
  }
  EXPECT_EQ(Value("SELECT count(*) FROM retraction"), "0");
}

// A caller that gave up waiting, and sends its request to another service.
TEST_F(CorrectionCommitTest, TheSameRequestAtOnceIsDoneOnceAndADuplicateElsewhere) {
  constexpr int kRequests = 150;
  std::vector<TestEvent> events;
  for (int id = 1; id <= kRequests; ++id) events.push_back({.id = id});
  Commit(events);
  const auto other =
      storage::MakePostgresEventStore({.postgres = {.url = url_}, .first_pause_ms = 1});
  for (int id = 1; id <= kRequests; ++id) {
    const std::vector<Correction> corrections = {
        Make({.request = 1'000 + id, .event = id, .replacement = {{.id = 10'000 + id}}})};
    absl::StatusOr<CorrectResult> elsewhere;
    std::thread again([&] {
      elsewhere = other->Correct(corrections, {rules_, {}}, /*dry_run=*/false);
    });
    const auto here = store_->Correct(corrections, {rules_, {}}, /*dry_run=*/false);
    again.join();
    ASSERT_THAT(here, IsOk());
    ASSERT_THAT(elsewhere, IsOk());
    EXPECT_THAT((std::vector{Said(*here)[0], Said(*elsewhere)[0]}),
                ::testing::UnorderedElementsAre("DONE", "DUPLICATE"))
        << id;
  }
}

// Two services that retract, correct and report on the same days at once.
TEST_F(CorrectionCommitTest, StoresAtOnceRetractEachEventOnce) {
  constexpr int kEvents = 120, kThreads = 4;
  std::vector<TestEvent> events;
  for (int id = 1; id <= kEvents; ++id) {
    events.push_back({.id = id,
                      .indicator = id % 2 == 0 ? "offices.open" : "disputes.received",
                      .quantity = id,
                      .occurred_at = "2023-06-01T02:00:" + std::to_string(10 + id % 50) + "Z"});
  }
  Commit(events);
  std::atomic<int> done = 0, refused = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      const auto store = storage::MakePostgresEventStore(
          {.postgres = {.url = url_}, .max_attempts = 100, .first_pause_ms = 1});
      for (int first = 1; first <= kEvents; first += 6) {
        std::vector<Correction> corrections;
        for (int i = 0; i < 6; ++i) {
          const int id = (first + i + t * 17) % kEvents + 1;
          TestCorrection correction = {.request = 10'000 * (t + 1) + id, .event = id};
          if (id % 3 == 0) {
            TestEvent other = events[static_cast<size_t>(id - 1)];
            other.id = 10'000 * (t + 1) + id;
            correction.replacement = other;
          }
          corrections.push_back(Make(correction));
        }
        const auto result = store->Correct(corrections, {rules_, {}}, /*dry_run=*/false);
        ASSERT_THAT(result, IsOk());
        for (const CorrectionResult& each : result->results) {
          (each.outcome == CorrectionOutcome::kDone ? done : refused) += 1;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, kEvents);
  EXPECT_EQ(refused, (kThreads - 1) * kEvents);
  EXPECT_EQ(Value("SELECT count(*) FROM retraction"), std::to_string(kEvents));
  EXPECT_EQ(Value("SELECT sum(events) FROM (SELECT events FROM day_total UNION ALL "
                  "SELECT events FROM day_level) AS day"),
            std::to_string(kEvents / 3));
}

// The catalog of now need not have the bureau, nor the store have heard of its code.
TEST_F(CorrectionCommitTest, ARefusalNamesTheClosingItsRevisionAndItsReason) {
  Commit({{.id = 1, .bureau = "police"}});
  CatalogSpec spec = TestCatalogSpec();
  spec.bureaus.pop_back();
  ASSERT_THAT(storage::MakePostgresCatalogStore({.url = url_})->Apply(spec, "without police"),
              IsOk());
  const int64_t closing =
      RecordClosing(url_, MakeClosing(*catalog_, {.bureau = "police", .reason = "年报"}));
  const std::vector<Correction> corrections = {Make({.event = 1, .bureau = "police"})};
  for (const bool dry_run : {true, false}) {
    const auto store = storage::MakePostgresEventStore({.postgres = {.url = url_}});
    const auto result = store->Correct(corrections, RulesOf(url_), dry_run);
    ASSERT_THAT(result, IsOk());
    EXPECT_THAT(Said(*result), ElementsAre("event_id closed"));
    EXPECT_THAT(result->results[0].refusals[0].description,
                AllOf(HasSubstr("2023-06-01"), HasSubstr("\"police\""), HasSubstr("年报"),
                      HasSubstr(absl::StrCat("revision ", closing))));
    EXPECT_EQ(result->revision, 0);
  }
  EXPECT_EQ(Value("SELECT count(*) FROM retraction"), "0");
  EXPECT_EQ(Value("SELECT max(revision) FROM ledger_entry"), absl::StrCat(closing));
  rules_ = RulesOf(url_).chain;
}

// What was done before the day was closed is no refusal, whoever is asked.
TEST_F(CorrectionCommitTest, ARepetitionIsADuplicateAfterItsDayWasClosed) {
  Commit({{.id = 1}, {.id = 2}, {.id = 3}});
  const TestCorrection correction = {.event = 1, .replacement = {{.id = 11}}};
  const TestCorrection retraction = {.request = 1001, .event = 2};
  Correct({correction, retraction});
  RecordClosing(url_, MakeClosing(*catalog_, {.bureau = "mediation"}));
  const std::vector<Correction> corrections = {Make(correction), Make(retraction),
                                               Make({.request = 1002, .event = 3})};
  for (const bool dry_run : {true, false}) {
    const auto store =
        storage::MakePostgresEventStore({.postgres = {.url = url_}, .max_attempts = 1});
    const auto result = store->Correct(corrections, RulesOf(url_), dry_run);
    ASSERT_THAT(result, IsOk());
    EXPECT_THAT(Said(*result), ElementsAre("DUPLICATE", "DUPLICATE", "event_id closed"));
  }
  rules_ = RulesOf(url_).chain;
}

}  // namespace
}  // namespace jurimeter::test
