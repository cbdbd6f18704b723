// What races against changes of the rules have in common: two services on one database, and clients
// that send both of them batches as fast as they can until the rounds are over.
//
// Example:
//   class CatalogRaceTest : public RaceTest { ... };
//   TEST_F(CatalogRaceTest, ...) { Race([this] { ChangeCatalogs(); }); ... }
#ifndef JURIMETER_TESTS_SERVICES_INGESTION_RACE_H_
#define JURIMETER_TESTS_SERVICES_INGESTION_RACE_H_

#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"
#include "tests/support/eventually.h"

namespace jurimeter::test {

class RaceTest : public ::testing::Test {
 protected:
  static constexpr int kRounds = 200;
  static constexpr int kClients = 4;  // two for each service
  static constexpr size_t kNewInBatch = 20;
  // After a change, before the next: a service commits a few batches by it.
  static constexpr int64_t kEventsInRound = 40;

  void SetUp() override {
    for (const IngestionServer* server : {&first_, &second_}) {
      ASSERT_TRUE(AwaitHealth(server->channel(), kServing));
    }
  }

  virtual v1::IndicatorEvent RandomEvent(int number, std::mt19937* random) = 0;
  // Called behind each batch with all that its client recorded. `number` is of no event yet.
  virtual void AfterBatch(v1::IndicatorIngestion::Stub* /*stub*/, int* /*number*/,
                          std::vector<v1::IndicatorEvent>* /*recorded*/) {}

  // Calls `change` for each round, while clients send to both services.
  void Race(const std::function<void(int round)>& change) {
    std::vector<std::thread> clients;
    for (int client = 0; client < kClients; ++client) {
      clients.emplace_back([this, client] { Send(client); });
    }
    for (int round = 0; round < kRounds; ++round) {
      change(round);
      const int64_t before = recorded_;
      const bool went_on = Eventually([&] { return recorded_ >= before + kEventsInRound; });
      EXPECT_TRUE(went_on) << round;
      if (!went_on) break;
    }
    over_ = true;
    for (std::thread& client : clients) client.join();
  }

  const std::string url_ = DatabaseWithCatalog();
  IngestionServer first_{{.database_url = url_}};
  IngestionServer second_{{.database_url = url_}};
  // As clients were told.
  std::atomic<int64_t> recorded_ = 0;
  std::atomic<int64_t> refused_ = 0;

 private:
  // Sends batches of new events, each with one that was recorded before, until all rounds are over.
  void Send(int client) {
    std::mt19937 random(static_cast<unsigned>(client));
    const auto stub = (client % 2 == 0 ? first_ : second_).stub();
    std::vector<v1::IndicatorEvent> recorded;
    int number = 10'000'000 * (client + 1);
    while (!over_) {
      std::vector<v1::IndicatorEvent> batch;
      while (batch.size() < kNewInBatch) batch.push_back(RandomEvent(++number, &random));
      if (!recorded.empty()) batch.push_back(recorded[random() % recorded.size()]);
      grpc::ClientContext context;
      v1::SubmitIndicatorBatchResponse response;
      const grpc::Status status = stub->SubmitIndicatorBatch(
          &context, BatchOf<v1::SubmitIndicatorBatchRequest>(batch), &response);
      ASSERT_TRUE(status.ok()) << status.error_message();
      ASSERT_EQ(response.outcomes_size(), static_cast<int>(batch.size()));
      Learn(batch, response, &recorded);
      AfterBatch(stub.get(), &number, &recorded);
    }
  }

  // Takes what became of `batch`, and adds to `recorded` what was recorded.
  void Learn(const std::vector<v1::IndicatorEvent>& batch,
             const v1::SubmitIndicatorBatchResponse& response,
             std::vector<v1::IndicatorEvent>* recorded) {
    for (int i = 0; i < response.outcomes_size(); ++i) {
      const v1::IndicatorEvent& event = batch[static_cast<size_t>(i)];
      if (i >= static_cast<int>(kNewInBatch)) {
        EXPECT_EQ(response.outcomes(i), v1::OUTCOME_DUPLICATE) << event.DebugString();
      } else if (response.outcomes(i) == v1::OUTCOME_RECORDED) {
        ++recorded_;
        recorded->push_back(event);
      } else {
        EXPECT_EQ(response.outcomes(i), v1::OUTCOME_REFUSED) << event.DebugString();
        ++refused_;
      }
    }
  }

  std::atomic<bool> over_ = false;
};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SERVICES_INGESTION_RACE_H_
