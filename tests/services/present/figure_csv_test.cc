#include "services/present/figure_csv.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"

namespace jurimeter::present {
namespace {

using ::testing::EndsWith;
using ::testing::Eq;
using ::testing::SizeIs;
using ::testing::StartsWith;

v1::Figure Ratio() {
  v1::Figure figure;
  figure.set_section("六");
  figure.set_indicator("rate");
  figure.set_name_zh("化解率, 全部");
  figure.set_kind(v1::INDICATOR_KIND_RATIO);
  figure.set_unit_zh("%");
  figure.set_status(v1::FIGURE_STATUS_OK);
  figure.set_display("99.38%");
  figure.mutable_ratio()->set_numerator(1756);
  figure.mutable_ratio()->set_denominator(1767);
  return figure;
}

std::vector<std::string> Lines(const std::string& csv) {
  std::vector<std::string> lines = absl::StrSplit(csv, "\r\n");
  EXPECT_EQ(lines.back(), "") << "the last line ends too";
  lines.pop_back();
  return lines;
}

// Of a line without quotes.
int64_t FieldsOf(const std::string& line) { return 1 + std::count(line.begin(), line.end(), ','); }

TEST(FigureCsvTest, AYearHasALineForEachFigure) {
  v1::QueryYearResponse response;
  response.set_year(2023);
  response.set_revision(6);
  *response.add_figures() = Ratio();
  const auto lines = Lines(AsCsv({"2301"}, response));
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_THAT(lines[0], StartsWith("\xEF\xBB\xBFsection,indicator,name_zh,name_en,kind,unit_zh,"
                                   "status,display,value,numerator,denominator,"));
  EXPECT_THAT(lines[1], StartsWith("六,rate,\"化解率, 全部\",,RATIO,%,OK,99.38%,,1756,1767,"));
  EXPECT_THAT(lines[1], EndsWith(",6,,0,,2301,,2023"));
}

TEST(FigureCsvTest, AnAnswerWithoutFiguresHasItsHeader) {
  EXPECT_THAT(Lines(AsCsv({""}, v1::QueryYearResponse())), SizeIs(1));
  EXPECT_THAT(Lines(AsCsv({""}, v1::QueryPeriodResponse())), SizeIs(1));
}

TEST(FigureCsvTest, PartsFollowTheWhole) {
  v1::QueryPeriodResponse response;
  response.set_first_day("2023-07-01");
  response.set_last_day("2023-07-31");
  *response.add_figures() = Ratio();
  v1::FiguresOfPart& part = *response.add_parts();
  part.set_key("justice");
  part.set_name_zh("司法局");
  part.set_name_en("Justice");
  v1::Figure& figure = *part.add_figures();
  figure.set_indicator("rate");
  figure.set_status(v1::FIGURE_STATUS_NO_DATA);
  const auto lines = Lines(AsCsv({""}, response));
  ASSERT_THAT(lines, SizeIs(3));
  EXPECT_THAT(lines[1], StartsWith("2023-07-01,2023-07-31,total,,,,六,rate,"));
  EXPECT_THAT(lines[2], StartsWith("2023-07-01,2023-07-31,part,justice,司法局,Justice,,rate,,,"));
  EXPECT_THAT(FieldsOf(lines[2]), Eq(FieldsOf(lines[0])));
}

TEST(FigureCsvTest, TheOtherPeriodHasColumnsOfItsOwn) {
  v1::QueryPeriodResponse alone, compared;
  *alone.add_figures() = Ratio();
  v1::Figure& figure = *compared.add_figures();
  figure = Ratio();
  figure.set_name_zh("");  // without the comma
  figure.mutable_compared()->set_status(v1::FIGURE_STATUS_OK);
  figure.mutable_compared()->set_display("90%");
  figure.mutable_compared()->mutable_ratio()->set_numerator(9);
  figure.mutable_compared()->mutable_ratio()->set_denominator(10);
  figure.mutable_compared()->set_growth_display("10.42%");
  figure.mutable_compared()->set_change_display("+9.38个百分点");
  const auto lines = Lines(AsCsv({""}, compared));
  EXPECT_EQ(lines[0], Lines(AsCsv({""}, alone))[0]) << "the columns are always the same";
  const std::vector<std::string> columns = absl::StrSplit(lines[0], ',');
  const std::vector<std::string> fields = absl::StrSplit(lines[1], ',');
  ASSERT_EQ(columns.size(), fields.size());
  const auto field = [&](const std::string& column) {
    const auto place = std::find(columns.begin(), columns.end(), column) - columns.begin();
    return fields.at(static_cast<size_t>(place));
  };
  EXPECT_EQ(field("compared_status"), "OK");
  EXPECT_EQ(field("compared_display"), "90%");
  EXPECT_EQ(field("growth"), "10.42%");
  EXPECT_EQ(field("change"), "+9.38个百分点");
  EXPECT_EQ(field("numerator"), "1756");
  EXPECT_EQ(field("compared_numerator"), "9");
  EXPECT_EQ(field("compared_denominator"), "10");
}

}  // namespace
}  // namespace jurimeter::present
