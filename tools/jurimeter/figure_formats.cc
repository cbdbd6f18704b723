#include "tools/jurimeter/figure_formats.h"

#include <google/protobuf/util/json_util.h>

#include <map>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "tools/jurimeter/csv_writer.h"
#include "tools/jurimeter/wide_text.h"

namespace jurimeter::tools {
namespace {

// Without it, spreadsheets take UTF-8 for a local encoding and garble the Chinese.
constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";

using Rows = std::vector<std::vector<std::string>>;

std::string Status(const v1::Figure& figure) {
  return std::string(absl::StripPrefix(v1::FigureStatus_Name(figure.status()), "FIGURE_STATUS_"));
}

std::string Kind(const v1::Figure& figure) {
  return std::string(absl::StripPrefix(v1::IndicatorKind_Name(figure.kind()), "INDICATOR_KIND_"));
}

// 1756件, 99.38%; the display may hold the unit already, as 30分钟以内 does, or need none.
std::string DisplayWithUnit(const v1::Figure& figure) {
  if (figure.status() != v1::FIGURE_STATUS_OK) return "-";
  const bool complete = absl::StrContains(figure.display(), figure.unit_zh()) ||
                        absl::EndsWith(figure.display(), "%") || figure.display() == "持平";
  if (complete) return figure.display();
  return absl::StrCat(figure.display(), figure.unit_zh());
}

// One side of a comparison: a count, or a ratio.
std::string Part(int64_t numerator, int64_t denominator) {
  return denominator == 1 ? absl::StrCat(numerator) : absl::StrCat(numerator, " / ", denominator);
}

std::string Exact(const v1::Figure& figure) {
  switch (figure.exact_case()) {
    case v1::Figure::kValue:
      return absl::StrCat(figure.value());
    case v1::Figure::kRatio:
      return absl::StrCat(figure.ratio().numerator(), " / ", figure.ratio().denominator());
    case v1::Figure::kGrowth:
      return absl::StrCat(Part(figure.growth().current(), figure.growth().current_denominator()),
                          " ← ",
                          Part(figure.growth().prior(), figure.growth().prior_denominator()));
    case v1::Figure::kRank:
      return absl::StrCat(figure.rank().rank(), " of ", figure.rank().of());
    case v1::Figure::EXACT_NOT_SET:
      break;
  }
  return "";
}

std::vector<std::string> TableRow(const v1::Figure& figure) {
  const bool ok = figure.status() == v1::FIGURE_STATUS_OK;
  return {absl::StrCat("  ", figure.name_zh()), DisplayWithUnit(figure), Exact(figure),
          figure.indicator(), ok ? "" : Status(figure)};
}

std::vector<std::string> CsvRow(const v1::Figure& figure, int64_t revision) {
  const auto integer = [&](v1::Figure::ExactCase which, int64_t value) {
    return figure.exact_case() == which ? absl::StrCat(value) : std::string();
  };
  return {figure.section(),
          figure.indicator(),
          figure.name_zh(),
          figure.name_en(),
          Kind(figure),
          figure.unit_zh(),
          Status(figure),
          figure.display(),
          integer(v1::Figure::kValue, figure.value()),
          integer(v1::Figure::kRatio, figure.ratio().numerator()),
          integer(v1::Figure::kRatio, figure.ratio().denominator()),
          integer(v1::Figure::kGrowth, figure.growth().current()),
          integer(v1::Figure::kGrowth, figure.growth().prior()),
          absl::StrCat(revision)};
}

// The lines of one aligned table, so that columns stand alike in all sections.
std::vector<std::string> AlignedLines(const v1::QueryYearResponse& response) {
  Rows rows;
  for (const v1::Figure& figure : response.figures()) rows.push_back(TableRow(figure));
  const std::string table = AlignColumns(rows);
  std::vector<std::string> lines;
  for (size_t start = 0; start < table.size();) {
    const size_t end = table.find('\n', start) + 1;
    lines.push_back(table.substr(start, end - start));
    start = end;
  }
  return lines;
}

}  // namespace

std::string FiguresAsTable(const v1::QueryYearResponse& response) {
  std::map<std::string, std::string> titles;
  for (const v1::Section& section : response.sections()) {
    titles[section.code()] = section.title_zh();
  }
  const std::vector<std::string> lines = AlignedLines(response);
  std::string text;
  const std::string* current = nullptr;
  for (int i = 0; i < response.figures_size(); ++i) {
    const std::string& section = response.figures(i).section();
    if (current == nullptr || *current != section) {
      absl::StrAppend(&text, current == nullptr ? "" : "\n", section, "  ", titles[section], "\n");
    }
    current = &section;
    absl::StrAppend(&text, lines[static_cast<size_t>(i)]);
  }
  absl::StrAppend(&text, "\n", response.year(), ": ", response.figures_size(),
                  " figures at revision ", response.revision(), ", catalog version ",
                  response.catalog_version(), "\n");
  return text;
}

std::string FiguresAsCsv(const v1::QueryYearResponse& response) {
  std::string text = kByteOrderMark + CsvLine({"section", "indicator", "name_zh", "name_en", "kind",
                                               "unit_zh", "status", "display", "value", "numerator",
                                               "denominator", "current", "prior", "revision"});
  for (const v1::Figure& figure : response.figures()) {
    text += CsvLine(CsvRow(figure, response.revision()));
  }
  return text;
}

std::string FiguresAsJson(const v1::QueryYearResponse& response) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = true;
  std::string json;
  // Fails only on messages that hold Any or the like.
  (void)google::protobuf::util::MessageToJsonString(response, &json, options);
  return json;
}

}  // namespace jurimeter::tools
