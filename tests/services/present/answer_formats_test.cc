#include "services/present/answer_formats.h"

#include <gmock/gmock.h>

#include <string>

namespace jurimeter::present {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// An answer about 2023, with a figure that breaks a rule and an answer that may be old.
v1::QueryYearResponse OldAnswer() {
  v1::QueryYearResponse response;
  response.set_year(2023);
  response.mutable_stale_since()->set_seconds(1'704'164'700);
  v1::Warning& warning = *response.add_warnings();
  warning.set_rule("r1");
  warning.set_text("5 is more than 4");
  return response;
}

TEST(AnswerFormatsTest, AreTheseInThisOrder) {
  EXPECT_THAT(FormatNames(), ElementsAre("table", "json", "csv"));
}

TEST(AnswerFormatsTest, TableAndJsonHaveAPlaceForEverything) {
  const FormattedAnswer table = FormatAnswer("table", {""}, OldAnswer());
  EXPECT_THAT(table.content, HasSubstr("warning: r1"));
  EXPECT_THAT(table.content, HasSubstr("stale: "));
  EXPECT_EQ(table.notes, "");
  const FormattedAnswer json = FormatAnswer("json", {""}, OldAnswer());
  EXPECT_THAT(json.content, HasSubstr("\"rule\": \"r1\""));
  EXPECT_THAT(json.content, HasSubstr("\"stale_since\""));
  EXPECT_EQ(json.notes, "");
}

TEST(AnswerFormatsTest, CsvHasNotesBesideIt) {
  const FormattedAnswer csv = FormatAnswer("csv", {""}, OldAnswer());
  EXPECT_THAT(csv.content, StartsWith("\xEF\xBB\xBF"));
  EXPECT_THAT(csv.notes, StartsWith("warning: r1"));
  EXPECT_THAT(csv.notes, HasSubstr("\nstale: "));
}

TEST(AnswerFormatsTest, EveryAnswerHasEveryFormat) {
  for (const std::string& name : FormatNames()) {
    EXPECT_NE(FormatAnswer(name, {""}, v1::QueryYearResponse()).content, "") << name;
    EXPECT_NE(FormatAnswer(name, {""}, v1::QueryPeriodResponse()).content, "") << name;
    EXPECT_NE(FormatAnswer(name, {""}, v1::QueryCompletenessResponse()).content, "") << name;
  }
}

}  // namespace
}  // namespace jurimeter::present
