#include "storage/postgres/event_batch.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/test_catalog.h"

namespace jurimeter::storage {
namespace {

using test::MakeEvent;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Catalog& TheCatalog() {
  static const auto& catalog = *new std::shared_ptr<const Catalog>(test::TestCatalog());
  return *catalog;
}

TEST(SortEntriesTest, SortsByBureauThenIdThenPlace) {
  const std::vector<Event> events = {MakeEvent(TheCatalog(), {.id = 2, .bureau = "police"}),
                                     MakeEvent(TheCatalog(), {.id = 3, .bureau = "court"}),
                                     MakeEvent(TheCatalog(), {.id = 1, .bureau = "police"}),
                                     MakeEvent(TheCatalog(), {.id = 3, .bureau = "court"})};
  std::vector<BatchEntry> entries;
  for (size_t place = events.size(); place-- > 0;) entries.push_back({&events[place], place});
  SortEntries(&entries);
  std::vector<size_t> places;
  for (const BatchEntry& entry : entries) places.push_back(entry.place);
  EXPECT_THAT(places, ElementsAre(1, 3, 2, 0));
}

TEST(SameIdTest, IsOfBureauAndId) {
  const Event one = MakeEvent(TheCatalog(), {.id = 1});
  const Event again = MakeEvent(TheCatalog(), {.id = 1, .quantity = 7});
  EXPECT_TRUE(SameId(one, again));
  EXPECT_EQ(HashOfId(one), HashOfId(again));
  for (const Event& other : {MakeEvent(TheCatalog(), {.id = 2}),
                             MakeEvent(TheCatalog(), {.id = 1, .bureau = "court"})}) {
    EXPECT_FALSE(SameId(one, other));
    EXPECT_NE(HashOfId(one), HashOfId(other));
  }
}

TEST(BodyOfTest, IsAllButTheId) {
  const Event one = MakeEvent(TheCatalog(), {.id = 1});
  EXPECT_EQ(BodyOf(one), BodyOf(MakeEvent(TheCatalog(), {.id = 2, .bureau = "court"})));
  for (const test::TestEvent& other :
       {test::TestEvent{.indicator = "disputes.resolved"}, test::TestEvent{.category = "family"},
        test::TestEvent{.quantity = 2}, test::TestEvent{.occurred_at = "2023-06-01T02:00:01Z"},
        test::TestEvent{.subject = "x"}}) {
    const Event changed = MakeEvent(TheCatalog(), other);
    EXPECT_NE(BodyOf(one), BodyOf(changed));
  }
}

TEST(DifferencesTest, NameEachFieldWithBothValues) {
  const CodeTable codes;
  const Event stored = MakeEvent(TheCatalog(), {.quantity = 1, .subject = "old"});
  const Event given = MakeEvent(
      TheCatalog(), {.quantity = 2, .occurred_at = "2023-06-01T02:00:00.5Z", .subject = "new"});
  EXPECT_THAT(Differences(BodyOf(stored), BodyOf(stored), codes), IsEmpty());
  const Violations found = Differences(BodyOf(stored), BodyOf(given), codes);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].field, "occurred_at");
  EXPECT_THAT(found[0].description, HasSubstr("stands for 2023-06-01T02:00:00Z already, and was "
                                              "given with 2023-06-01T02:00:00.5Z"));
  EXPECT_EQ(found[1].field, "quantity");
  EXPECT_THAT(found[1].description, HasSubstr("stands for 1 already, and was given with 2"));
  EXPECT_EQ(found[2].field, "subject");
  EXPECT_THAT(found[2].description, HasSubstr("stands for \"old\" already"));
}

}  // namespace
}  // namespace jurimeter::storage
