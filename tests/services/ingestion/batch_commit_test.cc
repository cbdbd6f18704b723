#include "services/ingestion/batch_commit.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/catalog/readmission.h"
#include "domain/values/calendar.h"
#include "tests/services/ingestion/scripted_store.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::ingestion {
namespace {

using runtime::RulesInForce;
using storage::CommitResult;
using test::IsOk;
using test::StatusIs;
using test::TestEvent;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The test catalog as `change` leaves it, known by `chain`. With other keys from chain to chain.
runtime::Rules Rules(
    uint8_t chain, const std::function<void(CatalogSpec*)>& change = [](auto*) {}) {
  CatalogSpec spec = test::TestCatalogSpec();
  change(&spec);
  CatalogKeys keys = CatalogKeys::ByPlace(spec);
  for (auto& [code, key] : keys.bureaus) key += 10 * chain;
  auto created = Catalog::Create(spec, keys);
  EXPECT_TRUE(created.ok());
  return std::make_shared<const RulesInForce>(
      RulesInForce{{.revision = chain, .chain = {chain}, .catalog = {}}, *std::move(created), {}});
}

// `rules`, known by `chain`, with the days of June 2023 closed for mediation.
runtime::Rules WithJuneClosed(uint8_t chain, const RulesInForce& rules) {
  RulesInForce next = rules;
  next.identity.revision = chain;
  next.identity.chain = {chain};
  const auto day = [](int of_june) { return DayNumber(absl::CivilDay(2023, 6, of_june)); };
  next.closed.Apply({{.revision = chain,
                      .reopens = {},
                      .reason = "half-year report",
                      .parts = {{next.catalog->FindBureau("mediation")->key, {day(1), day(30)}}}}});
  return std::make_shared<const RulesInForce>(std::move(next));
}

void WithoutPolice(CatalogSpec* spec) { spec->bureaus.pop_back(); }

// Takes the first event that it is given, and no other, as if the rules had changed then.
class OneByOne : public storage::EventStore {
 public:
  explicit OneByOne(std::unique_ptr<EventStore> store) : store_(std::move(store)) {}

  absl::StatusOr<CommitResult> Commit(absl::Span<const Event> events,
                                      const Digest& rules) override {
    auto result = store_->Commit(events.first(1), rules);
    if (result.ok()) result->outcomes.resize(events.size());
    return result;
  }
  absl::StatusOr<storage::RecordedResult> FindRecorded(absl::Span<const EventDraft> drafts,
                                                       const Digest& rules) override {
    return store_->FindRecorded(drafts, rules);
  }
  absl::StatusOr<storage::CorrectResult> Correct(absl::Span<const Correction> corrections,
                                                 const storage::LedgerRules& rules,
                                                 bool dry_run) override {
    return store_->Correct(corrections, rules, dry_run);
  }
  absl::StatusOr<storage::FoundCorrections> FindCorrections(
      absl::Span<const CorrectionDraft> drafts, const Digest& rules, bool dry_run) override {
    return store_->FindCorrections(drafts, rules, dry_run);
  }
  absl::Status Probe() override { return store_->Probe(); }

 private:
  std::unique_ptr<EventStore> store_;
};

class BatchCommitTest : public ::testing::Test {
 protected:
  BatchCommitTest() { script_.SetRules(first_->identity.chain); }

  // Events that `rules` admit.
  static SubmittedEvents Events(const runtime::Rules& rules, const std::vector<TestEvent>& given) {
    SubmittedEvents submitted{.events = {}, .admitted_by = AdmittedBy(*rules)};
    for (const TestEvent& event : given) {
      submitted.events.push_back(MakeEvent(*rules->catalog, event));
    }
    return submitted;
  }

  // Adds an event that the rules of `submitted` refuse to its end, and `first_` does not.
  void AddRefused(const TestEvent& event, SubmittedEvents* submitted) const {
    OwnedDraft draft = DraftOf(*first_->catalog, MakeEvent(*first_->catalog, event));
    EventRefusals refusals = {{RefusalReason::kBureauUnknown, event.bureau + " is gone"}};
    submitted->refused.push_back({submitted->size(), std::move(draft), std::move(refusals)});
  }

  void Submit(SubmittedEvents submitted) {
    const size_t place = answers_.size();
    answers_.emplace_back(absl::UnknownError("not answered"));
    batch_.push_back({std::move(submitted), [this, place](absl::StatusOr<CommitResult> result) {
                        EXPECT_TRUE(absl::IsUnknown(answers_[place].status())) << "answered twice";
                        answers_[place] = std::move(result);
                      }});
  }

