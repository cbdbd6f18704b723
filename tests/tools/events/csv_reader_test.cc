// CSV at the edges of RFC 4180, and as spreadsheets and old systems write it.
#include "tools/jurimeter/events/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/tools/events/written_file.h"

namespace jurimeter::tools {
namespace {

using namespace std::string_view_literals;
using ::testing::HasSubstr;

// "2[a|b] 3[c|d]": each row with its line; "!" and the text of one that is no CSV.
std::string RowsOf(CsvReader* reader) {
  std::vector<std::string> rows;
  CsvRow row;
  while (true) {
    const absl::StatusOr<bool> more = reader->Next(&row);
    if (!more.ok()) return absl::StrCat(more.status().message());
    if (!*more) return absl::StrJoin(rows, " ");
    rows.push_back(absl::StrCat(row.line, row.status.ok() ? "" : "!", "[",
                                absl::StrJoin(row.fields, "|"), "]"));
  }
}

struct Table {
  std::string_view text;
  const char* header;
  const char* rows;
};

TEST(CsvReaderTest, ReadsTables) {
  const Table kCases[] = {
      {"a,b", "a|b", ""},  // a header only
      {"a,b\r\n", "a|b", ""},
      {"a,b\r\n1,2\r\n3,4\r\n", "a|b", "2[1|2] 3[3|4]"},
      {"a,b\n1,2\n3,4", "a|b", "2[1|2] 3[3|4]"},
      {"a,b\r1,2\r3,4\r", "a|b", "2[1|2] 3[3|4]"},
      {"a,b\r\n1,2\n3,4\r5,6", "a|b", "2[1|2] 3[3|4] 4[5|6]"},
      {"\xEF\xBB\xBF"
       "a,b\n1,2\n",
       "a|b", "2[1|2]"},
      {"\xFF\xFE"
       "a\0,\0b\0\r\0\n\0"
       "1\0,\0"
       "2\0"sv,
       "a|b", "2[1|2]"},
      // Rows without anything.
      {"\n\r\n,\n a , b \n\n,\n \n\"\",\"\"\n1,2\n,\n\n", "a|b", "9[1|2]"},
      {"a,b\n1,2\n\x1A", "a|b", "2[1|2]"},
      {"a,b\n　,\xC2\xA0\n1,2", "a|b", "3[1|2]"},
      // Comments before the header only.
      {"# one, \"two\n\n\"# three, four\"\na,b\n#1,2", "a|b", "5[#1|2]"},
      // Quotation marks.
      {"\"a\",\"b\"\n\"1,2\",\"say \"\"hi\"\"\"\n", "a|b", "2[1,2|say \"hi\"]"},
      {"a,b\n\"one\r\ntwo\rthree\",2\n3,4", "a|b", "2[one\r\ntwo\rthree|2] 5[3|4]"},
      {"a,b\n1,\"\"\n\"\"\"\",2", "a|b", "2[1|] 3[\"|2]"},
      {"a,b\n1,\" 2 \"\n", "a|b", "2[1| 2 ]"},
      // Spaces around.
      {" a , \"b\" \n 1 ,\"2\" \n", "a|b", "2[1|2]"},
      {"\xE3\x80\x80"
       "a,b\xC2\xA0\n1,2",
       "a|b", "2[1|2]"},
      // Trailing delimiters and rows of other lengths are for the caller to judge.
      {"a,b,,\n1,2,,\n1\n", "a|b||", "2[1|2||] 3[1]"},
      // Other delimiters.
      {"a\tb\n1,5\t2\n", "a|b", "2[1,5|2]"},
      {"a\tb\n\t2\n", "a|b", "2[|2]"},
      {"a;b\n1,5;2\n", "a|b", "2[1,5|2]"},
      {"a,b;c\n1,2;3\n", "a|b;c", "2[1|2;3]"},
      {"a\n1\n", "a", "2[1]"},
      // A quotation mark within a field costs its row.
      {"a,b\n5\" pipe,2\n3,4", "a|b", "2![5\" pipe,2] 3[3|4]"},
      {"a,b\n\"1\"x,2\n3,4", "a|b", "2![\"1\"x,2] 3[3|4]"},
      {"a,b\n1,2\"\"\n3,4", "a|b", "2![1,2\"\"] 3[3|4]"},
      {"a,b\n\"1\n2\" x,2\n3,4", "a|b", "2![\"1\n2\" x,2] 4[3|4]"},
  };
  for (const Table& c : kCases) {
    const WrittenFile file(c.text);
    const auto reader = CsvReader::Open(file.path());
    ASSERT_TRUE(reader.ok()) << c.text << ": " << reader.status();
    EXPECT_EQ(absl::StrJoin((*reader)->header(), "|"), c.header) << c.text;
    EXPECT_EQ(RowsOf(reader->get()), c.rows) << c.text;
    EXPECT_EQ((*reader)->file().bytes_read(), static_cast<int64_t>(c.text.size()));
  }
}

TEST(CsvReaderTest, RefusesFilesWithoutHeader) {
  for (const std::string_view text : {""sv, "\n\n"sv, "# only\n"sv, ",,\n"sv, "\xEF\xBB\xBF"sv}) {
    const WrittenFile file(text);
    EXPECT_THAT(std::string(CsvReader::Open(file.path()).status().message()),
                HasSubstr("has no header line"));
  }
  const WrittenFile file("\na\"b,c\n1,2");
  EXPECT_THAT(std::string(CsvReader::Open(file.path()).status().message()),
              HasSubstr(":2: line 2 has a quotation mark within a field"));
}

TEST(CsvReaderTest, EndsWhereNothingCanBeReadAnyMore) {
  const std::string open = "a,b\n1,2\n\"3,4\n5,6\n";
  const std::string longest = absl::StrCat("a,b\n1,2\n3,", std::string(kMaxRowBytes, 'x'));
  for (const auto& [text, message] :
       {std::pair(open, ":3: a quoted field does not end"),
        std::pair(longest, ":3: the row is over 65536 bytes; does a quotation mark not end?"),
        std::pair(open + std::string(kMaxRowBytes, 'x'), ":3: the row is over 65536 bytes")}) {
    const WrittenFile file(text);
    const auto reader = CsvReader::Open(file.path());
    ASSERT_TRUE(reader.ok());
    CsvRow row;
    ASSERT_TRUE((*reader)->Next(&row).ok());
    EXPECT_THAT(std::string((*reader)->Next(&row).status().message()), HasSubstr(message));
  }
}

}  // namespace
}  // namespace jurimeter::tools
