#include "services/present/figure_table.h"

#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/present/figure_texts.h"
#include "services/present/wide_text.h"

namespace jurimeter::present {
namespace {

using Figures = google::protobuf::RepeatedPtrField<v1::Figure>;
using Parts = google::protobuf::RepeatedPtrField<v1::FiguresOfPart>;
using Sections = google::protobuf::RepeatedPtrField<v1::Section>;

std::string OrDash(const std::string& text) { return text.empty() ? "-" : text; }

std::vector<std::string> Row(const std::string& name, const v1::Figure& figure) {
  std::vector<std::string> row = {name, WithUnit(figure, figure.display()), ExactText(figure)};
  if (figure.has_compared()) {
    const v1::Compared& compared = figure.compared();
    const bool has_prior = compared.status() == v1::FIGURE_STATUS_OK;
    row.push_back(has_prior ? WithUnit(figure, compared.display()) : StatusText(compared.status()));
    row.push_back(OrDash(compared.growth_display()));
    row.push_back(OrDash(compared.change_display()));
  }
  row.push_back(figure.indicator());
  row.push_back(figure.status() == v1::FIGURE_STATUS_OK ? "" : StatusText(figure.status()));
  return row;
}

// The header of a table with compared figures.
const std::vector<std::string>& ComparedHeader() {
  static const auto& header = *new std::vector<std::string>{
      "", "figure", "exact", "compared with", "growth", "change", "indicator"};
  return header;
}

std::string PartName(const v1::FiguresOfPart& part) {
  if (part.key().empty()) return "(none)";
  return part.name_zh().empty() ? part.key() : absl::StrCat(part.key(), " ", part.name_zh());
}

// A table whose columns are aligned over all sections. A title stands before the first figure of
// each section.
class Table {
 public:
  Table(const Sections& sections, bool compared) {
    for (const v1::Section& section : sections) titles_[section.code()] = section.title_zh();
    if (compared) rows_.push_back(ComparedHeader());
  }

  void Add(const std::string& name, const v1::Figure& figure) {
    rows_.push_back(Row(name, figure));
    sections_.push_back(figure.section());
  }

  std::string Text() const {
    const std::vector<std::string> lines = absl::StrSplit(AlignColumns(rows_), '\n');
    const size_t header = rows_.size() - sections_.size();
    std::string text = header == 0 ? "" : lines.front() + "\n";
    for (size_t place = 0; place < sections_.size(); ++place) {
      const std::string& section = sections_[place];
      if (place == 0 || sections_[place - 1] != section) {
        absl::StrAppend(&text, place == 0 ? "" : "\n", section, "  ", titles_.at(section), "\n");
      }
      absl::StrAppend(&text, lines[header + place], "\n");
    }
    return text;
  }

 private:
  std::map<std::string, std::string> titles_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::string> sections_;  // of each row except the header
};

// The table of `figures`. Each part has the same figures in the same order; they stand below.
std::string TableText(const Figures& figures, const Parts& parts, const Sections& sections) {
  Table table(sections, !figures.empty() && figures[0].has_compared());
  for (int place = 0; place < figures.size(); ++place) {
    table.Add(absl::StrCat("  ", figures[place].name_zh()), figures[place]);
    for (const v1::FiguresOfPart& part : parts) {
      const v1::Figure& figure = part.figures(place);
      if (figure.status() == v1::FIGURE_STATUS_NOT_APPLICABLE) continue;
      table.Add(absl::StrCat("    ", PartName(part)), figure);
    }
  }
  return table.Text();
}

template <typename Response>
std::string Ending(const std::string& period, const AskedScope& scope, const Response& response) {
  const std::string warnings = WarningLines(response.warnings());
  return absl::StrCat(
      warnings.empty() ? "" : "\n", warnings, "\n",
      StateLines(period, scope, absl::StrCat(response.figures_size(), " figures"), response));
}

std::string DaysText(const std::string& first, const std::string& last) {
  return first == last ? first : absl::StrCat(first, " to ", last);
}

}  // namespace

std::string AsTable(const AskedScope& scope, const v1::QueryYearResponse& response) {
  return TableText(response.figures(), {}, response.sections()) +
         Ending(absl::StrCat(response.year()), scope, response);
}

std::string AsTable(const AskedScope& scope, const v1::QueryPeriodResponse& response) {
  std::string period = DaysText(response.first_day(), response.last_day());
  if (!response.compared_first_day().empty()) {
    absl::StrAppend(&period, ", compared with ",
                    DaysText(response.compared_first_day(), response.compared_last_day()));
  }
  return TableText(response.figures(), response.parts(), response.sections()) +
         Ending(period, scope, response);
}

std::string WarningLines(const google::protobuf::RepeatedPtrField<v1::Warning>& warnings) {
  std::string lines;
  for (const v1::Warning& warning : warnings) {
    absl::StrAppend(&lines, "warning: ", warning.rule(), " ", warning.name_zh(), ": ",
                    warning.text(), "\n");
  }
  return lines;
}

}  // namespace jurimeter::present
