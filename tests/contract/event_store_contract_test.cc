// What every EventStore must do, on PostgreSQL and on the model that the others are compared to.
#include <gmock/gmock.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "storage/event_store.h"
#include "tests/contract/store_under_test.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"
#include "tests/support/year_totals.h"

namespace jurimeter::test {
namespace {

using storage::CommitResult;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Implementation {
  std::string name;
  std::function<std::unique_ptr<StoreUnderTest>()> make;
};

std::vector<Outcome> Outcomes(const CommitResult& result) {
  std::vector<Outcome> outcomes;
  for (const auto& outcome : result.outcomes) outcomes.push_back(outcome.outcome);
  return outcomes;
}

std::vector<std::string> Fields(const Violations& violations) {
  std::vector<std::string> fields;
  for (const Violation& violation : violations) fields.push_back(violation.field);
  return fields;
}

class EventStoreContract : public ::testing::TestWithParam<Implementation> {
 protected:
  ~EventStoreContract() override { under_test_->ExpectSound(); }

  Event Make(const TestEvent& event) { return MakeEvent(under_test_->catalog(), event); }

  // Commits events that must go through, and gives the result.
  CommitResult Commit(const std::vector<TestEvent>& given) {
    std::vector<Event> events;
    for (const TestEvent& event : given) events.push_back(Make(event));
    const auto result = store_->Commit(events, under_test_->catalog_content());
    EXPECT_THAT(result, IsOk());
    return result.ok() ? *result : CommitResult{};
  }

  FlowTotal Flow(const TestEvent& event, int year = 2023) {
    const Totals totals = under_test_->LoadTotals();
    const Event key = Make(event);
    return YearsOf(totals)[year].flows[{key.bureau(), key.indicator(), key.category()}];
  }

