#include "services/ingestion/closings.h"

#include <gmock/gmock.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/values/calendar.h"
#include "tests/services/fake_clock.h"
#include "tests/services/fake_rules_store.h"
#include "tests/support/eventually.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::ingestion {
namespace {

using storage::RecordedClosing;
using test::IsOk;
using test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr BureauKey kCourt = 1;

// What a store was asked to record, and says of it.
struct ClosingScript {
  std::vector<Digest> recorded_by;  // rules of each Record
  // Called at the beginning of each Record; if it is not OK, that is the answer.
  std::function<absl::Status()> before_each = [] { return absl::OkStatus(); };
  std::vector<RecordedClosing> recorded;
  absl::Status failure;  // of Find, AwaitDurable and List
  int awaited = 0;       // how often AwaitDurable was asked
  int64_t next_revision = 10;
  test::RulesDatabase* database;
};

class ScriptedClosingStore : public storage::ClosingStore {
 public:
  explicit ScriptedClosingStore(ClosingScript* script) : script_(*script) {}

  absl::StatusOr<std::optional<RecordedClosing>> Find(const EventId& request_id) override {
    if (!script_.failure.ok()) return script_.failure;
    for (const RecordedClosing& each : script_.recorded) {
      if (each.request_id == request_id) return each;
    }
    return std::nullopt;
  }

  absl::Status AwaitDurable() override {
    ++script_.awaited;
    return script_.failure;
  }

  absl::StatusOr<int64_t> Record(const ClosingRequest& request, const Digest& rules) override {
    script_.recorded_by.push_back(rules);
    const absl::Status status = script_.before_each();
    if (!status.ok()) return status;
    const int64_t revision = script_.next_revision++;
    script_.recorded.push_back(
        {.closing = {revision, request.reopens, request.reason, request.parts},
         .committed_at = absl::UnixEpoch(),
         .request_id = request.request_id,
         .principal = "nobody",
         .days = request.days,
         .scope = request.scope,
         .bureau_days_left = request.reopens.has_value() ? 0 : 1});
    if (!request.reopens.has_value()) script_.database->Close(revision, request.parts);
    return revision;
  }

  absl::StatusOr<storage::ClosingPage> List(int64_t after_revision, int limit) override {
    if (!script_.failure.ok()) return script_.failure;
    storage::ClosingPage page;
    for (const RecordedClosing& each : script_.recorded) {
      if (each.closing.revision <= after_revision) continue;
      page.has_more = page.closings.size() == static_cast<size_t>(limit);
      if (page.has_more) break;
      page.closings.push_back(each);
    }
    return page;
  }

 private:
  ClosingScript& script_;
};

class ClosingsTest : public ::testing::Test {
 protected:
  ClosingsTest() {
    script_.database = &database_;
    clock_.Advance(test::At("2024-02-01T00:00:00Z") - clock_.Now());
    database_.Apply(1);
    EXPECT_TRUE(test::Eventually([&] {
      clock_.Advance(runtime::RulesWatch::kInterval / 100);
      return watch_.current() != nullptr;
    }));
  }

  // The court's day of 2023-03-05, or of another reason.
  static ClosingDraft Draft(int id, const std::string& reason = "annual report") {
    return {.request_id = test::TestId(id),
            .first_day = "2023-03-05",
            .last_day = "2023-03-06",
            .scope = {.bureaus = {"court"}},
            .reason = reason};
  }

  // The court's 2023-03-05 is taken by a closing of the same catalog.
  const ClosingInForce* FindClosed() const {
    return watch_.current()->closed.Find(kCourt, DayNumber(absl::CivilDay(2023, 3, 5)));
  }

