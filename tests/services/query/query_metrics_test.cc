#include "services/query/query_metrics.h"

#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/services/fake_clock.h"
#include "tests/services/query/scripted_ledger.h"
#include "tests/services/query/scripted_past.h"
#include "tests/services/test_servers.h"
#include "tests/support/eventually.h"

namespace jurimeter::query {
namespace {

using test::Eventually;

class QueryMetricsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(Eventually([&] { return follower_.stale_since() == absl::InfiniteFuture(); }));
  }

  bool HasLine(const std::string& line) const {
    const std::string text = prometheus::TextSerializer().Serialize(gauges_->Collect());
    const std::vector<std::string> lines = absl::StrSplit(text, '\n');
    return std::find(lines.begin(), lines.end(), line) != lines.end();
  }

  test::FakeClock clock_;
  test::Ledger ledger_{2};
  runtime::Readiness readiness_{{std::string(LedgerFollower::kCondition)}};
  runtime::DatabaseContact contact_{&readiness_, &clock_};
  LedgerFollower follower_{std::make_unique<test::ScriptedReader>(&ledger_),
                           &readiness_,
                           &contact_,
                           {.interval = absl::Seconds(1), .clock = &clock_}};
  prometheus::Registry registry_;
  PastStates past_{
      std::make_unique<test::ScriptedPast>(std::make_shared<test::ScriptedPast::Script>()),
      registry_, &clock_};
  std::shared_ptr<runtime::SampledGauges> gauges_ = QueryGauges(&follower_, &past_, &clock_);
};

TEST_F(QueryMetricsTest, CurrentFiguresAreNotBehind) {
  EXPECT_TRUE(HasLine("jurimeter_ledger_revision 2"));
  EXPECT_TRUE(HasLine("jurimeter_query_revision 2"));
  EXPECT_TRUE(HasLine("jurimeter_query_revision_lag 0"));
  EXPECT_TRUE(HasLine("jurimeter_query_stale_seconds 0"));
  EXPECT_TRUE(HasLine("jurimeter_query_waiting 0"));
  EXPECT_TRUE(HasLine("jurimeter_query_past_states 0"));
}

TEST_F(QueryMetricsTest, NobodyKnowsHowFarStaleFiguresAreBehind) {
  ledger_.FailAfter(2);
  const absl::Duration away = absl::Seconds(1) + LedgerFollower::kPatience + absl::Seconds(5);
  clock_.Advance(away);
  EXPECT_TRUE(Eventually([&] { return HasLine("jurimeter_query_revision_lag Nan"); }));
  EXPECT_TRUE(HasLine(absl::StrCat("jurimeter_query_stale_seconds ", absl::ToInt64Seconds(away))));
  EXPECT_TRUE(HasLine("jurimeter_query_revision 2")) << "they are served all the same";
}

TEST_F(QueryMetricsTest, CountsEntriesByKind) {
  EXPECT_TRUE(HasLine("jurimeter_ledger_entries{kind=\"events\"} 1"));
  EXPECT_TRUE(HasLine("jurimeter_ledger_entries{kind=\"catalog\"} 1"));
  EXPECT_TRUE(HasLine("jurimeter_ledger_entries{kind=\"erasure\"} 0"));
  EXPECT_TRUE(HasLine("jurimeter_ledger_entries{kind=\"unknown\"} 0"));
}

TEST_F(QueryMetricsTest, CountsWhoWaits) {
  follower_.WhenReached(3, absl::InfiniteFuture(), [](const LedgerFollower::Snapshot&) {});
  EXPECT_TRUE(HasLine("jurimeter_query_waiting 1"));
}

}  // namespace
}  // namespace jurimeter::query