  std::unique_ptr<StoreUnderTest> under_test_ = GetParam().make();
  std::unique_ptr<storage::EventStore> store_ = under_test_->NewStore();
};

TEST_P(EventStoreContract, WritesNothingForNoEvents) {
  const CommitResult result = Commit({});
  EXPECT_THAT(result.outcomes, IsEmpty());
  EXPECT_EQ(result.revision, 0);
  EXPECT_EQ(under_test_->Revision(), 1) << "of the catalog";
}

TEST_P(EventStoreContract, RecordsAndCounts) {
  const TestEvent event{.id = 1, .quantity = 7, .subject = "(2023)黑0108民初1号"};
  const CommitResult result = Commit({event});
  EXPECT_THAT(Outcomes(result), ElementsAre(Outcome::kRecorded));
  EXPECT_EQ(result.revision, 2);
  EXPECT_EQ(under_test_->Revision(), 2);
  EXPECT_THAT(under_test_->Events(), ElementsAre(Logged(Make(event))));
  EXPECT_EQ(Flow(event), (FlowTotal{7, 1}));
}

TEST_P(EventStoreContract, CountsAResendOnce) {
  Commit({{.id = 1, .quantity = 7}});
  const CommitResult result = Commit({{.id = 1, .quantity = 7}});
  EXPECT_THAT(Outcomes(result), ElementsAre(Outcome::kDuplicate));
  EXPECT_GE(result.revision, 2);
  EXPECT_LE(result.revision, under_test_->Revision());
  EXPECT_EQ(Flow({}), (FlowTotal{7, 1}));
}

TEST_P(EventStoreContract, NamesTheFieldsOfAConflictAndKeepsWhatStands) {
  const TestEvent standing{.id = 1, .quantity = 7, .subject = "one"};
  struct Case {
    TestEvent given;
    std::vector<std::string> fields;
  };
  const Case kCases[] = {
      {{.indicator = "disputes.resolved", .quantity = 7, .subject = "one"}, {"indicator"}},
      {{.category = "family", .quantity = 7, .subject = "one"}, {"category"}},
      {{.quantity = 7, .occurred_at = "2023-06-01T02:00:00.000001Z", .subject = "one"},
       {"occurred_at"}},
      {{.quantity = 8, .subject = "one"}, {"quantity"}},
      {{.quantity = 7, .subject = "One"}, {"subject"}},
      {{.quantity = 7, .subject = ""}, {"subject"}},
      {{.indicator = "offices.open", .quantity = 0, .occurred_at = "2022-06-01T02:00:00Z"},
       {"indicator", "occurred_at", "quantity", "subject"}},
  };
  Commit({standing});
  for (const Case& c : kCases) {
    const CommitResult result = Commit({c.given});
    ASSERT_THAT(Outcomes(result), ElementsAre(Outcome::kConflict));
    EXPECT_EQ(Fields(result.outcomes[0].violations), c.fields);
    EXPECT_EQ(result.revision, 0);
  }
  EXPECT_EQ(under_test_->Revision(), 2);
  EXPECT_THAT(under_test_->Events(), ElementsAre(Logged(Make(standing))));
}

TEST_P(EventStoreContract, KeepsIdsOfBureausApart) {
  const CommitResult result = Commit(
      {{.id = 1, .bureau = "court", .quantity = 2}, {.id = 1, .bureau = "police", .quantity = 3}});
  EXPECT_THAT(Outcomes(result), ElementsAre(Outcome::kRecorded, Outcome::kRecorded));
  EXPECT_EQ(Flow({.bureau = "police"}), (FlowTotal{3, 1}));
}

TEST_P(EventStoreContract, JudgesCopiesWithinABatch) {
  const CommitResult result = Commit({{.id = 2, .quantity = 1},
                                      {.id = 1, .quantity = 5},
                                      {.id = 2, .quantity = 1},
                                      {.id = 2, .quantity = 9},
                                      {.id = 2, .quantity = 1}});
  EXPECT_THAT(Outcomes(result),
              ElementsAre(Outcome::kRecorded, Outcome::kRecorded, Outcome::kDuplicate,
                          Outcome::kConflict, Outcome::kDuplicate));
  EXPECT_THAT(Fields(result.outcomes[3].violations), ElementsAre("quantity"));
  EXPECT_EQ(Flow({}), (FlowTotal{6, 2}));
}

TEST_P(EventStoreContract, JudgesCopiesByWhatTheLedgerHas) {
  Commit({{.id = 1, .quantity = 1}});
  const CommitResult result = Commit({{.id = 1, .quantity = 2},
                                      {.id = 1, .quantity = 1},
                                      {.id = 1, .quantity = 2},
                                      {.id = 1, .quantity = 3},
                                      {.id = 1, .quantity = 1}});
  EXPECT_THAT(Outcomes(result),
              ElementsAre(Outcome::kConflict, Outcome::kDuplicate, Outcome::kConflict,
                          Outcome::kConflict, Outcome::kDuplicate));
  EXPECT_GT(result.revision, 0);  // two of them are acknowledged
  EXPECT_EQ(Flow({}), (FlowTotal{1, 1}));
}

TEST_P(EventStoreContract, GivesEachEventOfAMixedBatchItsOwnOutcome) {
  Commit({{.id = 1}, {.id = 2}});
  const CommitResult result = Commit({{.id = 3}, {.id = 2}, {.id = 1, .quantity = 4}, {.id = 4}});
  EXPECT_THAT(Outcomes(result), ElementsAre(Outcome::kRecorded, Outcome::kDuplicate,
                                            Outcome::kConflict, Outcome::kRecorded));
  EXPECT_EQ(result.revision, 3);
  EXPECT_EQ(Flow({}), (FlowTotal{4, 4}));
}

TEST_P(EventStoreContract, StoresShareALedger) {
  const auto other = under_test_->NewStore();
  Commit({{.id = 1}});
  const Event events[] = {Make({.id = 1}), Make({.id = 2})};
  const auto result = other->Commit(events, under_test_->catalog_content());
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(Outcomes(*result), ElementsAre(Outcome::kDuplicate, Outcome::kRecorded));
  EXPECT_EQ(result->revision, 3);
  EXPECT_EQ(Commit({{.id = 3}}).revision, 4);
}

TEST_P(EventStoreContract, TheLastLevelStandsHoweverReportsArrive) {
  const auto report = [](int id, const char* at, int64_t level) {
    return TestEvent{.id = id, .indicator = "offices.open", .quantity = level, .occurred_at = at};
  };
  // The last of the year came first; then an older one, a tie with a lesser id, one with a
  // greater id, all in one day; and one of another day, in one batch with one more.
  Commit({report(5, "2023-06-01T05:00:00Z", 50)});
  Commit({report(9, "2023-06-01T04:00:00Z", 40)});
  Commit({report(4, "2023-06-01T05:00:00Z", 44)});
  Commit({report(6, "2023-06-01T05:00:00Z", 0), report(7, "2023-01-01T05:00:00Z", 70),
          report(8, "2023-06-01T01:00:00Z", 80)});
  const YearTotals year = YearsOf(under_test_->LoadTotals())[2023];
  ASSERT_EQ(year.levels.size(), 1u);
  const Level& level = year.levels.begin()->second;
  EXPECT_EQ(level.level, 0);
  EXPECT_EQ(level.occurred_at, At("2023-06-01T05:00:00Z"));
  EXPECT_EQ(level.event_id.ToString(), TestId(6));
}

TEST_P(EventStoreContract, CountsInTheStatisticDaysYear) {
  Commit({{.id = 1, .occurred_at = "2023-12-31T15:59:59.999999Z"},
          {.id = 2, .occurred_at = "2023-12-31T16:00:00Z"},
          {.id = 3, .occurred_at = "1900-01-01T00:00:00Z"},
          {.id = 4, .occurred_at = "1969-12-31T23:59:59.999999Z"},
          {.id = 5, .occurred_at = "9999-12-31T15:59:59Z"}});
  for (const int year : {2023, 2024, 1900, 1970, 9999}) {
    EXPECT_EQ(Flow({}, year), (FlowTotal{1, 1})) << year;
  }
  EXPECT_EQ(YearsOf(under_test_->LoadTotals()).size(), 5u);
}

TEST_P(EventStoreContract, KeepsEveryTextAndNumberAsItIs) {
  const std::vector<TestEvent> events = {
      {.id = 1, .subject = "tab\tnewline\nreturn\rbackslash\\"},
      {.id = 2, .subject = "\\N"},
      {.id = 3, .subject = "\\."},
      {.id = 4, .subject = "\n\\.\n"},
      {.id = 5, .subject = "'\"{},()$1 %s NULL"},
      {.id = 6, .subject = std::string(128, 'x')},
      {.id = 7, .subject = "平房区人民法院（二〇二三）𠮷"},
      {.id = 8, .subject = " \x01\x7f "},
      {.id = 9, .category = "labour", .quantity = 1'000'000'000'000},
      {.id = 10, .indicator = "offices.open", .quantity = 0},
      {.id = 11, .category = "family", .quantity = 0},
  };
  Commit(events);
  std::vector<LoggedEvent> expected;
  for (const TestEvent& event : events) expected.push_back(Logged(Make(event)));
  EXPECT_EQ(under_test_->Events(), expected);
  // And a resend finds each equal.
  for (const auto& outcome : Commit(events).outcomes) {
    EXPECT_EQ(outcome.outcome, Outcome::kDuplicate);
  }
}

TEST_P(EventStoreContract, KeepsCategoriesApart) {
  Commit({{.id = 1, .category = "family", .quantity = 1},
          {.id = 2, .category = "labour", .quantity = 2},
          {.id = 3, .quantity = 4}});
  EXPECT_EQ(Flow({.category = "family"}), (FlowTotal{1, 1}));
  EXPECT_EQ(Flow({.category = "labour"}), (FlowTotal{2, 1}));
  EXPECT_EQ(Flow({}), (FlowTotal{4, 1}));
}

TEST_P(EventStoreContract, CountsANilReportAsAReportOfNothing) {
  Commit({{.id = 1, .quantity = 0}, {.id = 2, .category = "family", .quantity = 0}});
  EXPECT_EQ(Flow({}), (FlowTotal{0, 1}));
  EXPECT_EQ(Flow({.category = "family"}), (FlowTotal{0, 1}));
  EXPECT_EQ(Commit({{.id = 1, .quantity = 0}}).outcomes[0].outcome, Outcome::kDuplicate);
  EXPECT_EQ(Commit({{.id = 1, .quantity = 1}}).outcomes[0].outcome, Outcome::kConflict);
  Commit({{.id = 3, .quantity = 4}, {.id = 4, .quantity = 0}});
  EXPECT_EQ(Flow({}), (FlowTotal{4, 3}));
}

TEST_P(EventStoreContract, TakesTheLargestBatchAndRefusesALargerOne) {
  std::vector<Event> events;
  for (size_t i = 0; i < storage::kMaxCommitEvents; ++i) {
    events.push_back(Make({.id = static_cast<int>(i) + 1}));
  }
  ASSERT_THAT(store_->Commit(events, under_test_->catalog_content()), IsOk());
  EXPECT_EQ(Flow({}).events, static_cast<int64_t>(storage::kMaxCommitEvents));
  events.push_back(Make({.id = 1'000'000}));
  EXPECT_THAT(store_->Commit(events, under_test_->catalog_content()),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_EQ(under_test_->Revision(), 2);
}

INSTANTIATE_TEST_SUITE_P(Stores, EventStoreContract,
                         ::testing::Values(Implementation{"Model", MakeModel},
                                           Implementation{"Postgres", MakePostgres}),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace jurimeter::test
