// What every EventStore must do, on PostgreSQL and on the model that the others are compared to.
#include <gmock/gmock.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "domain/catalog/readmission.h"
#include "domain/event/owned_correction_draft.h"
#include "storage/event_store.h"
#include "tests/contract/store_under_test.h"
#include "tests/support/correct_in_turns.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"
#include "tests/support/test_closing.h"
#include "tests/support/year_totals.h"

namespace jurimeter::test {
namespace {

using storage::CommitResult;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
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

// "DONE", "DUPLICATE", "UNSETTLED", or "FIELD reason" of each.
std::vector<std::string> Said(const storage::CorrectResult& result) {
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
        said.push_back(each.refusals[0].field + " " + std::string(each.refusals[0].reason));
    }
  }
  return said;
}

class EventStoreContract : public ::testing::TestWithParam<Implementation> {
 protected:
  ~EventStoreContract() override { under_test_->ExpectSound(); }

  Event Make(const TestEvent& event) { return MakeEvent(under_test_->catalog(), event); }

  // Commits events that must go through, and gives the result.
  CommitResult Commit(const std::vector<TestEvent>& given) {
    std::vector<Event> events;
    for (const TestEvent& event : given) events.push_back(Make(event));
    const auto result = store_->Commit(events, under_test_->rules().chain);
    EXPECT_THAT(result, IsOk());
    return result.ok() ? *result : CommitResult{};
  }

  // The draft of an event, with its quantity as a number.
  OwnedDraft Draft(const TestEvent& event) {
    OwnedDraft draft = DraftOf(under_test_->catalog(), Make(event));
    draft.quantity = event.quantity;
    draft.quantity_text = "";
    return draft;
  }

  // Looks drafts up, which must go through.
  CommitResult FindRecorded(const std::vector<OwnedDraft>& owned) {
    std::vector<EventDraft> drafts;
    for (const OwnedDraft& each : owned) drafts.push_back(each.View());
    const auto result = store_->FindRecorded(drafts, under_test_->rules().chain);
    EXPECT_THAT(result, IsOk());
    return result.ok() ? CommitResult(*result) : CommitResult{};
  }

  Correction MakeCorrection(int request, int id, const std::optional<TestEvent>& replacement = {}) {
    Correction correction = {.request_id = *EventId::Parse(TestId(request)),
                             .bureau = under_test_->catalog().FindBureau("mediation")->key,
                             .event_id = *EventId::Parse(TestId(id)),
                             .reason = "wrong"};
    if (replacement) correction.replacement = Make(*replacement);
    return correction;
  }

