#include "tools/jurimeter/events/rejected_rows.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "domain/values/text.h"
#include "tests/tools/events/written_file.h"

namespace jurimeter::tools {
namespace {

std::string ContentOf(const std::string& path) {
  std::stringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

// Removes the files that a test has made.
class RejectedRowsTest : public ::testing::Test {
 protected:
  ~RejectedRowsTest() override {
    for (const char* name : {".rejected.csv", ".rejected.2.csv"}) {
      unlink((imported_.path() + name).c_str());
    }
  }

  // What is written for `rows` of a file with `header`.
  std::string Written(const std::vector<std::string>& header, const std::vector<CsvRow>& rows) {
    RejectedRows rejected(imported_.path(), header);
    for (const CsvRow& row : rows) rejected.Add(row, "why, \"so\"");
    EXPECT_TRUE(rejected.Close().ok());
    EXPECT_EQ(rejected.count(), static_cast<int64_t>(rows.size()));
    path_ = rejected.path();
    return ContentOf(path_);
  }

  const WrittenFile imported_{""};
  std::string path_;
};

TEST_F(RejectedRowsTest, MakesNoFileWithoutRows) {
  EXPECT_EQ(Written({"a"}, {}), "");
  EXPECT_EQ(path_, "");
}

TEST_F(RejectedRowsTest, AddsLineAndReasonToTheRow) {
  EXPECT_EQ(Written({"a", "b"}, {{.line = 3, .fields = {"1", "2,3"}, .status = {}}}),
            std::string(kByteOrderMark) + "a,b,line,reason\r\n1,\"2,3\",3,\"why, \"\"so\"\"\"\r\n");
  EXPECT_EQ(path_, imported_.path() + ".rejected.csv");
}

TEST_F(RejectedRowsTest, LeavesOutNotesOfARunBeforeAndColumnsWithoutName) {
  EXPECT_EQ(Written({"a", "", "line", "reason"},
                    {{.line = 2, .fields = {"1", "", "7", "old", "more"}, .status = {}}}),
            std::string(kByteOrderMark) + "a,line,reason\r\n1,2,\"why, \"\"so\"\"\",more\r\n");
}

TEST_F(RejectedRowsTest, KeepsLineAndReasonInTheirColumnsWhateverTheRowHas) {
  EXPECT_EQ(
      Written({"a", "b"},
              {{.line = 2, .fields = {"1"}, .status = {}},
               {.line = 3, .fields = {"x\"y,z"}, .status = absl::InvalidArgumentError("no CSV")}}),
      std::string(kByteOrderMark) +
          "a,b,line,reason\r\n1,,2,\"why, \"\"so\"\"\"\r\n"
          "\"x\"\"y,z\",,3,\"why, \"\"so\"\"\"\r\n");
}

TEST_F(RejectedRowsTest, NeverOverwritesAFile) {
  const std::string first = Written({"a"}, {{.line = 2, .fields = {"1"}, .status = {}}});
  Written({"a"}, {{.line = 2, .fields = {"other"}, .status = {}}});
  EXPECT_EQ(path_, imported_.path() + ".rejected.2.csv");
  EXPECT_EQ(ContentOf(imported_.path() + ".rejected.csv"), first);
}

TEST(RejectedRows, SaysIfItCannotWrite) {
  RejectedRows rejected("/nowhere/events.csv", {"a"});
  rejected.Add({.line = 2, .fields = {"1"}, .status = {}}, "why");
  EXPECT_EQ(rejected.Close().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace jurimeter::tools
