#include "storage/postgres/event_log.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "domain/ledger/canonical_bytes.h"
#include "domain/values/calendar.h"
#include "storage/postgres/errors.h"
#include "storage/postgres/transaction.h"
#include "tests/storage/postgres/failure_of.h"
#include "tests/storage/postgres/open_ledger.h"

namespace jurimeter::storage {
namespace {

using test::TestEvent;

constexpr char kCount[] = "SELECT count(*) FROM event";

class EventLogTest : public test::OpenLedgerTest {
 protected:
  static std::vector<TestEvent> Numbered(int count) {
    std::vector<TestEvent> events;
    for (int id = 1; id <= count; ++id) {
      events.push_back({.id = id, .quantity = id, .subject = std::to_string(id)});
    }
    return events;
  }

  // Writes and commits the events; returns their digest.
  Digest Write(const std::vector<Event>& events) {
    Transaction transaction(*connection_);
    CodeTable codes;
    codes.Load(transaction);
    const int64_t entry_id = DrawEntryId(transaction);
    const EntryItems items = WriteEvents(transaction, Entries(events), entry_id, codes);
    EXPECT_EQ(items.count, static_cast<int64_t>(events.size()));
    next_ = AppendToLedgerAndCommit(transaction, entry_id, kEventsEntry, items);
    EXPECT_GT(next_.next_entry_id, entry_id);
    return items.digest;
  }

  // The root over the leaves of what stands in the log for the entries.
  Digest RootOf(const std::vector<BatchEntry>& entries) const {
    const pqxx::result seals =
        test::Query(url_, "SELECT encode(subject_seal, 'hex') FROM event ORDER BY event_id");
    MerkleTree tree;
    for (size_t i = 0; i < entries.size(); ++i) {
      const Event& event = *entries[i].event;
      const std::string seal = absl::HexStringToBytes(seals[static_cast<int>(i)][0].c_str());
      EXPECT_EQ(seal.size(), 16u);
      std::string leaf;
      AppendEvent({.bureau = "mediation",
                   .event_id = event.id(),
                   .indicator = "disputes.received",
                   .category = "",
                   .principal = "nobody",
                   .occurred_at = event.occurred_at(),
                   .occurred_on = DayNumber(event.occurred_on()),
                   .quantity = event.quantity(),
                   .subject = CommitToSubject(seal, event.subject())},
                  &leaf);
      tree.Add(leaf);
    }
    return tree.Root();
  }

  Appended next_ = {};
};

TEST_F(EventLogTest, FindsWhatItStoredByPlace) {
  const std::vector<Event> events =
      Make({{.id = 1, .quantity = 7, .subject = "案 1"}, {.id = 2}, {.id = 3, .bureau = "court"}});
  Write({events[0], events[2]});
  Transaction transaction(*connection_);
  const std::vector<BatchEntry> entries = {{&events[1], 0}, {&events[2], 1}, {&events[0], 2}};
  const auto found = FindStored(transaction, entries);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].first, 1u);
  EXPECT_EQ(found[1].first, 2u);
  EXPECT_EQ(found[1].second.body(), BodyOf(events[0]));
}

// Few events are inserted and many are copied, which must make no difference.
TEST_F(EventLogTest, WritesFewAndManyAlike) {
  for (const int count : {30, 31}) {
    SCOPED_TRACE(count);
    test::Query(url_, "TRUNCATE event");
    const std::vector<Event> events = Make(Numbered(count));
    const Digest written = Write(events);
    EXPECT_EQ(
        Value("SELECT count(*) || ' ' || sum(quantity) || ' ' || sum(subject::int) FROM event"),
        std::to_string(count) + " " + std::to_string(count * (count + 1) / 2) + " " +
            std::to_string(count * (count + 1) / 2));
    EXPECT_EQ(written, RootOf(Entries(events)));
  }
  EXPECT_EQ(next_.revision, 3);  // the first is the catalog's
}

TEST_F(EventLogTest, TakesNoIdTwice) {
  for (const int count : {1, 40}) {
    const std::vector<Event> events = Make(Numbered(count));
    test::Query(url_, "TRUNCATE event");
    Write(events);
    EXPECT_EQ(test::FailureOf([&] { Write(events); }), Failure::kDuplicateKey) << count;
    EXPECT_EQ(Value(kCount), std::to_string(count));
  }
}

TEST_F(EventLogTest, CommitsNothingThatTheLedgerDoesNotTake) {
  test::Query(url_, "DELETE FROM ledger_head");
  EXPECT_THROW(Write(Make({{.id = 1}})), pqxx::failure);
  EXPECT_EQ(Value(kCount), "0");
}

TEST_F(EventLogTest, SendsItsStatementWithoutRows) {
  Transaction transaction(*connection_);
  SendNoEvents(transaction);
  EXPECT_EQ(transaction.Commit().size(), 1u);
  EXPECT_EQ(Value(kCount), "0");
}

}  // namespace
}  // namespace jurimeter::storage
