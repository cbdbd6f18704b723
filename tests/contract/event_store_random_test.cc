// Random operations on PostgreSQL, each compared with the model.
#include <gmock/gmock.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "storage/event_store.h"
#include "tests/contract/store_under_test.h"
#include "tests/support/seeded_test.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"
#include "tests/support/year_totals.h"

namespace jurimeter::test {
namespace {

using storage::CommitResult;

constexpr int kRounds = 150;
constexpr int kStores = 3;

class RandomEvents {
 public:
  explicit RandomEvents(unsigned seed) : random_(seed) {}

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

using EventStoreRandomTest = SeededTest;
INSTANTIATE_SEEDS(EventStoreRandomTest);

TEST_P(EventStoreRandomTest, EqualsTheModel) {
  RandomEvents random(seed());
  const auto model = MakeModel();
  const auto postgres = MakePostgres();
  const auto model_store = model->NewStore();
  std::vector<std::unique_ptr<storage::EventStore>> stores;
  for (int i = 0; i < kStores; ++i) stores.push_back(postgres->NewStore());

  for (int round = 0; round < kRounds && !::testing::Test::HasFailure(); ++round) {
    SCOPED_TRACE(round);
    std::vector<Event> expected_events, events;
    for (int i = random.UpTo(30); i >= 0; --i) {
      const TestEvent event = random.Next();
      expected_events.push_back(MakeEvent(model->catalog(), event));
      events.push_back(MakeEvent(postgres->catalog(), event));
    }
    const int64_t revision_before = postgres->Revision();
    const auto result = stores[random.UpTo(kStores - 1)]->Commit(events, postgres->rules());
    const auto expected = model_store->Commit(expected_events, model->rules());
    ASSERT_THAT(result, IsOk());
    ExpectSame(*result, *expected);
    EXPECT_TRUE(result->revision == 0 || result->revision > revision_before);
    EXPECT_EQ(postgres->Revision(), std::max(revision_before, result->revision));
  }
  // The keys of both are by place in the test catalog.
  EXPECT_EQ(postgres->Events(), model->Events());
  EXPECT_TRUE(SheetsOf(postgres->LoadTotals()) == SheetsOf(model->LoadTotals()));
  postgres->ExpectSound();
}

}  // namespace
}  // namespace jurimeter::test
