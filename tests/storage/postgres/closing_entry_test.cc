#include "storage/postgres/closing_entry.h"

#include <gmock/gmock.h>

#include <string>

#include "domain/ledger/canonical_bytes.h"
#include "tests/storage/postgres/failure_of.h"
#include "tests/storage/postgres/open_ledger.h"
#include "tests/support/test_closing.h"

namespace jurimeter::storage {
namespace {

using test::MakeClosing;
using ::testing::HasSubstr;

class ClosingEntryTest : public test::OpenLedgerTest {
 protected:
  void SetUp() override {
    OpenLedgerTest::SetUp();
    PrepareClosingEntry(*connection_);
    codes_.Load(*connection_);
  }

  // Writes `request` as the entry 7, without the ledger's row.
  EntryItems Write(const ClosingRequest& request) {
    Transaction transaction(*connection_);
    const EntryItems items = WriteClosing(transaction, request, 7, codes_);
    transaction.Commit();
    return items;
  }

  // Of two bureaus, one with two parts.
  ClosingRequest Request() const {
    ClosingRequest request = MakeClosing(
        *catalog_, {.first = "2023-01-01", .last = "2023-12-31", .reason = "年报 \"2023\""});
    request.scope = "all";
    request.parts = {{catalog_->FindBureau("court")->key, {19358, 19400}},
                     {catalog_->FindBureau("court")->key, {19402, 19410}},
                     {catalog_->FindBureau("police")->key, {-10, 19722}}};
    return request;
  }

  // The digest of leaves that this page alone makes.
  static Digest DigestOf(const ClosingRequest& request) {
    MerkleTree tree;
    std::string leaf;
    AppendClosing({.request_id = request.request_id,
                   .reopens = request.reopens,
                   .days = request.days,
                   .scope = request.scope,
                   .principal = "nobody",
                   .reason = request.reason},
                  &leaf);
    tree.Add(leaf);
    const char* const kBureaus[] = {"court", "court", "police"};
    for (size_t i = 0; i < request.parts.size(); ++i) {
      leaf.clear();
      AppendClosingPart(kBureaus[i], request.parts[i].days, &leaf);
      tree.Add(leaf);
    }
    return tree.Root();
  }

  CodeTable codes_;
};

TEST_F(ClosingEntryTest, WhatItWritesIsWhatItReads) {
  for (const std::optional<int64_t> reopens :
       {std::optional<int64_t>(), std::optional(int64_t{3})}) {
    test::Query(url_, "DELETE FROM closing; DELETE FROM closing_part");
    ClosingRequest request = Request();
    request.reopens = reopens;
    const EntryItems written = Write(request);
    EXPECT_EQ(written.count, 4);
    EXPECT_EQ(written.digest, DigestOf(request));
    const EntryItems read = ReadClosingItems(*connection_, codes_, 7);
    EXPECT_EQ(read.count, written.count);
    EXPECT_EQ(read.digest, written.digest);
  }
  EXPECT_EQ(
      Value("SELECT concat_ws(' ', entry_id, request_id, reopens, first_day, last_day, scope, "
            "reason) FROM closing"),
      "7 " + test::TestId(5001) + " 3 2023-01-01 2023-12-31 all 年报 \"2023\"");
  EXPECT_EQ(Value("SELECT string_agg(concat_ws(' ', bureau_id, first_day, last_day), ', ' "
                  "ORDER BY bureau_id, first_day) FROM closing_part WHERE entry_id = 7"),
            "1 2023-01-01 2023-02-12, 1 2023-02-14 2023-02-22, 3 1969-12-22 2023-12-31");
}

TEST_F(ClosingEntryTest, EachColumnIsPartOfTheDigest) {
  const EntryItems written = Write(Request());
  for (const char* change :
       {"closing SET request_id = gen_random_uuid()", "closing SET reopens = 1",
        "closing SET first_day = first_day - 1", "closing SET last_day = last_day - 1",
        "closing SET scope = 'region 23'", "closing SET reason = 'another'",
        "closing SET principal_id = 99", "closing_part SET bureau_id = 2 WHERE bureau_id = 1",
        "closing_part SET first_day = first_day - 1", "closing_part SET last_day = last_day + 1"}) {
    SCOPED_TRACE(change);
    test::Query(url_,
                "CREATE TABLE kept AS TABLE closing; CREATE TABLE parts AS TABLE closing_part");
    test::Query(url_, std::string("UPDATE ") + change);
    EXPECT_NE(ReadClosingItems(*connection_, codes_, 7).digest, written.digest);
    test::Query(url_,
                "TRUNCATE closing, closing_part; INSERT INTO closing TABLE kept;"
                "INSERT INTO closing_part TABLE parts; DROP TABLE kept, parts");
    EXPECT_EQ(ReadClosingItems(*connection_, codes_, 7).digest, written.digest);
  }
}

TEST_F(ClosingEntryTest, AnEntryWithoutAClosingHasNoItems) {
  EXPECT_EQ(ReadClosingItems(*connection_, codes_, 7).count, 0);
  Write(Request());
  test::Query(url_, "DELETE FROM closing_part WHERE bureau_id = 3");
  EXPECT_EQ(ReadClosingItems(*connection_, codes_, 7).count, 3);
  test::Query(url_, "DELETE FROM closing");
  EXPECT_EQ(ReadClosingItems(*connection_, codes_, 7).count, 0) << "parts alone are nothing";
}

TEST_F(ClosingEntryTest, ARequestIdIsTakenOnce) {
  Write(Request());
  EXPECT_EQ(test::FailureOf([&] {
              Transaction transaction(*connection_);
              WriteClosing(transaction, Request(), 8, codes_);
              transaction.Flush();
            }),
            Failure::kDuplicateKey);
  EXPECT_EQ(Value("SELECT count(*) FROM closing"), "1");
}

TEST_F(ClosingEntryTest, WritesNoBureauThatTheDatabaseDoesNotKnow) {
  ClosingRequest request = Request();
  request.parts.back().bureau = 99;
  Transaction transaction(*connection_);
  try {
    WriteClosing(transaction, request, 7, codes_);
    ADD_FAILURE() << "nothing was thrown";
  } catch (const Untaken& untaken) {
    EXPECT_THAT(untaken.what(), HasSubstr("key of a bureau"));
  }
}

TEST_F(ClosingEntryTest, ARequestMakesAnEntryOfItsKind) {
  ClosingRequest request = Request();
  EXPECT_EQ(KindOf(request).name, "closing");
  request.reopens = 1;
  EXPECT_EQ(KindOf(request).name, "reopening");
}

}  // namespace
}  // namespace jurimeter::storage