  test::FakeClock clock_;
  test::RulesDatabase database_;
  runtime::Readiness readiness_{{std::string(runtime::RulesWatch::kCondition)}};
  runtime::DatabaseContact contact_{&readiness_, &clock_};
  runtime::RulesWatch watch_{std::make_unique<test::FakeRulesStore>(&database_), &readiness_,
                             &contact_, &clock_};
  ClosingScript script_;
  Closings closings_{std::make_unique<ScriptedClosingStore>(&script_), &watch_, &clock_};
};

TEST(ExtentOfTest, CountsBureausAndTheirDays) {
  EXPECT_EQ(ExtentOf({}).bureaus, 0);
  const std::vector<ClosingPart> parts = {
      {.bureau = 1, .days = {5, 5}}, {.bureau = 1, .days = {7, 9}}, {.bureau = 2, .days = {1, 2}}};
  EXPECT_EQ(ExtentOf(parts).bureaus, 2);
  EXPECT_EQ(ExtentOf(parts).bureau_days, 6);
}

TEST_F(ClosingsTest, TheProcessKnowsAtOnceWhatItClosed) {
  const auto done = closings_.Close(Draft(1), /*dry_run=*/false);
  ASSERT_THAT(done, IsOk());
  ASSERT_TRUE((*done).ok());
  EXPECT_FALSE((**done).duplicate);
  EXPECT_EQ((**done).revision, 10);
  EXPECT_EQ((**done).extent.bureaus, 1);
  EXPECT_EQ((**done).extent.bureau_days, 2);
  ASSERT_NE(FindClosed(), nullptr) << "no time has passed for the watch";
  EXPECT_EQ(FindClosed()->revision, 10);
}

TEST_F(ClosingsTest, ADryRunChangesNothing) {
  const auto done = closings_.Close(Draft(1), /*dry_run=*/true);
  ASSERT_THAT(done, IsOk());
  ASSERT_TRUE((*done).ok());
  EXPECT_EQ((**done).revision, 0);
  EXPECT_EQ((**done).extent.bureau_days, 2);
  EXPECT_THAT(script_.recorded_by, IsEmpty());
}

TEST_F(ClosingsTest, KnowsARepetitionWhateverTheRulesSay) {
  ASSERT_THAT(closings_.Close(Draft(1), false), IsOk());
  const auto again = closings_.Close(Draft(1), false);
  ASSERT_THAT(again, IsOk());
  ASSERT_TRUE((*again).ok());
  EXPECT_TRUE((**again).duplicate);
  EXPECT_EQ((**again).revision, 10);
  EXPECT_EQ((**again).extent.bureau_days, 2);
  EXPECT_EQ((**closings_.Close(Draft(1), true)).revision, 0) << "of a dry run";
  EXPECT_THAT(script_.recorded_by, ElementsAre(Digest{1}));

  const auto other = closings_.Close(Draft(1, "another"), false);
  ASSERT_THAT(other, IsOk());
  ASSERT_FALSE((*other).ok());
  EXPECT_EQ((*other).faults()[0].field, "request_id");
  EXPECT_EQ((*other).faults()[0].reason, "taken");
  EXPECT_THAT((*other).faults()[0].description, HasSubstr("revision 10"));
  EXPECT_EQ(script_.awaited, 1) << "only of the answer that it is done";
}

TEST_F(ClosingsTest, AReopeningIsNoRepetitionOfAClosing) {
  ASSERT_THAT(closings_.Close(Draft(1), false), IsOk());
  const auto reopened = closings_.Reopen({.request_id = test::TestId(1),
                                          .closing = 10,
                                          .first_day = "",
                                          .last_day = "",
                                          .scope = {},
                                          .reason = "annual report"},
                                         false);
  ASSERT_THAT(reopened, IsOk());
  ASSERT_FALSE((*reopened).ok());
  EXPECT_EQ((*reopened).faults()[0].reason, "taken");
}

TEST_F(ClosingsTest, ReopensAndKnowsThatItDid) {
  ASSERT_THAT(closings_.Close(Draft(1), false), IsOk());
  const ReopeningDraft draft = {.request_id = test::TestId(2),
                                .closing = 10,
                                .first_day = "",
                                .last_day = "",
                                .scope = {},
                                .reason = "a report was wrong"};
  for (const bool again : {false, true}) {
    const auto done = closings_.Reopen(draft, false);
    ASSERT_THAT(done, IsOk());
    ASSERT_TRUE((*done).ok()) << (*done).faults()[0].description;
    EXPECT_EQ((**done).duplicate, again);
    EXPECT_EQ((**done).revision, 11);
    EXPECT_EQ((**done).extent.bureau_days, 2);
  }
}

TEST_F(ClosingsTest, RefusesByTheRulesOfTheDatabaseAndNotOfASecondAgo) {
  database_.Apply(3);
  ASSERT_THAT(closings_.Close(Draft(1), false), IsOk());
  EXPECT_THAT(script_.recorded_by, ElementsAre(Digest{3}));
  const auto refused = closings_.Close({}, false);
  ASSERT_THAT(refused, IsOk());
  ASSERT_FALSE((*refused).ok());
  std::vector<std::string> fields;
  for (const Violation& fault : (*refused).faults()) fields.push_back(fault.field);
  EXPECT_THAT(fields, ElementsAre("request_id", "first_day", "last_day", "scope", "reason"));
}

TEST_F(ClosingsTest, IsAdmittedAnewIfTheRulesChange) {
  script_.before_each = [&]() -> absl::Status {
    if (script_.recorded_by.size() == 3) return absl::OkStatus();
    database_.Apply(1 + static_cast<int64_t>(script_.recorded_by.size()));
    return absl::AbortedError("other rules");
  };
  const auto done = closings_.Close(Draft(1), false);
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ((**done).revision, 10);
  EXPECT_THAT(script_.recorded_by, ElementsAre(Digest{1}, Digest{2}, Digest{3}));
}

TEST_F(ClosingsTest, GivesUpIfTheRulesChangeWithoutEnd) {
  script_.before_each = [] { return absl::AbortedError("other rules"); };
  EXPECT_THAT(closings_.Close(Draft(1), false), StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(script_.recorded_by, ::testing::SizeIs(kMaxClosingRounds));
}

TEST_F(ClosingsTest, KnowsWhatAnotherRecordedMeanwhile) {
  bool is_first = true;
  script_.before_each = [&]() -> absl::Status {
    if (!std::exchange(is_first, false)) return absl::OkStatus();
    ScriptedClosingStore other(&script_);
    const auto request = AdmitClosing(*watch_.current()->catalog, Draft(1), clock_.Now());
    EXPECT_THAT(other.Record(*request, watch_.current()->identity.chain), IsOk());
    return absl::AlreadyExistsError("taken");
  };
  const auto done = closings_.Close(Draft(1), false);
  ASSERT_THAT(done, IsOk());
  ASSERT_TRUE((*done).ok());
  EXPECT_TRUE((**done).duplicate);
  EXPECT_EQ((**done).revision, 10);
}

TEST_F(ClosingsTest, SaysThatTheDatabaseIsAway) {
  script_.before_each = [] { return absl::UnavailableError("lost"); };
  EXPECT_THAT(closings_.Close(Draft(1), false), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(script_.recorded_by, ::testing::SizeIs(1)) << "the store has tried several times";
  script_.failure = absl::UnavailableError("away");
  EXPECT_THAT(closings_.Close(Draft(1), false), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(closings_.List(0, 10, false), StatusIs(absl::StatusCode::kUnavailable));
  script_.failure = absl::OkStatus();
  database_.FailWith(absl::UnavailableError("away"));
  EXPECT_THAT(closings_.Close(Draft(1), false), StatusIs(absl::StatusCode::kUnavailable))
      << "the rules cannot be read";
}

TEST_F(ClosingsTest, WhatIsRecordedIsDoneThoughTheRulesCannotBeReadAfterwards) {
  script_.before_each = [&] {
    database_.FailWith(absl::UnavailableError("away"));
    return absl::OkStatus();
  };
  const auto done = closings_.Close(Draft(1), false);
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ((**done).revision, 10);
}

TEST_F(ClosingsTest, ListsByPages) {
  for (int id = 1; id <= 3; ++id) ASSERT_THAT(closings_.Close(Draft(id), false), IsOk());
  script_.recorded[1].bureau_days_left = 0;
  const auto first = closings_.List(0, 2, false);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->page.closings.size(), 2u);
  EXPECT_TRUE(first->page.has_more);
  EXPECT_EQ(first->next_after, 11);
  const auto last = closings_.List(first->next_after, 2, false);
  EXPECT_EQ(last->page.closings.size(), 1u);
  EXPECT_FALSE(last->page.has_more);
  const auto in_force = closings_.List(0, 2, true);
  ASSERT_EQ(in_force->page.closings.size(), 1u);
  EXPECT_EQ(in_force->page.closings[0].closing.revision, 10);
  EXPECT_EQ(in_force->next_after, 11) << "the next page begins after all that were read";
}

}  // namespace
}  // namespace jurimeter::ingestion
