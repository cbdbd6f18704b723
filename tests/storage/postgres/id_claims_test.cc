#include "storage/postgres/id_claims.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include "tests/support/test_catalog.h"

namespace jurimeter::storage {
namespace {

std::vector<Event> Events(int count) {
  const auto catalog = test::TestCatalog();
  std::vector<Event> events;
  for (int id = 1; id <= count; ++id) events.push_back(test::MakeEvent(*catalog, {.id = id}));
  return events;
}

std::vector<BatchEntry> Entries(const std::vector<Event>& events, const std::vector<size_t>& of) {
  std::vector<BatchEntry> entries;
  for (const size_t place : of) entries.push_back({&events[place], place});
  return entries;
}

std::vector<size_t> PlacesOf(const IdClaims::Claimed& claimed) {
  std::vector<size_t> places;
  for (const BatchEntry& entry : claimed.entries) places.push_back(entry.place);
  return places;
}

TEST(IdClaimsTest, LeavesOutWhatIsClaimedUntilItIsReleased) {
  const std::vector<Event> events = Events(4);
  IdClaims claims;
  const auto first = claims.Claim(Entries(events, {0, 2}));
  EXPECT_EQ(PlacesOf(first), (std::vector<size_t>{0, 2}));
  const auto second = claims.Claim(Entries(events, {0, 1, 2, 3}));
  EXPECT_EQ(PlacesOf(second), (std::vector<size_t>{1, 3}));
  claims.Release(first);
  const auto third = claims.Claim(Entries(events, {0, 1, 2, 3}));
  EXPECT_EQ(PlacesOf(third), (std::vector<size_t>{0, 2}));
}

// Many threads want the same few ids, so that nearly every claim waits for others.
TEST(IdClaimsTest, ClaimsOfManyWritersKeepTheirOrderAndNeverMeet) {
  constexpr int kThreads = 8, kRounds = 2'000, kIds = 12;
  const std::vector<Event> events = Events(kIds);
  IdClaims claims;
  std::vector<std::atomic<int>> holders(kIds);
  std::atomic<int> out_of_order = 0, met = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      std::mt19937 random(t);
      for (int round = 0; round < kRounds; ++round) {
        std::vector<size_t> wanted;
        for (size_t place = 0; place < kIds; ++place) {
          if (random() % 3 == 0) wanted.push_back(place);
        }
        if (wanted.empty()) continue;
        const auto claimed = claims.Claim(Entries(events, wanted));
        const std::vector<size_t> places = PlacesOf(claimed);
        out_of_order += !std::is_sorted(places.begin(), places.end());
        for (const size_t place : places) met += holders[place].fetch_add(1) != 0;
        std::this_thread::yield();
        for (const size_t place : places) holders[place].fetch_sub(1);
        claims.Release(claimed);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(out_of_order, 0);
  EXPECT_EQ(met, 0);
}

}  // namespace
}  // namespace jurimeter::storage
