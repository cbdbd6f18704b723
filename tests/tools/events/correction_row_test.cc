#include "tools/jurimeter/events/correction_row.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "domain/event/event_id.h"

namespace jurimeter::tools {
namespace {

using Fields = std::vector<std::string>;
using ::testing::AllOf;
using ::testing::HasSubstr;

const Fields kHeader = {"corrects",  "correction_reason", "bureau",   "event_id",
                        "indicator", "category",          "quantity", "occurred_at"};
const Fields kCorrection = {"old",   "wrong category", "court", "new",
                            "cases", "civil",          "12",    "2023-12-31T23:59:59+08:00"};
const Fields kRetraction = {" old ", " counted twice ", " court", "", "", " ", "", "　"};

CorrectionColumns ColumnsOf(const Fields& header) { return *CorrectionColumns::Find(header); }

CsvRow RowOf(Fields fields) { return {.line = 2, .fields = std::move(fields), .status = {}}; }

v1::Correction Read(const Fields& fields) {
  auto correction = ColumnsOf(kHeader).Read(RowOf(fields));
  EXPECT_TRUE(correction.ok()) << correction.faults();
  return correction.ok() ? *std::move(correction) : v1::Correction();
}

std::string FaultsOf(const Fields& header, const Fields& fields) {
  const auto correction = ColumnsOf(header).Read(RowOf(fields));
  return correction.ok() ? "none" : correction.faults();
}

TEST(CorrectionColumnsTest, AColumnMakesAFileOneOfCorrections) {
  EXPECT_TRUE(HasCorrections(kHeader));
  EXPECT_FALSE(HasCorrections({"event_id", "bureau", "indicator", "quantity", "occurred_at"}));
}

TEST(CorrectionColumnsTest, ARowWithAnEventIsACorrection) {
  const v1::Correction correction = Read(kCorrection);
  EXPECT_EQ(correction.retraction().event_id(), "old");
  EXPECT_EQ(correction.retraction().bureau(), "court");
  EXPECT_EQ(correction.retraction().reason(), "wrong category");
  ASSERT_TRUE(correction.has_replacement());
  EXPECT_EQ(correction.replacement().event_id(), "new");
  EXPECT_EQ(correction.replacement().bureau(), "court");
  EXPECT_EQ(correction.replacement().category(), "civil");
  EXPECT_EQ(correction.replacement().quantity_text(), "12");
}

TEST(CorrectionColumnsTest, ARowWithoutAnEventIsARetraction) {
  const v1::Correction correction = Read(kRetraction);
  EXPECT_FALSE(correction.has_replacement());
  EXPECT_EQ(correction.retraction().event_id(), "old");
  EXPECT_EQ(correction.retraction().bureau(), "court");
  EXPECT_EQ(correction.retraction().reason(), "counted twice");
}

TEST(CorrectionColumnsTest, AFileOfRetractionsNeedsNoMoreColumns) {
  const auto correction = ColumnsOf({"bureau", "correction_reason", "corrects", "line", "reason"})
                              .Read(RowOf({"court", "counted twice", "old", "7", "rejected"}));
  ASSERT_TRUE(correction.ok()) << correction.faults();
  EXPECT_EQ(correction->retraction().reason(), "counted twice");
  EXPECT_FALSE(correction->has_replacement());
}

TEST(CorrectionColumnsTest, RefusesAHeaderWithEachOfItsFaults) {
  const auto fault = [](const Fields& header) {
    return std::string(CorrectionColumns::Find(header).status().message());
  };
  EXPECT_THAT(fault({"corrects", "corrects", "bureau"}),
              AllOf(HasSubstr("column \"corrects\" is there twice"),
                    HasSubstr("column \"correction_reason\" is missing")));
  EXPECT_THAT(fault({"corrects", "correction_reason"}), HasSubstr("\"bureau\" is missing"));
  EXPECT_THAT(
      fault({"corrects", "correction_reason", "bureau", "event_id", "amount"}),
      AllOf(HasSubstr("unknown column \"amount\""), HasSubstr("column \"quantity\" is missing")));
}

TEST(CorrectionColumnsTest, NamesAllFaultsOfARow) {
  Fields row = kCorrection;
  row[0] = "\xFF";
  row[6] = "many";
  EXPECT_THAT(FaultsOf(kHeader, row),
              AllOf(HasSubstr("corrects: \"\\xff\" is not valid UTF-8"),
                    HasSubstr("; quantity: \"many\" is not a number in digits")));
  row = kRetraction;
  row[4] = "cases";
  EXPECT_THAT(FaultsOf(kHeader, row), HasSubstr("quantity: ")) << "half an event is none";
}

TEST(CorrectionColumnsTest, NamesARowOfAnotherSize) {
  Fields shorter = kRetraction;
  shorter.pop_back();
  EXPECT_EQ(FaultsOf(kHeader, shorter), "the row has 7 fields, the header 8");
  Fields longer = kRetraction;
  longer.push_back("more");
  EXPECT_EQ(FaultsOf(kHeader, longer), "the row has 9 fields, the header 8");
  longer.back() = "";
  EXPECT_EQ(FaultsOf(kHeader, longer), "none");
}

TEST(CorrectionColumnsTest, SaysWhyARowIsNoCsv) {
  const CsvRow row = {
      .line = 2, .fields = {"a\"b"}, .status = absl::InvalidArgumentError("line 2 is no CSV")};
  const auto correction = ColumnsOf(kHeader).Read(row);
  ASSERT_FALSE(correction.ok());
  EXPECT_EQ(correction.faults(), "line 2 is no CSV");
}

TEST(RequestIdTest, IsAUuidOfWhatTheRowSays) {
  const std::string id = Read(kCorrection).retraction().request_id();
  EXPECT_TRUE(EventId::Parse(id).has_value()) << id;
  EXPECT_EQ(id[14], '8') << "the version";
  EXPECT_EQ(Read(kCorrection).retraction().request_id(), id);
  for (const size_t place : {0, 1, 2, 3}) {
    Fields row = kCorrection;
    row[place] += "x";
    EXPECT_NE(Read(row).retraction().request_id(), id) << kHeader[place];
  }
  Fields moved = kCorrection;
  moved[0] = "oldw";
  moved[1] = "rong category";
  EXPECT_NE(Read(moved).retraction().request_id(), id);
}

// Once published, it may not change: a file that was imported before must be known again.
TEST(RequestIdTest, StaysTheSameForEver) {
  EXPECT_EQ(Read(kRetraction).retraction().request_id(), "6df8370d-30f0-8fc6-9575-931420cf8269");
}

}  // namespace
}  // namespace jurimeter::tools