  // Corrections that must go through.
  storage::CorrectResult Correct(const std::vector<Correction>& corrections) {
    const auto result = store_->Correct(corrections, under_test_->rules(), /*dry_run=*/false);
    EXPECT_THAT(result, IsOk());
    return result.ok() ? *result : storage::CorrectResult{};
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
  const auto result = other->Commit(events, under_test_->rules().chain);
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
  ASSERT_THAT(store_->Commit(events, under_test_->rules().chain), IsOk());
  EXPECT_EQ(Flow({}).events, static_cast<int64_t>(storage::kMaxCommitEvents));
  events.push_back(Make({.id = 1'000'000}));
  EXPECT_THAT(store_->Commit(events, under_test_->rules().chain),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_EQ(under_test_->Revision(), 2);
}

// What comes after a change of the rules is to be admitted anew, whatever the log has of it.
TEST_P(EventStoreContract, SettlesNothingUnderOtherRules) {
  Commit({{.id = 1}});
  const Event events[] = {Make({.id = 1}), Make({.id = 1, .quantity = 5}), Make({.id = 2}),
                          Make({.id = 2}), Make({.id = 3, .bureau = "police"})};
  Digest others = under_test_->rules().chain;
  others[31] = static_cast<uint8_t>(~others[31]);
  for (int i = 0; i < 2; ++i) {
    const auto result = store_->Commit(events, others);
    ASSERT_THAT(result, IsOk());
    EXPECT_THAT(Outcomes(*result), ElementsAreArray(std::vector(5, Outcome::kUnsettled)));
    for (const auto& each : result->outcomes) EXPECT_THAT(each.violations, IsEmpty());
    EXPECT_EQ(result->revision, 0);
  }
  EXPECT_EQ(under_test_->Revision(), 2);
  EXPECT_THAT(under_test_->Events(), ElementsAre(Logged(events[0])));
  EXPECT_EQ(Flow({}), (FlowTotal{1, 1}));
  // The store is as good as before.
  EXPECT_THAT(Outcomes(Commit({{.id = 1}, {.id = 2}})),
              ElementsAre(Outcome::kDuplicate, Outcome::kRecorded));
}

TEST_P(EventStoreContract, SettlesConflictsUnderTheRulesInForceOnly) {
  Commit({{.id = 1}});
  const Event conflict[] = {Make({.id = 1, .quantity = 5})};
  const auto result = store_->Commit(conflict, {1, 2, 3});
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(Outcomes(*result), ElementsAre(Outcome::kUnsettled));
  EXPECT_THAT(Outcomes(Commit({{.id = 1, .quantity = 5}})), ElementsAre(Outcome::kConflict));
}

TEST_P(EventStoreContract, FindsWhatIsRecorded) {
  Commit({{.id = 1, .category = "family", .quantity = 7, .subject = "one"},
          {.id = 2, .indicator = "offices.open", .quantity = 0},
          {.id = 1, .bureau = "police"}});
  const OwnedDraft one = Draft({.id = 1, .category = "family", .quantity = 7, .subject = "one"});
  OwnedDraft as_text = one;
  as_text.quantity.reset();
  as_text.quantity_text = "007";
  OwnedDraft upper = one;
  absl::AsciiStrToUpper(&upper.event_id);
  const CommitResult result =
      FindRecorded({one, as_text, Draft({.id = 2, .indicator = "offices.open", .quantity = 0}),
                    Draft({.id = 1, .bureau = "police"}), upper, one});
  EXPECT_THAT(Outcomes(result), ElementsAreArray(std::vector(6, Outcome::kDuplicate)));
  EXPECT_GE(result.revision, 2);
  EXPECT_LE(result.revision, under_test_->Revision());
  EXPECT_EQ(under_test_->Events().size(), 3u);
}

TEST_P(EventStoreContract, FindsConflictsAndNamesTheirFields) {
  Commit({{.id = 1, .category = "family", .quantity = 7, .subject = "one"}});
  const OwnedDraft same = Draft({.id = 1, .category = "family", .quantity = 7, .subject = "one"});
  struct Case {
    std::function<void(OwnedDraft*)> change;
    std::vector<std::string> fields;
  };
  const Case kCases[] = {
      {[](OwnedDraft* draft) { draft->indicator = "disputes.resolved"; }, {"indicator"}},
      {[](OwnedDraft* draft) { draft->indicator = "no.such"; }, {"indicator"}},
      {[](OwnedDraft* draft) { draft->category = "no-such"; }, {"category"}},
      {[](OwnedDraft* draft) { draft->category = ""; }, {"category"}},
      {[](OwnedDraft* draft) { *draft->occurred_at += absl::Microseconds(1); }, {"occurred_at"}},
      {[](OwnedDraft* draft) { draft->quantity = 8; }, {"quantity"}},
      {[](OwnedDraft* draft) { draft->quantity.reset(); }, {"quantity"}},
      {[](OwnedDraft* draft) { draft->quantity_text = "7.0"; }, {"quantity"}},
      {[](OwnedDraft* draft) { draft->subject = "One"; }, {"subject"}},
      {[](OwnedDraft* draft) {
         draft->indicator = draft->category = draft->subject = "other";
         draft->quantity = -1;
         draft->occurred_at = At("2021-01-01T00:00:00Z");
       },
       {"indicator", "category", "occurred_at", "quantity", "subject"}},
  };
  for (const Case& c : kCases) {
    OwnedDraft draft = same;
    c.change(&draft);
    const CommitResult result = FindRecorded({draft});
    ASSERT_THAT(Outcomes(result), ElementsAre(Outcome::kConflict)) << c.fields.front();
    EXPECT_EQ(Fields(result.outcomes[0].violations), c.fields);
    EXPECT_EQ(result.revision, 0);
  }
  EXPECT_EQ(under_test_->Revision(), 2) << "conflicts are owed no commit";
}

TEST_P(EventStoreContract, FindsNothingThatIsNotRecorded) {
  Commit({{.id = 1}});
  const OwnedDraft same = Draft({.id = 1});
  const std::function<void(OwnedDraft*)> kChanges[] = {
      [](OwnedDraft* draft) { draft->event_id = TestId(2); },
      [](OwnedDraft* draft) { draft->event_id = ""; },
      [](OwnedDraft* draft) { draft->event_id = "no UUID"; },
      [](OwnedDraft* draft) { draft->event_id = std::string(36, '0'); },
      [](OwnedDraft* draft) { draft->bureau = "police"; },
      [](OwnedDraft* draft) { draft->bureau = "no-such"; },
      [](OwnedDraft* draft) { draft->bureau = ""; },
      [](OwnedDraft* draft) { draft->bureau = std::string("a\0b", 3); },
      [](OwnedDraft* draft) { draft->bureau = "\xff"; },
      [](OwnedDraft* draft) { draft->occurred_at.reset(); },
      [](OwnedDraft* draft) { *draft = OwnedDraft(); },
  };
  std::vector<OwnedDraft> drafts;
  for (const auto& change : kChanges) change(&drafts.emplace_back(same));
  const CommitResult none = FindRecorded(drafts);
  EXPECT_THAT(Outcomes(none), ElementsAreArray(std::vector(drafts.size(), Outcome::kUnsettled)));
  EXPECT_EQ(none.revision, 0);
  EXPECT_EQ(under_test_->Revision(), 2);
  // And what it does not find takes nothing from what it finds.
  drafts.push_back(same);
  EXPECT_EQ(FindRecorded(drafts).outcomes.back().outcome, Outcome::kDuplicate);
  EXPECT_THAT(Outcomes(FindRecorded({})), IsEmpty());
}

TEST_P(EventStoreContract, FindsAsManyAsACommitTakes) {
  std::vector<Event> events;
  std::vector<OwnedDraft> drafts;
  for (size_t i = 0; i < storage::kMaxCommitEvents; ++i) {
    events.push_back(Make({.id = static_cast<int>(i) + 1}));
    drafts.push_back(Draft({.id = static_cast<int>(i) + 1}));
  }
  ASSERT_THAT(store_->Commit(events, under_test_->rules().chain), IsOk());
  for (const EventOutcome& each : FindRecorded(drafts).outcomes) {
    ASSERT_EQ(each.outcome, Outcome::kDuplicate);
  }
}

TEST_P(EventStoreContract, ARetractedEventCountsNoLongerAndItsIdStaysTaken) {
  Commit({{.id = 1, .quantity = 5}, {.id = 2, .quantity = 7}});
  EXPECT_THAT(Said(Correct({MakeCorrection(1001, 1)})), ElementsAre("DONE"));
  EXPECT_EQ(Flow({}), (FlowTotal{7, 1}));
  EXPECT_EQ(under_test_->Events().size(), 2u) << "its row stays";
  EXPECT_THAT(Outcomes(Commit({{.id = 1, .quantity = 5}, {.id = 1, .quantity = 6}})),
              ElementsAre(Outcome::kRetracted, Outcome::kConflict));
  EXPECT_THAT(Outcomes(FindRecorded({Draft({.id = 1, .quantity = 5})})),
              ElementsAre(Outcome::kRetracted));
  EXPECT_EQ(Flow({}), (FlowTotal{7, 1}));
}

TEST_P(EventStoreContract, ACorrectionMovesAnEventToAnotherDayIndicatorAndCategory) {
  Commit({{.id = 1, .quantity = 5}});
  EXPECT_THAT(Said(Correct({MakeCorrection(
                  1001, 1, TestEvent{.id = 2, .category = "family", .quantity = 6})})),
              ElementsAre("DONE"));
  EXPECT_EQ(Flow({.category = "family"}), (FlowTotal{6, 1}));
  EXPECT_THAT(Said(Correct({MakeCorrection(1002, 2,
                                           TestEvent{.id = 3,
                                                     .indicator = "disputes.resolved",
                                                     .quantity = 7,
                                                     .occurred_at = "2022-06-01T02:00:00Z"})})),
              ElementsAre("DONE"));
  const auto years = YearsOf(under_test_->LoadTotals());
  ASSERT_EQ(years.size(), 1u) << "nothing is left of 2023";
  EXPECT_EQ(years.begin()->first, 2022);
  EXPECT_EQ(years.begin()->second.flows.begin()->second, (FlowTotal{7, 1}));
}

TEST_P(EventStoreContract, ALevelGivesWayToTheReportBeforeIt) {
  const auto report = [](int id, const char* at, int64_t level) {
    return TestEvent{.id = id, .indicator = "offices.open", .quantity = level, .occurred_at = at};
  };
  Commit({report(1, "2023-06-01T01:00:00Z", 10), report(2, "2023-06-01T02:00:00Z", 20)});
  const auto level = [&]() -> int64_t {
    const auto years = YearsOf(under_test_->LoadTotals());
    return years.empty() ? -1 : years.begin()->second.levels.begin()->second.level;
  };
  Correct({MakeCorrection(1001, 2)});
  EXPECT_EQ(level(), 10);
  Correct({MakeCorrection(1002, 1, report(3, "2023-06-01T00:00:00Z", 30))});
  EXPECT_EQ(level(), 30);
  Correct({MakeCorrection(1003, 3)});
  EXPECT_EQ(level(), -1) << "a day without a report is not there";
}

TEST_P(EventStoreContract, RecognisesARepetitionOfACorrection) {
  Commit({{.id = 1}, {.id = 2}});
  const std::vector<Correction> corrections = {
      MakeCorrection(1001, 1, TestEvent{.id = 3, .quantity = 6}), MakeCorrection(1002, 2)};
  EXPECT_THAT(Said(Correct(corrections)), ElementsAre("DONE", "DONE"));
  const storage::CorrectResult again = Correct(corrections);
  EXPECT_THAT(Said(again), ElementsAre("DUPLICATE", "DUPLICATE"));
  EXPECT_GT(again.revision, 0);
  EXPECT_EQ(Flow({}), (FlowTotal{6, 1}));
}

TEST_P(EventStoreContract, SaysWhyItRefusesACorrection) {
  Commit({{.id = 1}, {.id = 2}});
  Correct({MakeCorrection(1001, 1)});
  Correction other_reason = MakeCorrection(1001, 1);
  other_reason.reason = "another";
  const auto result =
      CorrectInTurns(*store_,
                     {MakeCorrection(2001, 9), MakeCorrection(2002, 1), other_reason,
                      MakeCorrection(2003, 2, TestEvent{.id = 1, .quantity = 3})},
                     under_test_->rules());
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(Said(*result), ElementsAre("event_id not_recorded", "event_id retracted_already",
                                         "request_id taken", "replacement.event_id taken"));
  EXPECT_EQ(result->revision, 0);
  EXPECT_EQ(Flow({}), (FlowTotal{1, 1}));
}

TEST_P(EventStoreContract, ACorrectionIsCorrectedInItsTurn) {
  Commit({{.id = 1}});
  const std::vector<Correction> corrections = {
      MakeCorrection(1001, 1, TestEvent{.id = 2, .quantity = 2}),
      MakeCorrection(1002, 2, TestEvent{.id = 3, .quantity = 3}), MakeCorrection(1003, 1),
      MakeCorrection(1001, 1, TestEvent{.id = 2, .quantity = 2})};
  const auto result = CorrectInTurns(*store_, corrections, under_test_->rules());
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(Said(*result),
              ElementsAre("DONE", "DONE", "event_id retracted_already", "DUPLICATE"));
  EXPECT_EQ(Flow({}), (FlowTotal{3, 1}));
}

TEST_P(EventStoreContract, FindsCorrectionsThatAreDone) {
  Commit({{.id = 1}, {.id = 2}});
  Correct({MakeCorrection(1001, 1, TestEvent{.id = 3, .quantity = 6}), MakeCorrection(1002, 2)});
  const OwnedDraft replacement = Draft({.id = 3, .quantity = 6});
  const auto draft = [&](int request, int event, bool replaced) {
    OwnedCorrectionDraft made;
    made.request_id = TestId(request);
    made.bureau = "mediation";
    made.event_id = TestId(event);
    made.reason = "wrong";
    if (replaced) made.replacement = replacement;
    return made;
  };
  std::vector<OwnedCorrectionDraft> owned = {
      draft(1001, 1, true), draft(1002, 2, false), draft(1001, 1, false), draft(1003, 2, false),
      draft(1002, 2, true), draft(1001, 9, false), draft(1002, 2, false), draft(1002, 2, false)};
  owned[6].reason = "another";
  owned[7].bureau = "harbour";
  owned.push_back(draft(1001, 1, true));
  owned.back().replacement->quantity = 7;
  std::vector<CorrectionDraft> drafts;
  for (const OwnedCorrectionDraft& each : owned) drafts.push_back(each.View());
  for (const bool dry_run : {true, false}) {
    const auto result = store_->FindCorrections(drafts, under_test_->rules().chain, dry_run);
    ASSERT_THAT(result, IsOk());
    std::vector<bool> done;
    for (const auto& each : result->found) done.push_back(each.is_done);
    EXPECT_THAT(done, ElementsAre(true, true, false, false, false, false, false, false, false));
    EXPECT_EQ(result->revision > 0, !dry_run);
    EXPECT_TRUE(result->rules_in_force);
    EXPECT_TRUE(result->found[5].bureau.has_value());
    EXPECT_FALSE(result->found[7].bureau.has_value());
  }
  const Digest before = under_test_->rules().chain;
  under_test_->ChangeRules();
  EXPECT_FALSE(store_->FindCorrections(drafts, before, /*dry_run=*/true)->rules_in_force);
  EXPECT_THAT(store_->FindCorrections({}, before, /*dry_run=*/false)->found, IsEmpty());
}

TEST_P(EventStoreContract, ADryRunChangesNothing) {
  Commit({{.id = 1}});
  const auto result =
      store_->Correct(std::vector<Correction>{MakeCorrection(1001, 1), MakeCorrection(1002, 2)},
                      under_test_->rules(), /*dry_run=*/true);
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(Said(*result), ElementsAre("DONE", "event_id not_recorded"));
  EXPECT_EQ(result->revision, 0);
  EXPECT_EQ(under_test_->Revision(), 2);
  EXPECT_EQ(Flow({}), (FlowTotal{1, 1}));
}

TEST_P(EventStoreContract, CorrectsNothingUnderOtherRules) {
  Commit({{.id = 1}});
  const storage::LedgerRules before = under_test_->rules();
  under_test_->ChangeRules();
  const auto result = store_->Correct(std::vector<Correction>{MakeCorrection(1001, 1)}, before,
                                      /*dry_run=*/false);
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(Said(*result), ElementsAre("UNSETTLED"));
  EXPECT_EQ(Flow({}), (FlowTotal{1, 1}));
  EXPECT_THAT(Said(Correct({MakeCorrection(1001, 1)})), ElementsAre("DONE"));
}

// Each refusal comes before the writing, so that the neighbours are done.
TEST_P(EventStoreContract, RetractsNoEventOfAClosedDay) {
  Commit({{.id = 1, .quantity = 5},
          {.id = 2, .quantity = 7, .occurred_at = "2023-06-02T02:00:00Z"},
          {.id = 3, .quantity = 11},
          {.id = 1, .bureau = "court"}});
  EXPECT_THAT(Said(Correct({MakeCorrection(1003, 3)})), ElementsAre("DONE"));
  const int64_t closing = under_test_->Record(MakeClosing(under_test_->catalog(), {}));
  EXPECT_EQ(closing, under_test_->Revision());
  const TestEvent moved{.id = 9, .quantity = 6, .occurred_at = "2023-06-03T02:00:00Z"};
  Correction of_court = MakeCorrection(1004, 1);
  of_court.bureau = under_test_->catalog().FindBureau("court")->key;
  for (const auto& replacement : {std::optional<TestEvent>(), std::optional(moved)}) {
    const storage::CorrectResult result = Correct(
        {MakeCorrection(1001, 1, replacement), MakeCorrection(1003, 3), MakeCorrection(1005, 4)});
    EXPECT_THAT(Said(result), ElementsAre("event_id closed", "DUPLICATE", "event_id not_recorded"));
    EXPECT_THAT(Said(Correct({MakeCorrection(1006, 3)})),
                ElementsAre("event_id retracted_already"));
  }
  const std::vector<Correction> corrections = {MakeCorrection(1001, 1), MakeCorrection(1002, 2),
                                               MakeCorrection(1003, 3), of_court};
  const auto dry = store_->Correct(corrections, under_test_->rules(), /*dry_run=*/true);
  ASSERT_THAT(dry, IsOk());
  EXPECT_THAT(Said(*dry), ElementsAre("event_id closed", "DONE", "DUPLICATE", "DONE"));
  EXPECT_THAT(Said(Correct(corrections)),
              ElementsAre("event_id closed", "DONE", "DUPLICATE", "DONE"));
  EXPECT_EQ(Flow({}), (FlowTotal{5, 1}));
  EXPECT_THAT(Outcomes(Commit({{.id = 1, .quantity = 5}})), ElementsAre(Outcome::kDuplicate));
}

TEST_P(EventStoreContract, ARetractionGoesThroughOnceItsDayIsOpenAgain) {
  Commit({{.id = 1}, {.id = 2, .occurred_at = "2023-06-02T02:00:00Z"}});
  const Catalog& catalog = under_test_->catalog();
  const int64_t first =
      under_test_->Record(MakeClosing(catalog, {.request = 5001, .last = "2023-06-30"}));
  const int64_t second = under_test_->Record(
      MakeClosing(catalog, {.request = 5002, .first = "2023-06-02", .last = "2023-06-30"}));
  const std::vector<Correction> corrections = {MakeCorrection(1001, 1), MakeCorrection(1002, 2)};
  EXPECT_THAT(Said(Correct(corrections)), ElementsAre("event_id closed", "event_id closed"));
  under_test_->Record(
      MakeClosing(catalog, {.request = 5003, .last = "2023-06-10", .reopens = first}));
  EXPECT_THAT(Said(Correct(corrections)), ElementsAre("DONE", "event_id closed"))
      << "the second closing covers it still";
  under_test_->Record(MakeClosing(
      catalog, {.request = 5004, .first = "2023-06-02", .last = "2023-06-02", .reopens = second}));
  EXPECT_THAT(Said(Correct(corrections)), ElementsAre("DUPLICATE", "DONE"));
}

// Whoever has not heard of a closing does nothing, whatever days it is about.
TEST_P(EventStoreContract, TakesNothingUnderTheRulesOfBeforeAClosing) {
  Commit({{.id = 1}});
  const storage::LedgerRules before = under_test_->rules();
  under_test_->Record(MakeClosing(under_test_->catalog(), {.bureau = "court"}));
  const Event events[] = {Make({.id = 1}), Make({.id = 2})};
  const auto result = store_->Commit(events, before.chain);
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(Outcomes(*result), ElementsAre(Outcome::kUnsettled, Outcome::kUnsettled));
  const auto corrected =
      store_->Correct(std::vector<Correction>{MakeCorrection(1001, 1)}, before, /*dry_run=*/false);
  ASSERT_THAT(corrected, IsOk());
  EXPECT_THAT(Said(*corrected), ElementsAre("UNSETTLED"));
  EXPECT_EQ(Flow({}), (FlowTotal{1, 1}));
}

INSTANTIATE_TEST_SUITE_P(Stores, EventStoreContract,
                         ::testing::Values(Implementation{"Model", MakeModel},
                                           Implementation{"Postgres", MakePostgres}),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace jurimeter::test
