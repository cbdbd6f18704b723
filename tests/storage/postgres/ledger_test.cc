#include "storage/postgres/ledger.h"

#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <thread>

#include "domain/ledger/entry_kind.h"
#include "tests/storage/postgres/open_ledger.h"
#include "tests/support/eventually.h"

namespace jurimeter::storage {
namespace {

using test::StatusIs;

constexpr char kOtherRules[] = "UPDATE ledger_head SET rules_chain = sha256('other rules')";

class LedgerTest : public test::OpenLedgerTest {
 protected:
  // Goes on with a database as good as new.
  void StartAnew() {
    url_ = test::PostgresCluster::Get().MigratedDatabase();
    catalog_ = test::ApplyTestCatalog(url_);
    rules_ = test::CatalogChainOf(url_);
    SetUp();
  }

  // Appends an empty entry that relies on `rules`. Throws what AppendToLedgerAndCommit throws.
  Appended Append(const std::optional<Digest>& rules, const EntryKind& kind = kEventsEntry) {
    Transaction transaction(*connection_);
    const EntryItems none = {.count = 0, .digest = MerkleTree().Root()};
    return AppendToLedgerAndCommit(transaction, DrawEntryId(transaction), kind, none, rules);
  }

  // What WhyUntaken says of an entry that is not taken; OK if it is.
  absl::Status WhyNotAppended(const std::optional<Digest>& rules) {
    try {
      Append(rules);
      return absl::OkStatus();
    } catch (const Untaken& untaken) {
      return WhyUntaken(*connection_, rules_, untaken);
    }
  }

  // Appends while somebody else's transaction, which runs `sql`, has the head; it then commits.
  absl::Status WhyNotAppendedBehind(const std::string& sql) {
    pqxx::connection other(url_);
    pqxx::work work(other);
    work.exec(sql);
    absl::Status status;
    std::thread appending([&] { status = WhyNotAppended(rules_); });
    EXPECT_TRUE(test::Eventually([&] {
      return Value(
                 "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                 "AND datname = current_database()") == "1";
    }));
    work.commit();
    appending.join();
    return status;
  }

  std::string Head() const { return Value("SELECT revision FROM ledger_head"); }
  std::string Entries() const { return Value("SELECT count(*) FROM ledger_entry"); }
  bool HeadHasTheLastChain() const {
    return Value(
               "SELECT h.chain = e.chain FROM ledger_head AS h JOIN ledger_entry AS e "
               "USING (revision)") == "t";
  }

  Digest rules_ = test::CatalogChainOf(url_);
};

TEST_F(LedgerTest, AppendsUnderTheRulesInForce) {
  const Appended first = Append(rules_);
  EXPECT_EQ(first.revision, 2);
  const Appended second = Append(std::nullopt);
  EXPECT_EQ(second.revision, 3);
  EXPECT_GT(second.next_entry_id, first.next_entry_id);
  EXPECT_EQ(Head(), "3");
  EXPECT_TRUE(HeadHasTheLastChain());
  EXPECT_EQ(test::CatalogChainOf(url_), rules_) << "events change no rules";
}

TEST_F(LedgerTest, AnEntryThatChangesTheRulesIsTheRulesFromThenOn) {
  EXPECT_EQ(Append(std::nullopt, kCatalogEntry).revision, 2);
  EXPECT_EQ(Value("SELECT rules_chain = chain FROM ledger_head"), "t");
  EXPECT_THAT(WhyNotAppended(rules_), StatusIs(absl::StatusCode::kAborted));
}

TEST_F(LedgerTest, TakesNothingUnderOtherRules) {
  Digest others = rules_;
  others[0] = static_cast<uint8_t>(~others[0]);
  EXPECT_THROW(Append(others), Untaken);
  EXPECT_EQ(Head(), "1");
  EXPECT_EQ(Entries(), "1");
  test::Query(url_, kOtherRules);
  EXPECT_THROW(Append(rules_), Untaken);
  EXPECT_EQ(Head(), "1");
  EXPECT_EQ(Entries(), "1");
  EXPECT_EQ(Append(std::nullopt).revision, 2) << "it relies on none, and the connection is sound";
}

TEST_F(LedgerTest, SaysWhyItTookNothing) {
  struct Case {
    const char* harm;
    absl::StatusCode code;
  };
  const Case kCases[] = {
      {kOtherRules, absl::StatusCode::kAborted},
      {"DELETE FROM ledger_head", absl::StatusCode::kInternal},
      {"CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
       "CREATE TRIGGER lose BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION lose()",
       absl::StatusCode::kInternal},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.harm);
    StartAnew();
    test::Query(url_, c.harm);
    EXPECT_THAT(WhyNotAppended(rules_), StatusIs(c.code));
  }
}

TEST_F(LedgerTest, RequiresRulesWithoutAnEntry) {
  Digest others = rules_;
  others[31] = static_cast<uint8_t>(~others[31]);
  const auto require = [this](const Digest& rules) {
    Transaction transaction(*connection_);
    RequireRules(transaction, rules);
  };
  EXPECT_NO_THROW(require(rules_));
  EXPECT_THROW(require(others), Untaken);
  test::Query(url_, kOtherRules);
  EXPECT_THROW(require(rules_), Untaken);
  test::Query(url_, "DELETE FROM ledger_head");
  EXPECT_THROW(require(rules_), Untaken);
  EXPECT_EQ(Entries(), "1");
}

// Who waited for the head sees it as whoever had it left it, whatever level sessions begin with.
TEST_F(LedgerTest, LooksAtTheRulesAgainOnceTheHeadIsFree) {
  constexpr char kNoOthers[] = "UPDATE ledger_head SET committed_at = committed_at";
  for (const char* level : {"read committed", "repeatable read", "serializable"}) {
    SCOPED_TRACE(level);
    StartAnew();
    RunStatement(*connection_,
                 ("SET default_transaction_isolation = '" + std::string(level) + "'").c_str());
    EXPECT_THAT(WhyNotAppendedBehind(kNoOthers), test::IsOk());
    EXPECT_EQ(Head(), "2");
    EXPECT_THAT(WhyNotAppendedBehind(kOtherRules), StatusIs(absl::StatusCode::kAborted));
    EXPECT_EQ(Head(), "2");
    EXPECT_EQ(Entries(), "2");
  }
}

}  // namespace
}  // namespace jurimeter::storage
