// Random operations on PostgreSQL, each compared with the model.
#include <gmock/gmock.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "domain/values/calendar.h"
#include "storage/event_store.h"
#include "tests/contract/store_under_test.h"
#include "tests/support/correct_in_turns.h"
#include "tests/support/seeded_test.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"
#include "tests/support/test_closing.h"
#include "tests/support/year_totals.h"

namespace jurimeter::test {
namespace {

using storage::CommitResult;

constexpr int kRounds = 150;
constexpr int kStores = 3;

class RandomEvents {
 public:
  explicit RandomEvents(unsigned seed) : random_(seed) {}

  // An id that an event may have, or will.
  int SomeId() { return UpTo(max_id_ + 3); }

  int UpTo(int limit) { return std::uniform_int_distribution(0, limit)(random_); }

  // From so few ids, times and quantities that events often meet their like.
  TestEvent Next() {
    static const char* const kBureaus[] = {"court", "mediation", "police"};
    static const char* const kTimes[] = {"2022-12-31T15:59:59Z", "2022-12-31T16:00:00Z",
                                         "2023-06-01T02:00:00Z", "2023-06-01T03:00:00.5Z"};
    static const char* const kIndicators[] = {"disputes.received", "disputes.resolved",
                                              "offices.open"};
    static const char* const kCategories[] = {"", "family", "labour"};
    TestEvent event{.id = UpTo(max_id_), .bureau = kBureaus[UpTo(2)]};
    // What an id stands for follows from it, but for one event in four.
    const int content = UpTo(3) == 0 ? UpTo(100) : event.id;
    event.indicator = kIndicators[content % 3];
    if (content % 3 == 0) event.category = kCategories[content / 3 % 3];
    event.occurred_at = kTimes[content / 2 % 4];
    event.quantity = 1 + content % 5;
    event.subject = std::string(content % 2, 's');
    max_id_ += UpTo(1);
    return event;
  }

 private:
  std::mt19937 random_;
  int max_id_ = 20;
};

void ExpectSame(const CommitResult& given, const CommitResult& expected) {
  ASSERT_EQ(given.outcomes.size(), expected.outcomes.size());
  for (size_t i = 0; i < given.outcomes.size(); ++i) {
    const auto& outcome = given.outcomes[i];
    EXPECT_EQ(outcome.outcome, expected.outcomes[i].outcome) << "event " << i;
    ASSERT_EQ(outcome.violations.size(), expected.outcomes[i].violations.size()) << "event " << i;
    for (size_t v = 0; v < outcome.violations.size(); ++v) {
      EXPECT_EQ(outcome.violations[v].field, expected.outcomes[i].violations[v].field);
      EXPECT_NE(outcome.violations[v].description, "");
    }
  }
  EXPECT_EQ(given.revision > 0, expected.revision > 0);
}

// A store of each, and what they are asked to do.
class EventStoreRandomTest : public SeededTest {
 protected:
  EventStoreRandomTest() {
    for (int i = 0; i < kStores; ++i) stores_.push_back(postgres_->NewStore());
  }

  storage::EventStore& AnyStore() { return *stores_[random_.UpTo(kStores - 1)]; }

  // Rules that were in force once, or are.
  static const storage::LedgerRules& Rules(const StoreUnderTest& of,
                                           const storage::LedgerRules& before, bool stale) {
    return stale ? before : of.rules();
  }

  // Whether the rules in force close the day of `event`, so that nobody admits it.
  bool IsClosed(const Event& event) const {
    return model_->rules().closed.Find(event.bureau(), DayNumber(event.occurred_on())) != nullptr;
  }

  void CommitEvents(bool stale) {
    std::vector<Event> expected_events, events;
    for (int i = random_.UpTo(30); i >= 0; --i) {
      const TestEvent event = random_.Next();
      if (!stale && IsClosed(MakeEvent(model_->catalog(), event))) continue;
      expected_events.push_back(MakeEvent(model_->catalog(), event));
      events.push_back(MakeEvent(postgres_->catalog(), event));
    }
    const auto result = AnyStore().Commit(events, Rules(*postgres_, postgres_before_, stale).chain);
    const auto expected =
        model_store_->Commit(expected_events, Rules(*model_, model_before_, stale).chain);
    ASSERT_THAT(result, IsOk());
    ExpectSame(*result, *expected);
    revision_ = result->revision;
  }