  // Commits what was submitted, and returns what CommitBatch does.
  absl::Status Run() { return Run(store_.get()); }
  absl::Status Run(storage::EventStore* store) {
    return CommitBatch(std::exchange(batch_, {}), admission_, store, &room_);
  }

  std::vector<Outcome> Outcomes(size_t submission) {
    EXPECT_THAT(answers_[submission], IsOk());
    std::vector<Outcome> outcomes;
    if (!answers_[submission].ok()) return outcomes;
    for (const EventOutcome& each : answers_[submission]->outcomes) {
      outcomes.push_back(each.outcome);
    }
    return outcomes;
  }

  absl::StatusOr<runtime::Rules> Renew(const Digest& outdated) {
    renewed_.push_back(outdated[0]);
    if (to_come_.empty()) return absl::UnavailableError("away");
    current_ = to_come_.front();
    to_come_.pop_front();
    return current_;
  }

  const runtime::Rules first_ = Rules(1);
  const runtime::Rules second_ = Rules(2, WithoutPolice);
  runtime::Rules current_ = first_;
  std::deque<runtime::Rules> to_come_;  // what rules that are read anew are found to be
  std::vector<int> renewed_;            // the rules found outdated
  std::vector<std::string> refused_;
  RefusalReason expected_ = RefusalReason::kBureauUnknown;  // of all that are refused
  int admitted_anew_ = 0;
  const Admission admission_{
      .current = [this] { return current_; },
      .renew = [this](const Digest& outdated) { return Renew(outdated); },
      .refused =
          [this](const EventRefusals& refusals, const Catalog&, std::string_view bureau) {
            EXPECT_EQ(refusals.front().reason, expected_);
            refused_.emplace_back(bureau);
          },
      .admitted_anew = [this] { ++admitted_anew_; }};

