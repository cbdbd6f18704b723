#include "tools/jurimeter/events/event_row.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

namespace jurimeter::tools {
namespace {

using Fields = std::vector<std::string>;
using ::testing::AllOf;
using ::testing::HasSubstr;

const Fields kHeader = {"event_id", "bureau",      "indicator", "category",
                        "quantity", "occurred_at", "subject"};
const Fields kSound = {"id", "court", "cases", "civil", "12.50", "2023-12-31T23:59:59+08:00", "x"};

EventColumns ColumnsOf(const Fields& header) { return *EventColumns::Find(header); }

CsvRow RowOf(Fields fields) { return {.line = 2, .fields = std::move(fields), .status = {}}; }

std::string FaultsOf(const Fields& fields) {
  const auto event = ColumnsOf(kHeader).Read(RowOf(fields));
  return event.ok() ? "none" : event.faults();
}

TEST(EventColumnsTest, ReadsARowWithColumnsInAnyOrder) {
  const EventColumns columns = ColumnsOf({"subject", "", "quantity", "line", "occurred_at",
                                          "bureau", "indicator", "event_id", "reason"});
  const auto event = columns.Read(RowOf({" free text ", "", " 7 ", "12", "1970-01-01T00:00:05Z",
                                         "　court ", "cases", " id", "was wrong", "", " "}));
  ASSERT_TRUE(event.ok()) << event.faults();
  EXPECT_EQ(event->event_id(), "id");
  EXPECT_EQ(event->bureau(), "court");
  EXPECT_EQ(event->indicator(), "cases");
  EXPECT_EQ(event->category(), "");
  EXPECT_EQ(event->quantity_text(), "7");
  EXPECT_EQ(event->occurred_at().seconds(), 5);
  EXPECT_EQ(event->subject(), " free text ");
}

TEST(EventColumnsTest, RefusesAHeaderWithEachOfItsFaults) {
  const absl::Status refused =
      EventColumns::Find({"event_id", "bureau", "bureau", "amount", "indicator"}).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(refused.message()),
              AllOf(HasSubstr("column \"bureau\" is there twice; unknown column \"amount\""),
                    HasSubstr("column \"quantity\" is missing"),
                    HasSubstr("column \"occurred_at\" is missing")));
}

TEST(EventColumnsTest, NamesAllFaultsOfARow) {
  EXPECT_EQ(FaultsOf(kSound), "none");
  Fields row = kSound;
  row[1] = "\xFF";
  row[4] = "many";
  row[5] = "yesterday";
  EXPECT_THAT(FaultsOf(row), AllOf(HasSubstr("bureau: \"\\xff\" is not valid UTF-8"),
                                   HasSubstr("; quantity: \"many\" is not a number in digits"),
                                   HasSubstr("; occurred_at: \"yesterday\" is not a time")));
}

TEST(EventColumnsTest, NamesARowOfAnotherSize) {
  Fields shorter = kSound;
  shorter.pop_back();
  EXPECT_EQ(FaultsOf(shorter), "the row has 6 fields, the header 7");
  Fields longer = kSound;
  longer.push_back("more");
  EXPECT_EQ(FaultsOf(longer), "the row has 8 fields, the header 7");
  const auto nameless =
      ColumnsOf({"event_id", "bureau", "indicator", "quantity", "occurred_at", ""})
          .Read(RowOf({"id", "court", "cases", "1", kSound[5], "what"}));
  ASSERT_FALSE(nameless.ok());
  EXPECT_EQ(nameless.faults(), "column 6 has \"what\" and no name in the header; expected nothing");
}

TEST(EventColumnsTest, SaysWhyARowIsNoCsv) {
  const CsvRow row = {
      .line = 2, .fields = {"a\"b"}, .status = absl::InvalidArgumentError("line 2 is no CSV")};
  const auto event = ColumnsOf(kHeader).Read(row);
  ASSERT_FALSE(event.ok());
  EXPECT_EQ(event.faults(), "line 2 is no CSV");
}

}  // namespace
}  // namespace jurimeter::tools
