// Days that are closed and reopened while two services take events and retractions as fast as they
// can: after a closing's revision nothing of its days may stand in the ledger, and everything that
// was acknowledged must.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/services/ingestion/race.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {
namespace {

// Closings in force at once, of the six days of three bureaus that are reported.
constexpr size_t kMostInForce = 4;

constexpr const char* kBureaus[] = {"court", "police", "mediation"};
constexpr const char* kDays[] = {"2023-06-15", "2023-06-16"};

// What was recorded or retracted of a day that a closing before it closed; and, with kNotReopened,
// of a day that was still closed.
constexpr char kOfClosedDays[] = R"(
WITH change AS (
  SELECT DISTINCT revision, bureau_id, occurred_on FROM event JOIN ledger_entry USING (entry_id)
  UNION
  SELECT revision, bureau_id, occurred_on
  FROM retraction AS r JOIN event USING (bureau_id, event_id)
  JOIN ledger_entry AS l ON l.entry_id = r.entry_id),
part AS (
  SELECT revision, reopens, bureau_id, p.first_day, p.last_day
  FROM closing JOIN closing_part AS p USING (entry_id) JOIN ledger_entry USING (entry_id))
SELECT change.revision, c.revision, occurred_on
FROM change JOIN part AS c USING (bureau_id)
WHERE c.reopens IS NULL AND c.revision < change.revision
  AND occurred_on BETWEEN c.first_day AND c.last_day)";
constexpr char kNotReopened[] = R"(
  AND NOT EXISTS (SELECT FROM part AS r
                  WHERE r.reopens = c.revision AND r.revision < change.revision
                    AND r.bureau_id = c.bureau_id
                    AND occurred_on BETWEEN r.first_day AND r.last_day))";
constexpr char kSome[] = " LIMIT 10";

class ClosingRaceTest : public RaceTest {
 protected:
  v1::IndicatorEvent RandomEvent(int number, std::mt19937* random) override {
    const std::string day = kDays[(*random)() % 2];
    return Report(number, kBureaus[(*random)() % 3], "disputes.received", 1, day + "T02:00:00Z");
  }

  // Retracts one now and then.
  void AfterBatch(v1::IndicatorIngestion::Stub* stub, int* number,
                  std::vector<v1::IndicatorEvent>* recorded) override {
    if (!recorded->empty()) Retract(stub, recorded->back(), ++*number, recorded);
  }

  // Has the last of `recorded` retracted, unless its day is closed.
  void Retract(v1::IndicatorIngestion::Stub* stub, const v1::IndicatorEvent& event, int number,
               std::vector<v1::IndicatorEvent>* recorded) {
    grpc::ClientContext context;
    v1::RetractIndicatorRequest request;
    request.mutable_retraction()->set_request_id(TestId(number));
    request.mutable_retraction()->set_bureau(event.bureau());
    request.mutable_retraction()->set_event_id(event.event_id());
    request.mutable_retraction()->set_reason("sent twice");
    v1::RetractIndicatorResponse response;
    const grpc::Status status = stub->RetractIndicator(&context, request, &response);
    if (status.ok()) {
      EXPECT_EQ(response.outcome(), v1::CORRECTION_OUTCOME_DONE);
      ++retracted_;
      recorded->pop_back();
      return;
    }
    EXPECT_EQ(Decode(status).reasons.at("event_id"), "closed") << status.error_message();
    ++kept_;
  }

  // Closes one day of one bureau, and returns the closing's revision.
  static int64_t CloseDay(v1::IndicatorLedger::Stub* stub, int round, std::mt19937* random) {
    const std::string day = kDays[(*random)() % 2];
    v1::CloseRequest request;
    request.set_request_id(TestId(round + 1));
    request.set_first_day(day);
    request.set_last_day(day);
    request.mutable_scope()->add_bureaus(kBureaus[(*random)() % 3]);
    request.set_reason("report");
    grpc::ClientContext context;
    v1::CloseResponse response;
    const grpc::Status status = stub->Close(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.revision();
  }

  static void ReopenAll(v1::IndicatorLedger::Stub* stub, int round, int64_t closing) {
    v1::ReopenRequest request;
    request.set_request_id(TestId(round + 1));
    request.set_closing(closing);
    request.set_reason("a report was wrong");
    grpc::ClientContext context;
    v1::ReopenResponse response;
    const grpc::Status status = stub->Reopen(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

  void CloseOrReopen(int round) {
    v1::IndicatorLedger::Stub* const stub = (random_() % 2 == 0 ? to_first_ : to_second_).get();
    if (in_force_.size() < kMostInForce && random_() % 2 == 0) {
      in_force_.push_back(CloseDay(stub, round, &random_));
    } else if (!in_force_.empty()) {
      const size_t place = random_() % in_force_.size();
      ReopenAll(stub, round, in_force_[place]);
      in_force_.erase(in_force_.begin() + static_cast<std::ptrdiff_t>(place));
    }
  }

  int64_t Count(const std::string& sql) { return Query(url_, sql)[0][0].as<int64_t>(); }

  std::mt19937 random_{5};
  const std::unique_ptr<v1::IndicatorLedger::Stub> to_first_ = first_.ledger_stub();
  const std::unique_ptr<v1::IndicatorLedger::Stub> to_second_ = second_.ledger_stub();
  std::vector<int64_t> in_force_;       // revisions of closings
  std::atomic<int64_t> retracted_ = 0;  // as clients were told
  std::atomic<int64_t> kept_ = 0;       // retractions that were refused
};

TEST_F(ClosingRaceTest, NothingOfAClosedDayFollowsItsClosing) {
  Race([this](int round) { CloseOrReopen(round); });

  for (const pqxx::row& row : Query(url_, absl::StrCat(kOfClosedDays, kNotReopened, kSome))) {
    ADD_FAILURE() << "revision " << row[0].c_str() << " changes " << row[2].c_str()
                  << ", which revision " << row[1].c_str() << " had closed";
  }
  EXPECT_FALSE(Query(url_, absl::StrCat(kOfClosedDays, kSome)).empty())
      << "the query finds what is of days that were reopened";
  EXPECT_GT(Count("SELECT count(*) FROM closing WHERE reopens IS NULL"), kRounds / 4);
  EXPECT_GT(Count("SELECT count(*) FROM closing WHERE reopens IS NOT NULL"), kRounds / 4);
  EXPECT_EQ(Count("SELECT count(*) FROM event"), recorded_) << "what was recorded, no more";
  EXPECT_EQ(Count("SELECT count(*) FROM retraction"), retracted_);
  EXPECT_EQ(Count("SELECT coalesce(sum(total), 0)::bigint FROM day_total"), recorded_ - retracted_);
  EXPECT_GT(refused_, 0);
  EXPECT_GT(kept_, 0);
  EXPECT_GT(retracted_, 0);
  for (IngestionServer* server : {&first_, &second_}) {
    EXPECT_GT(SampleOf(server->registry(), "jurimeter_readmitted_batches_total"), 0)
        << "some waited while a day was closed";
  }
}

}  // namespace
}  // namespace jurimeter::test
