#include "storage/postgres/binary_copy.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "storage/postgres/errors.h"
#include "tests/storage/postgres/failure_of.h"
#include "tests/storage/postgres/word_table.h"

namespace jurimeter::storage {
namespace {

using test::FailureOf;

constexpr char kCopy[] = "COPY word (key, text) FROM STDIN (FORMAT binary)";

class BinaryCopyTest : public test::WordTableTest {
 protected:
  static void CopyRow(BinaryCopy& copy, int32_t key, std::string_view text) {
    copy.BeginRow(2);
    copy.fields().AddInteger(key);
    copy.fields().AddText(text);
    copy.SendFilled();
  }
};

TEST_F(BinaryCopyTest, CopiesManyRows) {
  constexpr int kRows = 5'000;
  Transaction transaction(*connection_);
  BinaryCopy copy(transaction, kCopy);
  for (int key = 100; key < 100 + kRows; ++key) CopyRow(copy, key, "律师\t\\ of some length");
  copy.Finish();
  Add(transaction, 1);
  transaction.Commit();
  const auto read = test::Query(url_,
                                "SELECT count(*), min(text), max(text) FROM word "
                                "WHERE key >= 100");
  EXPECT_EQ(read[0][0].as<int>(), kRows);
  EXPECT_EQ(read[0][1].as<std::string>(), "律师\t\\ of some length");
  EXPECT_EQ(read[0][2].as<std::string>(), "律师\t\\ of some length");
}

TEST_F(BinaryCopyTest, CopiesAllOrNothing) {
  EXPECT_EQ(FailureOf([&] {
              Transaction transaction(*connection_);
              BinaryCopy copy(transaction, kCopy);
              for (const int32_t key : {1, 2, 1}) CopyRow(copy, key, "");
              copy.Finish();
            }),
            Failure::kDuplicateKey);
  EXPECT_EQ(FailureOf([&] {
              Transaction transaction(*connection_);
              BinaryCopy copy(transaction, kCopy);
              CopyRow(copy, 13, "");
              copy.Finish();
            }),
            Failure::kData);
  EXPECT_EQ(FailureOf([&] {
              Transaction transaction(*connection_);
              BinaryCopy copy(transaction, "COPY sentence FROM STDIN (FORMAT binary)");
            }),
            Failure::kFinal);
  {
    Transaction transaction(*connection_);
    BinaryCopy copy(transaction, kCopy);
    CopyRow(copy, 1, "broken off");
  }
  // The connection is as good as new.
  Transaction transaction(*connection_);
  BinaryCopy copy(transaction, kCopy);
  CopyRow(copy, 5, "");
  copy.Finish();
  transaction.Commit();
  EXPECT_EQ(Words(), "5");
}

TEST_F(BinaryCopyTest, CannotBeFinishedTwice) {
  Transaction transaction(*connection_);
  BinaryCopy copy(transaction, kCopy);
  copy.Finish();
  EXPECT_DEATH(copy.Finish(), "requires open_");
}

}  // namespace
}  // namespace jurimeter::storage
