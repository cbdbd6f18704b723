#include "services/present/completeness_formats.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/values/text.h"
#include "services/present/csv_writer.h"
#include "services/present/wide_text.h"

namespace jurimeter::present {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string LastDayText(const v1::BureauReports& bureau) {
  return bureau.last_day().empty() ? "never reported"
                                   : absl::StrCat("last reported ", bureau.last_day());
}

// Whether days are closed, as the table says it; nothing if none is.
std::string ClosedText(int64_t closed_days, int64_t days) {
  if (closed_days == 0) return "";
  return closed_days == days ? "closed" : "partly closed";
}

void AppendRow(std::vector<std::string> row, const std::string& closed, Rows* rows) {
  if (!closed.empty()) row.push_back(closed);
  rows->push_back(std::move(row));
}

void AppendRows(const v1::IndicatorCompleteness& indicator, Rows* rows) {
  int64_t days = 0;
  int64_t closed_days = 0;
  for (const v1::BureauReports& bureau : indicator.bureaus()) {
    days += bureau.days();
    closed_days += bureau.closed_days();
  }
  AppendRow({indicator.name_zh(), absl::StrCat(indicator.reported(), " of ", indicator.expected()),
             indicator.indicator()},
            ClosedText(closed_days, days), rows);
  for (const v1::BureauReports& bureau : indicator.bureaus()) {
    const bool missing = bureau.expected() && bureau.events() == 0;
    if (bureau.expected() && !missing) continue;
    AppendRow({absl::StrCat("  ", bureau.name_zh()), missing ? "missing" : "not expected",
               bureau.bureau(), LastDayText(bureau)},
              ClosedText(bureau.closed_days(), bureau.days()), rows);
  }
}

}  // namespace

std::string AsTable(const AskedScope& scope, const v1::QueryCompletenessResponse& response) {
  Rows rows;
  for (const v1::IndicatorCompleteness& indicator : response.indicators()) {
    AppendRows(indicator, &rows);
  }
  return absl::StrCat(
      AlignColumns(rows), "\n",
      StateLines(absl::StrCat(response.first_day(), " to ", response.last_day()), scope,
                 absl::StrCat(response.indicators_size(), " indicators"), response));
}

std::string AsCsv(const AskedScope& scope, const v1::QueryCompletenessResponse& response) {
  std::vector<std::string> columns = {
      "first_day",      "last_day",       "indicator", "name_zh", "name_en",           "bureau",
      "bureau_name_zh", "bureau_name_en", "expected",  "events",  "last_reported_day", "days",
      "closed_days"};
  const std::vector<std::string> state_columns = StateColumns();
  columns.insert(columns.end(), state_columns.begin(), state_columns.end());
  const std::vector<std::string> state = StateFields(scope, response);
  std::string text = absl::StrCat(ToAbsl(kByteOrderMark), CsvLine(columns));
  for (const v1::IndicatorCompleteness& indicator : response.indicators()) {
    for (const v1::BureauReports& bureau : indicator.bureaus()) {
      std::vector<std::string> fields = {response.first_day(),
                                         response.last_day(),
                                         indicator.indicator(),
                                         indicator.name_zh(),
                                         indicator.name_en(),
                                         bureau.bureau(),
                                         bureau.name_zh(),
                                         bureau.name_en(),
                                         bureau.expected() ? "true" : "false",
                                         absl::StrCat(bureau.events()),
                                         bureau.last_day(),
                                         absl::StrCat(bureau.days()),
                                         absl::StrCat(bureau.closed_days())};
      fields.insert(fields.end(), state.begin(), state.end());
      text += CsvLine(fields);
    }
  }
  return text;
}

}  // namespace jurimeter::present
