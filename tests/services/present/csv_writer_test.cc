#include "services/present/csv_writer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace jurimeter::present {
namespace {

TEST(CsvLineTest, QuotesWhatNeedsIt) {
  const struct {
    std::vector<std::string> fields;
    const char* line;
  } kCases[] = {{{}, "\r\n"},
                {{""}, "\r\n"},
                {{"a", "", "案"}, "a,,案\r\n"},
                {{"a,b", "c\"d"}, "\"a,b\",\"c\"\"d\"\r\n"},
                {{"two\nlines", "a\rb"}, "\"two\nlines\",\"a\rb\"\r\n"}};
  for (const auto& c : kCases) EXPECT_EQ(CsvLine(c.fields), c.line);
}

}  // namespace
}  // namespace jurimeter::present
