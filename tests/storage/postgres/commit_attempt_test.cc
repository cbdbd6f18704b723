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
    state.admitted_by = test::CatalogChainOf(url_);
    state.result.outcomes.resize(events);
    return state;
  }

  absl::Status Attempt(const std::vector<Event>& events, LookUp look_up, CommitState* state) {
    const std::vector<BatchEntry> entries = Entries(events);
    return AttemptCommit(*connection_, entries, look_up, &memory_, &recent_, state);
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
  ASSERT_THAT(Attempt(events, LookUp::kRemembered, &state), test::IsOk());
  EXPECT_THAT(OutcomesOf(state), ElementsAre(Outcome::kRecorded, Outcome::kRecorded));
  EXPECT_EQ(state.result.revision, 2);
  EXPECT_EQ(state.entry_ids.size(), 1u);
  EXPECT_TRUE(recent_.MayHave(events[0]));
  EXPECT_TRUE(memory_.entry_id.has_value());
  EXPECT_EQ(Counts(), "2 21 2");
}

TEST_F(CommitAttemptTest, PartsDuplicatesAndConflictsFromWhatIsNew) {
  CommitState first = NewState(2);
  ASSERT_THAT(Attempt(Make({{.id = 1}, {.id = 2}}), LookUp::kRemembered, &first), test::IsOk());
  const std::vector<Event> events =
      Make({{.id = 1}, {.id = 2, .quantity = 5}, {.id = 3, .quantity = 100}});
  CommitState state = NewState(events.size());
  ASSERT_THAT(Attempt(events, LookUp::kRemembered, &state), test::IsOk());
  EXPECT_THAT(OutcomesOf(state),
              ElementsAre(Outcome::kDuplicate, Outcome::kConflict, Outcome::kRecorded));
  EXPECT_EQ(state.standing.at(1).quantity, 1);
  EXPECT_EQ(Counts(), "3 102 3");
}

// An attempt whose answer was lost may have stored what the next one finds.
TEST_F(CommitAttemptTest, WhatItStoredUnderAnIdOfItsOwnIsRecorded) {
  const std::vector<Event> events = Make({{.id = 1}});
  CommitState state = NewState(1);
  ASSERT_THAT(Attempt(events, LookUp::kAll, &state), test::IsOk());
  ASSERT_THAT(Attempt(events, LookUp::kAll, &state), test::IsOk());
  EXPECT_THAT(OutcomesOf(state), ElementsAre(Outcome::kRecorded));
  EXPECT_EQ(Counts(), "1 1 3");
}

TEST_F(CommitAttemptTest, FailsAsAWholeIfAStoredIdWasForgotten) {
  CommitState first = NewState(1);
  ASSERT_THAT(Attempt(Make({{.id = 1}}), LookUp::kRemembered, &first), test::IsOk());
  const std::vector<Event> events = Make({{.id = 1}, {.id = 2}});
  RecentIds none;
  CommitState state = NewState(events.size());
  EXPECT_EQ(test::FailureOf([&] {
              AttemptCommit(*connection_, Entries(events), LookUp::kRemembered, &memory_, &none,
                            &state)
                  .IgnoreError();
            }),
            Failure::kDuplicateKey);
  EXPECT_EQ(Counts(), "1 1 2");
  ASSERT_THAT(AttemptCommit(*connection_, Entries(events), LookUp::kAll, &memory_, &none, &state),
              test::IsOk());
  EXPECT_TRUE(state.met_forgotten);
  EXPECT_THAT(OutcomesOf(state), ElementsAre(Outcome::kDuplicate, Outcome::kRecorded));
}

TEST_F(CommitAttemptTest, RefusesEventsOfAnotherCatalog) {
  CommitState state = NewState(1);
  state.admitted_by[0] = static_cast<uint8_t>(~state.admitted_by[0]);
  EXPECT_THAT(Attempt(Make({{.id = 1}}), LookUp::kAll, &state),
              test::StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(Value("SELECT count(*) FROM event"), "0");
}

}  // namespace
}  // namespace jurimeter::storage
