#include "storage/postgres/commit_attempt.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/storage/postgres/failure_of.h"
#include "tests/storage/postgres/open_ledger.h"

namespace jurimeter::storage {
namespace {

using ::testing::ElementsAre;

class CommitAttemptTest : public test::OpenLedgerTest {
 protected:
  CommitState NewState(size_t events) const {
    CommitState state;
    state.rules = test::CatalogChainOf(url_);
    state.result.outcomes.resize(events);
    return state;
  }

  void Attempt(const std::vector<Event>& events, LookUp look_up, CommitState* state) {
    const std::vector<BatchEntry> entries = Entries(events);
    AttemptCommit(*connection_, entries, look_up, &memory_, &recent_, state);
  }

  static std::vector<Outcome> OutcomesOf(const CommitState& state) {
    std::vector<Outcome> outcomes;
    for (const EventOutcome& each : state.result.outcomes) outcomes.push_back(each.outcome);
    return outcomes;
  }

  std::string Counts() const {
    return Value(
        "SELECT (SELECT count(*) FROM event) || ' ' || (SELECT sum(total) FROM day_total) "
        "|| ' ' || (SELECT revision FROM ledger_head)");
  }

  StoreMemory memory_;
  RecentIds recent_;
};

TEST_F(CommitAttemptTest, RecordsAndRemembers) {
  const std::vector<Event> events = Make({{.id = 2, .quantity = 20}, {.id = 1, .quantity = 1}});
  CommitState state = NewState(events.size());
  Attempt(events, LookUp::kRemembered, &state);
  EXPECT_THAT(OutcomesOf(state), ElementsAre(Outcome::kRecorded, Outcome::kRecorded));
  EXPECT_EQ(state.result.revision, 2);
  EXPECT_EQ(state.entry_ids.size(), 1u);
  EXPECT_TRUE(recent_.MayHave(events[0]));
  EXPECT_TRUE(memory_.entry_id.has_value());
  EXPECT_EQ(Counts(), "2 21 2");
}

TEST_F(CommitAttemptTest, PartsDuplicatesAndConflictsFromWhatIsNew) {
  CommitState first = NewState(2);
  Attempt(Make({{.id = 1}, {.id = 2}}), LookUp::kRemembered, &first);
  const std::vector<Event> events =
      Make({{.id = 1}, {.id = 2, .quantity = 5}, {.id = 3, .quantity = 100}});
  CommitState state = NewState(events.size());
  Attempt(events, LookUp::kRemembered, &state);
  EXPECT_THAT(OutcomesOf(state),
              ElementsAre(Outcome::kDuplicate, Outcome::kConflict, Outcome::kRecorded));
  EXPECT_EQ(state.standing.at(1).quantity, 1);
  EXPECT_EQ(Counts(), "3 102 3");
}

// An attempt whose answer was lost may have stored what the next one finds.
TEST_F(CommitAttemptTest, WhatItStoredUnderAnIdOfItsOwnIsRecorded) {
  const std::vector<Event> events = Make({{.id = 1}});
  CommitState state = NewState(1);
  Attempt(events, LookUp::kAll, &state);
  Attempt(events, LookUp::kAll, &state);
  EXPECT_THAT(OutcomesOf(state), ElementsAre(Outcome::kRecorded));
  EXPECT_EQ(Counts(), "1 1 3");
}

TEST_F(CommitAttemptTest, FailsAsAWholeIfAStoredIdWasForgotten) {
  CommitState first = NewState(1);
  Attempt(Make({{.id = 1}}), LookUp::kRemembered, &first);
  const std::vector<Event> events = Make({{.id = 1}, {.id = 2}});
  RecentIds none;
  CommitState state = NewState(events.size());
  EXPECT_EQ(test::FailureOf([&] {
              AttemptCommit(*connection_, Entries(events), LookUp::kRemembered, &memory_, &none,
                            &state);
            }),
            Failure::kDuplicateKey);
  EXPECT_EQ(Counts(), "1 1 2");
  AttemptCommit(*connection_, Entries(events), LookUp::kAll, &memory_, &none, &state);
  EXPECT_TRUE(state.met_forgotten);
  EXPECT_THAT(OutcomesOf(state), ElementsAre(Outcome::kDuplicate, Outcome::kRecorded));
}

TEST_F(CommitAttemptTest, TakesNothingUnderOtherRules) {
  CommitState first = NewState(1);
  Attempt(Make({{.id = 1}}), LookUp::kAll, &first);
  // New events, duplicates, and conflicts, which alone are owed no entry.
  for (const auto& given : std::vector<std::vector<test::TestEvent>>{
           {{.id = 1}, {.id = 2}}, {{.id = 1}}, {{.id = 1, .quantity = 5}}}) {
    CommitState state = NewState(given.size());
    state.rules[0] = static_cast<uint8_t>(~state.rules[0]);
    EXPECT_THROW(Attempt(Make(given), LookUp::kAll, &state), Untaken);
    for (const Outcome outcome : OutcomesOf(state)) EXPECT_EQ(outcome, Outcome::kUnsettled);
    EXPECT_EQ(state.result.revision, 0);
    EXPECT_EQ(Counts(), "1 1 2");
  }
}

// After a restore, the catalog that admitted an event may have given keys that the database lacks.
TEST_F(CommitAttemptTest, TakesNoKeyThatTheDatabaseDoesNotKnow) {
  CatalogSpec spec = test::TestCatalogSpec();
  CatalogKeys keys = CatalogKeys::ByPlace(spec);
  keys.bureaus["court"] = 1'000;
  const auto lost = Catalog::Create(spec, keys);
  ASSERT_TRUE(lost.ok());
  CommitState state = NewState(1);
  EXPECT_THROW(
      Attempt({test::MakeEvent(**lost, {.id = 1, .bureau = "court"})}, LookUp::kAll, &state),
      Untaken);
  EXPECT_EQ(Value("SELECT count(*) FROM event"), "0");
}

}  // namespace
}  // namespace jurimeter::storage
