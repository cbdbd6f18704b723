#include "services/present/figure_csv.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/values/text.h"
#include "services/present/csv_writer.h"
#include "services/present/figure_texts.h"

namespace jurimeter::present {
namespace {

using Fields = std::vector<std::string>;

void Append(const Fields& more, Fields* fields) {
  fields->insert(fields->end(), more.begin(), more.end());
}

Fields FigureColumns() {
  Fields columns = {"section", "indicator", "name_zh", "name_en",
                    "kind",    "unit_zh",   "status",  "display"};
  Append(ExactColumns(), &columns);
  columns.push_back("holders");
  return columns;
}

Fields FigureFields(const v1::Figure& figure) {
  Fields fields = {figure.section(),
                   figure.indicator(),
                   figure.name_zh(),
                   figure.name_en(),
                   KindText(figure.kind()),
                   figure.unit_zh(),
                   StatusText(figure.status()),
                   figure.display()};
  Append(ExactFields(figure), &fields);
  fields.push_back(absl::StrJoin(figure.holders(), " "));
  return fields;
}

Fields ColumnsOfComparison() {
  Fields columns = {"compared_status", "compared_display", "growth", "change"};
  for (const std::string& column : ExactColumns()) columns.push_back("compared_" + column);
  return columns;
}

// All fields are empty if there is no comparison.
Fields FieldsOfComparison(const v1::Figure& figure) {
  const v1::Compared& compared = figure.compared();
  Fields fields = {figure.has_compared() ? StatusText(compared.status()) : "", compared.display(),
                   compared.growth_display(), compared.change_display()};
  Append(ComparedFields(figure), &fields);
  return fields;
}

// The figures of one part of an answer about a period.
template <typename Figures>
void AppendLines(const v1::QueryPeriodResponse& response, const Fields& part,
                 const Figures& figures, const Fields& state, std::string* text) {
  for (const v1::Figure& figure : figures) {
    Fields fields = {response.first_day(), response.last_day()};
    Append(part, &fields);
    Append(FigureFields(figure), &fields);
    Append(FieldsOfComparison(figure), &fields);
    Append(state, &fields);
    absl::StrAppend(text, CsvLine(fields));
  }
}

}  // namespace

std::string AsCsv(const AskedScope& scope, const v1::QueryYearResponse& response) {
  Fields columns = FigureColumns();
  Append(StateColumns(), &columns);
  columns.push_back("year");
  std::string text = absl::StrCat(ToAbsl(kByteOrderMark), CsvLine(columns));
  for (const v1::Figure& figure : response.figures()) {
    Fields fields = FigureFields(figure);
    Append(StateFields(scope, response), &fields);
    fields.push_back(absl::StrCat(response.year()));
    text += CsvLine(fields);
  }
  return text;
}

std::string AsCsv(const AskedScope& scope, const v1::QueryPeriodResponse& response) {
  Fields columns = {"first_day", "last_day", "level", "part", "part_name_zh", "part_name_en"};
  Append(FigureColumns(), &columns);
  Append(ColumnsOfComparison(), &columns);
  Append(StateColumns(), &columns);
  const Fields state = StateFields(scope, response);
  std::string text = absl::StrCat(ToAbsl(kByteOrderMark), CsvLine(columns));
  AppendLines(response, {"total", "", "", ""}, response.figures(), state, &text);
  for (const v1::FiguresOfPart& part : response.parts()) {
    AppendLines(response, {"part", part.key(), part.name_zh(), part.name_en()}, part.figures(),
                state, &text);
  }
  return text;
}

}  // namespace jurimeter::present