  test::StoreScript script_{first_->catalog};
  std::unique_ptr<storage::EventStore> store_ = script_.Maker()();
  std::vector<Submission> batch_;
  std::vector<absl::StatusOr<CommitResult>> answers_;
  std::vector<Event> room_;
};

TEST_F(BatchCommitTest, CommitsAtOnceWhatTheRulesInForceAdmit) {
  Submit(Events(first_, {{.id = 1}, {.id = 2}}));
  Submit(Events(first_, {{.id = 2, .quantity = 5}}));
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(Outcomes(0), ElementsAre(Outcome::kRecorded, Outcome::kRecorded));
  EXPECT_THAT(Outcomes(1), ElementsAre(Outcome::kConflict));
  EXPECT_EQ(answers_[0]->revision, 2);
  EXPECT_THAT(script_.commit_sizes(), ElementsAre(3));
  EXPECT_THAT(script_.look_ups(), IsEmpty());
  EXPECT_THAT(renewed_, IsEmpty());
  EXPECT_EQ(admitted_anew_, 0);
}

TEST_F(BatchCommitTest, AdmitsAnewWhatWaitedUnderOlderRules) {
  current_ = second_;
  script_.SetRules(second_->identity.chain);
  Submit(Events(first_, {{.id = 1}, {.id = 2, .bureau = "police"}, {.id = 3, .bureau = "court"}}));
  Submit(Events(second_, {{.id = 4}}));
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(Outcomes(0), ElementsAre(Outcome::kRecorded, Outcome::kRefused, Outcome::kRecorded));
  EXPECT_THAT(answers_[0]->outcomes[1].violations,
              ElementsAre(::testing::Field(&Violation::field, "bureau")));
  EXPECT_THAT(Outcomes(1), ElementsAre(Outcome::kRecorded));
  EXPECT_THAT(script_.commit_sizes(), ElementsAre(3)) << "one commit";
  EXPECT_THAT(script_.look_ups(), ElementsAre(1));
  EXPECT_THAT(refused_, ElementsAre("police"));
  EXPECT_THAT(renewed_, IsEmpty());
  EXPECT_EQ(admitted_anew_, 1);
  for (const Event& event : script_.events()) {
    EXPECT_NE(second_->catalog->FindBureauOf(event.bureau()), nullptr) << "by the key of before";
  }
}

TEST_F(BatchCommitTest, AdmitsAnewWhatNoCommitTook) {
  script_.SetRules(second_->identity.chain);
  to_come_ = {second_};
  Submit(Events(first_, {{.id = 1, .bureau = "police"}, {.id = 2}}));
  Submit(Events(first_, {{.id = 3}, {.id = 4, .bureau = "police"}}));
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(Outcomes(0), ElementsAre(Outcome::kRefused, Outcome::kRecorded));
  EXPECT_THAT(Outcomes(1), ElementsAre(Outcome::kRecorded, Outcome::kRefused));
  EXPECT_THAT(script_.commit_sizes(), ElementsAre(4, 2));
  EXPECT_THAT(script_.look_ups(), ElementsAre(2));
  EXPECT_THAT(renewed_, ElementsAre(1));
  EXPECT_EQ(admitted_anew_, 1);
}

TEST_F(BatchCommitTest, WhatIsRecordedStaysADuplicateUnderOtherRules) {
  Submit(Events(first_, {{.id = 1, .bureau = "police"}, {.id = 2, .bureau = "police"}}));
  EXPECT_THAT(Run(), IsOk());
  script_.SetRules(second_->identity.chain);
  current_ = second_;
  // Some were refused when they came, and some are when their batch is taken.
  SubmittedEvents mixed{.events = {}, .admitted_by = AdmittedBy(*second_)};
  AddRefused({.id = 1, .bureau = "police"}, &mixed);
  mixed.events = Events(second_, {{.id = 3}}).events;
  AddRefused({.id = 1, .bureau = "police", .quantity = 9}, &mixed);
  AddRefused({.id = 7, .bureau = "police"}, &mixed);
  Submit(std::move(mixed));
  Submit(Events(first_,
                {{.id = 2, .bureau = "police"}, {.id = 2, .bureau = "police", .quantity = 9}}));
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(Outcomes(1), ElementsAre(Outcome::kDuplicate, Outcome::kRecorded, Outcome::kConflict,
                                       Outcome::kRefused));
  EXPECT_THAT(Outcomes(2), ElementsAre(Outcome::kDuplicate, Outcome::kConflict));
  EXPECT_THAT(refused_, ElementsAre("police")) << "only the one that is not recorded";
}

// A closing that comes between admission and commit.
TEST_F(BatchCommitTest, RefusesWhatHasBeenClosedSinceItWasAdmitted) {
  expected_ = RefusalReason::kTimeClosed;
  Submit(Events(first_, {{.id = 1}}));
  EXPECT_THAT(Run(), IsOk());
  const runtime::Rules closed = WithJuneClosed(2, *first_);
  script_.SetRules(closed->identity.chain);
  to_come_ = {closed};
  Submit(Events(first_, {{.id = 1}, {.id = 2}, {.id = 3, .bureau = "police"}}));
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(Outcomes(1), ElementsAre(Outcome::kDuplicate, Outcome::kRefused, Outcome::kRecorded));
  const Violations& why = answers_[1]->outcomes[1].violations;
  ASSERT_THAT(why, ::testing::SizeIs(1));
  EXPECT_EQ(why[0].field, "occurred_at");
  EXPECT_EQ(why[0].reason, "closed");
  EXPECT_THAT(why[0].description, ::testing::HasSubstr("half-year report"));
  EXPECT_THAT(refused_, ElementsAre("mediation"));
  // Once it is reopened, the same is taken.
  const runtime::Rules reopened = Rules(3);
  script_.SetRules(reopened->identity.chain);
  to_come_ = {reopened};
  SubmittedEvents refused{.events = {}, .admitted_by = AdmittedBy(*closed)};
  AddRefused({.id = 2}, &refused);
  Submit(std::move(refused));
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(Outcomes(2), ElementsAre(Outcome::kRecorded));
}

// A bureau that was just applied must not be refused by rules that are outdated.
TEST_F(BatchCommitTest, AdmitsAnewWhatOlderRulesRefused) {
  script_.SetRules(first_->identity.chain);
  for (const bool known : {true, false}) {
    // The newest rules are known when the batch is taken, or learnt from the look-up.
    current_ = known ? first_ : second_;
    to_come_ = {first_};
    SubmittedEvents refused{.events = {}, .admitted_by = AdmittedBy(*second_)};
    AddRefused({.id = known ? 1 : 2, .bureau = "police"}, &refused);
    AddRefused({.id = known ? 1 : 2, .bureau = "police", .quantity = 9}, &refused);
    Submit(std::move(refused));
    EXPECT_THAT(Run(), IsOk());
    EXPECT_THAT(Outcomes(known ? 0 : 1), ElementsAre(Outcome::kRecorded, Outcome::kConflict));
  }
  EXPECT_THAT(refused_, IsEmpty());
  EXPECT_THAT(renewed_, ElementsAre(2));
  EXPECT_EQ(admitted_anew_, 2);
}

TEST_F(BatchCommitTest, TakesDraftsWithoutAnyEvent) {
  SubmittedEvents refused{.events = {}, .admitted_by = AdmittedBy(*first_)};
  AddRefused({.id = 1}, &refused);
  Submit(std::move(refused));
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(Outcomes(0), ElementsAre(Outcome::kRefused));
  EXPECT_EQ(answers_[0]->revision, 0);
  EXPECT_THAT(script_.commit_sizes(), IsEmpty());
  EXPECT_EQ(admitted_anew_, 0);
}

TEST_F(BatchCommitTest, KeepsWhatWasSettledBeforeTheRulesChanged) {
  OneByOne store(script_.Maker()());
  to_come_ = {Rules(1), Rules(1)};
  Submit(Events(first_, {{.id = 1}, {.id = 2}}));
  Submit(Events(first_, {{.id = 1}}));
  EXPECT_THAT(Run(&store), IsOk());
  EXPECT_THAT(Outcomes(0), ElementsAre(Outcome::kRecorded, Outcome::kRecorded));
  EXPECT_THAT(Outcomes(1), ElementsAre(Outcome::kDuplicate));
  EXPECT_EQ(answers_[0]->revision, 4) << "that of the last";
  EXPECT_THAT(script_.events(), ::testing::SizeIs(2)) << "none is counted twice";
  EXPECT_EQ(admitted_anew_, 1) << "one batch";
}

TEST_F(BatchCommitTest, AnswersWhatIsSettledIfTheRulesCannotBeRead) {
  OneByOne store(script_.Maker()());
  Submit(Events(first_, {{.id = 1}}));
  Submit(Events(first_, {{.id = 2}}));
  SubmittedEvents refused{.events = {}, .admitted_by = AdmittedBy(*first_)};
  AddRefused({.id = 3}, &refused);
  Submit(std::move(refused));
  EXPECT_THAT(Run(&store), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Outcomes(0), ElementsAre(Outcome::kRecorded));
  EXPECT_THAT(answers_[1], StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Outcomes(2), ElementsAre(Outcome::kRefused)) << "by rules that were in force";
}

TEST_F(BatchCommitTest, GivesUpIfTheRulesChangeWithoutEnd) {
  script_.SetRules({99});
  for (uint8_t chain = 2; chain < 20; ++chain) to_come_.push_back(Rules(chain));
  Submit(Events(first_, {{.id = 1}}));
  EXPECT_THAT(Run(), IsOk()) << "the database is able to commit";
  EXPECT_THAT(answers_[0], StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(script_.commit_sizes(), ::testing::SizeIs(kMaxCommitRounds));
  EXPECT_THAT(script_.events(), IsEmpty());
}

TEST_F(BatchCommitTest, ALookUpThatFailsConcernsOnlyWhoWaitsForIt) {
  script_.FailLookUpsWith(absl::UnavailableError("away"));
  SubmittedEvents mixed = Events(first_, {{.id = 1}});
  AddRefused({.id = 2}, &mixed);
  Submit(std::move(mixed));
  Submit(Events(first_, {{.id = 3}}));
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(answers_[0], StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Outcomes(1), ElementsAre(Outcome::kRecorded));
  EXPECT_THAT(refused_, IsEmpty());
  // Sent again, all is settled.
  script_.FailLookUpsWith(absl::OkStatus());
  SubmittedEvents again = Events(first_, {{.id = 1}});
  AddRefused({.id = 2}, &again);
  Submit(std::move(again));
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(Outcomes(2), ElementsAre(Outcome::kDuplicate, Outcome::kRefused));
}

TEST_F(BatchCommitTest, ACommitThatFailsConcernsAll) {
  script_.FailWith(absl::InternalError("no"));
  SubmittedEvents refused{.events = {}, .admitted_by = AdmittedBy(*first_)};
  AddRefused({.id = 2}, &refused);
  Submit(Events(first_, {{.id = 1}}));
  Submit(std::move(refused));
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kInternal));
  for (const auto& answer : answers_) EXPECT_THAT(answer, StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(script_.look_ups(), IsEmpty());
}

}  // namespace
}  // namespace jurimeter::ingestion
