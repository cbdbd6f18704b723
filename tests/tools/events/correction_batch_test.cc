#include "tools/jurimeter/events/correction_batch.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <utility>

namespace jurimeter::tools {
namespace {

using Said = Checked<v1::Correction, std::string>;

// What a row says that has an event `replacement` in place of `target`; none if that is empty.
v1::Correction Correction(const std::string& target, const std::string& replacement = "") {
  v1::Correction correction;
  correction.mutable_retraction()->set_event_id(target);
  if (!replacement.empty()) correction.mutable_replacement()->set_event_id(replacement);
  return correction;
}

CorrectionBatch BatchOf(const std::vector<v1::Correction>& corrections) {
  CorrectionBatch batch;
  for (const v1::Correction& each : corrections) batch.Add({}, Said(each));
  return batch;
}

TEST(CorrectionBatchTest, KeepsTheOrderOfTheFileAndOfEachKind) {
  CorrectionBatch batch;
  batch.Add({.line = 2, .fields = {"abc", "d"}, .status = {}}, Said(Correction("old1", "new1")));
  batch.Add({.line = 3, .fields = {"ab"}, .status = {}}, Said(Correction("old2")));
  batch.Add({.line = 4, .fields = {"a"}, .status = {}}, Said(std::string("no number")));
  batch.Add({.line = 5, .fields = {}, .status = {}}, Said(Correction("old3", "new3")));
  batch.Add({.line = 6, .fields = {}, .status = {}}, Said(Correction("old4")));

  ASSERT_EQ(batch.rows().size(), 5u);
  for (size_t i = 0; i < 5; ++i) EXPECT_EQ(batch.rows()[i].row.line, static_cast<int64_t>(i) + 2);
  EXPECT_EQ(batch.bytes(), 7u);
  EXPECT_EQ(batch.rows()[2].fault, "no number");

  ASSERT_EQ(batch.corrections().size(), 2u);
  ASSERT_EQ(batch.retractions().size(), 2u);
  for (const size_t i : {0, 1, 3, 4}) {
    const CorrectionBatch::Row& row = batch.rows()[i];
    EXPECT_EQ(row.fault, "");
    const auto& messages = row.corrects ? batch.corrections() : batch.retractions();
    const std::string expected = "old" + std::to_string(i < 2 ? i + 1 : i);
    EXPECT_EQ(messages[static_cast<size_t>(row.index)].retraction().event_id(), expected);
  }
}

TEST(CorrectionBatchTest, RowsOfBothKindsFitIfTheyNameOtherEvents) {
  const CorrectionBatch batch = BatchOf({Correction("a", "b"), Correction("c")});
  EXPECT_TRUE(batch.Fits(Said(Correction("d"))));
  EXPECT_TRUE(batch.Fits(Said(Correction("d", "e"))));
  EXPECT_TRUE(batch.Fits(Said(std::string("no number"))));
}

TEST(CorrectionBatchTest, ARowFitsBehindThoseOfItsOwnKindWhateverItNames) {
  const CorrectionBatch batch = BatchOf({Correction("a", "b"), Correction("c")});
  EXPECT_TRUE(batch.Fits(Said(Correction("b", "d")))) << "corrects what another row brings";
  EXPECT_TRUE(batch.Fits(Said(Correction("c"))));
}

TEST(CorrectionBatchTest, ARowWaitsForOneOfTheOtherKindThatNamesItsEvent) {
  const CorrectionBatch batch = BatchOf({Correction("a", "b"), Correction("c")});
  EXPECT_FALSE(batch.Fits(Said(Correction("b")))) << "retracts what another row brings";
  EXPECT_FALSE(batch.Fits(Said(Correction("a"))));
  EXPECT_FALSE(batch.Fits(Said(Correction("A")))) << "ids are of upper or lower case";
  EXPECT_FALSE(batch.Fits(Said(Correction("c", "d"))));
  EXPECT_FALSE(batch.Fits(Said(Correction("d", "C"))));
}

}  // namespace
}  // namespace jurimeter::tools
