#include "domain/ledger/entry_counts.h"

#include <gtest/gtest.h>

namespace jurimeter {
namespace {

TEST(EntryCountsTest, CountsEachKindThatIsKnown) {
  EntryCounts counts;
  counts.Add("events", 3);
  counts.Add("erasure", 1);
  counts.Add("events", 2);
  EXPECT_EQ(counts.Of("events"), 5);
  EXPECT_EQ(counts.Of("catalog"), 0);
  EXPECT_EQ(counts.Of("erasure"), 1);
  EXPECT_EQ(counts.Of("unknown"), 0);
}

TEST(EntryCountsTest, TakesAllKindsThatAreNotKnownForOne) {
  EntryCounts counts;
  counts.Add("note", 3);
  counts.Add("", 1);
  EXPECT_EQ(counts.Of("unknown"), 4);
  EXPECT_EQ(counts.Of("events"), 0);
}

TEST(EntryCountsTest, AddsOthers) {
  EntryCounts counts, more;
  counts.Add("events", 3);
  counts.Add("note", 1);
  more.Add("events", 4);
  more.Add("catalog", 2);
  counts.Add(more);
  EntryCounts expected;
  expected.Add("events", 7);
  expected.Add("catalog", 2);
  expected.Add("note", 1);
  EXPECT_EQ(counts, expected);
}

}  // namespace
}  // namespace jurimeter