  // Of events that are recorded or not, retracted or not, some of them several times.
  void CorrectEvents(bool stale) {
    std::vector<Correction> expected_corrections, corrections;
    for (int i = random_.UpTo(8); i >= 0; --i) {
      TestEvent target = random_.Next();
      target.id = random_.SomeId();
      TestEvent replacement = random_.Next();
      replacement.bureau = target.bureau;
      if (random_.UpTo(2) > 0) replacement.id = random_.SomeId();
      const int request = 1'000'000 + 10 * target.id + random_.UpTo(1);
      const bool replaces = random_.UpTo(1) == 0;
      if (replaces && !stale && IsClosed(MakeEvent(model_->catalog(), replacement))) continue;
      for (auto* made : {&expected_corrections, &corrections}) {
        const Catalog& catalog = made == &corrections ? postgres_->catalog() : model_->catalog();
        made->push_back({.request_id = *EventId::Parse(TestId(request)),
                         .bureau = catalog.FindBureau(target.bureau)->key,
                         .event_id = *EventId::Parse(TestId(target.id)),
                         .reason = "wrong"});
        if (replaces) made->back().replacement = MakeEvent(catalog, replacement);
      }
    }
    const auto result =
        CorrectInTurns(AnyStore(), corrections, Rules(*postgres_, postgres_before_, stale));
    const auto expected = model_store_->Correct(
        expected_corrections, Rules(*model_, model_before_, stale), /*dry_run=*/false);
    ASSERT_THAT(result, IsOk());
    ASSERT_EQ(result->results.size(), expected->results.size());
    for (size_t i = 0; i < result->results.size(); ++i) {
      const CorrectionResult& given = result->results[i];
      const CorrectionResult& wanted = expected->results[i];
      EXPECT_EQ(given.outcome, wanted.outcome) << "correction " << i;
      ASSERT_EQ(given.refusals.size(), wanted.refusals.size()) << "correction " << i;
      if (given.refusals.empty()) continue;
      EXPECT_EQ(given.refusals[0].field, wanted.refusals[0].field) << "correction " << i;
      EXPECT_EQ(given.refusals[0].reason, wanted.refusals[0].reason) << "correction " << i;
      closed_ += given.refusals[0].reason == correction_reason::kClosed ? 1 : 0;
    }
    EXPECT_EQ(result->revision > 0, expected->revision > 0);
    revision_ = result->revision;
    done_ += static_cast<int>(
        std::count_if(result->results.begin(), result->results.end(),
                      [](const auto& each) { return each.outcome == CorrectionOutcome::kDone; }));
  }

  // Closes days of a bureau, or opens days that an earlier closing closes still.
  void CloseOrReopen() {
    static const char* const kBureaus[] = {"court", "mediation", "police"};
    static const char* const kDays[] = {"2022-12-31", "2023-01-01", "2023-06-01"};
    model_before_ = model_->rules();
    postgres_before_ = postgres_->rules();
    const int first = random_.UpTo(2);
    ClosingRequest request =
        MakeClosing(model_->catalog(), {.request = 5'000'000 + ++requests_,
                                        .bureau = kBureaus[random_.UpTo(2)],
                                        .first = kDays[first],
                                        .last = kDays[first + random_.UpTo(2 - first)],
                                        .reason = "reason " + std::to_string(requests_)});
    if (closings_.size() < 2 || random_.UpTo(3) == 0) {
      const int64_t of_model = model_->Record(request);
      revision_ = postgres_->Record(request);
      closings_.emplace_back(of_model, revision_);
      return;
    }
    const auto last = static_cast<int>(closings_.size()) - 1;
    const auto closing = closings_.begin() + random_.UpTo(last);
    const auto [of_model, of_postgres] = *closing;
    request.parts = model_->rules().closed.LeftOf(of_model);
    EXPECT_EQ(request.parts, postgres_->rules().closed.LeftOf(of_postgres));
    ASSERT_FALSE(request.parts.empty());
    if (random_.UpTo(2) == 0) {
      request.parts.resize(1, request.parts.front());
      request.parts.front().days.last = request.parts.front().days.first;
    }
    // What was asked for has to come to these parts. A closing is of one bureau here.
    request.days = {request.parts.front().days.first, request.parts.back().days.last};
    request.scope =
        "bureaus " + model_->catalog().FindBureauOf(request.parts.front().bureau)->spec.code;
    request.reopens = of_model;
    model_->Record(request);
    request.reopens = of_postgres;
    revision_ = postgres_->Record(request);
    if (model_->rules().closed.LeftOf(of_model).empty()) closings_.erase(closing);
  }

  void ChangeRules() {
    model_before_ = model_->rules();
    postgres_before_ = postgres_->rules();
    model_->ChangeRules();
    postgres_->ChangeRules();
    revision_ = postgres_->Revision();
  }

  RandomEvents random_{seed()};
  std::unique_ptr<StoreUnderTest> model_ = MakeModel(), postgres_ = MakePostgres();
  std::unique_ptr<storage::EventStore> model_store_ = model_->NewStore();
  std::vector<std::unique_ptr<storage::EventStore>> stores_;
  storage::LedgerRules model_before_{.chain = {1, 1, 1}, .closed = {}};
  storage::LedgerRules postgres_before_ = model_before_;
  // The closings that still close something: their revisions in the model and in PostgreSQL.
  std::vector<std::pair<int64_t, int64_t>> closings_;
  int requests_ = 0;
  int64_t revision_ = 0;  // that the last operation answered
  int done_ = 0;          // corrections
  int closed_ = 0;        // corrections that were refused for that
};

INSTANTIATE_SEEDS(EventStoreRandomTest);

TEST_P(EventStoreRandomTest, EqualsTheModel) {
  for (int round = 0; round < kRounds && !::testing::Test::HasFailure(); ++round) {
    SCOPED_TRACE(round);
    const int64_t revision_before = postgres_->Revision();
    const bool stale = random_.UpTo(19) == 0;
    const int operation = random_.UpTo(14);
    revision_ = 0;
    if (operation == 0) {
      ChangeRules();
    } else if (operation > 11) {
      CloseOrReopen();
    } else if (operation <= 4) {
      CorrectEvents(stale);
    } else {
      CommitEvents(stale);
    }
    EXPECT_TRUE(revision_ == 0 || revision_ > revision_before);
    EXPECT_EQ(postgres_->Revision(), std::max(revision_before, revision_));
  }
  EXPECT_GT(done_, 5);
  EXPECT_GT(done_ + closed_, 15);
  // The keys of both are by place in the test catalog.
  EXPECT_EQ(postgres_->Events(), model_->Events());
  EXPECT_TRUE(SheetsOf(postgres_->LoadTotals()) == SheetsOf(model_->LoadTotals()));
  postgres_->ExpectSound();
}

}  // namespace
}  // namespace jurimeter::test
