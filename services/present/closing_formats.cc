#include "services/present/closing_formats.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/values/text.h"
#include "services/present/answer_state.h"
#include "services/present/csv_writer.h"
#include "services/present/message_json.h"
#include "services/present/named_formats.h"
#include "services/present/wide_text.h"

namespace jurimeter::present {
namespace {

bool IsReopening(const v1::Closing& closing) {
  return closing.kind() == v1::CLOSING_KIND_REOPENING;
}

// `text` with blanks in the place of line breaks and other control characters.
std::string OneLine(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char each) { return absl::ascii_iscntrl(each); }, ' ');
  return text;
}

std::string Counted(int64_t count, const char* what) {
  return absl::StrCat(count, " ", what, count == 1 ? "" : "s");
}

std::string TextOf(const v1::Scope& scope) {
  return ScopeText({scope.region(), {scope.bureaus().begin(), scope.bureaus().end()}});
}

std::string Table(const v1::ListClosingsResponse& list) {
  std::vector<std::vector<std::string>> rows = {
      {"revision", "time", "kind", "days", "bureau-days", "left", "scope", "reason"}};
  int64_t reopenings = 0;
  for (const v1::Closing& each : list.closings()) {
    if (IsReopening(each)) ++reopenings;
    rows.push_back({absl::StrCat(each.revision()), MomentText(each.revision_time()),
                    IsReopening(each) ? absl::StrCat("reopening of ", each.reopens()) : "closing",
                    absl::StrCat(each.first_day(), "..", each.last_day()),
                    absl::StrCat(each.bureau_days()),
                    IsReopening(each) ? "" : absl::StrCat(each.bureau_days_left()),
                    TextOf(each.scope()), OneLine(each.reason())});
  }
  const int64_t closings = list.closings_size() - reopenings;
  return absl::StrCat(list.closings().empty() ? "" : AlignColumns(rows) + "\n",
                      Counted(closings, "closing"), ", ", Counted(reopenings, "reopening"), "\n");
}

std::string Csv(const v1::ListClosingsResponse& list) {
  std::string text = absl::StrCat(
      ToAbsl(kByteOrderMark),
      CsvLine({"revision", "revision_time", "kind", "reopens", "first_day", "last_day", "scope",
               "bureaus", "bureau_days", "bureau_days_left", "reason", "principal", "request_id"}));
  for (const v1::Closing& each : list.closings()) {
    text += CsvLine({absl::StrCat(each.revision()), MomentText(each.revision_time()),
                     IsReopening(each) ? "reopening" : "closing",
                     IsReopening(each) ? absl::StrCat(each.reopens()) : "", each.first_day(),
                     each.last_day(), TextOf(each.scope()), absl::StrCat(each.bureaus()),
                     absl::StrCat(each.bureau_days()),
                     IsReopening(each) ? "" : absl::StrCat(each.bureau_days_left()), each.reason(),
                     each.principal(), each.request_id()});
  }
  return text;
}

std::string Json(const v1::ListClosingsResponse& list) { return AsJson(list); }

struct Format {
  const char* name;
  std::string (*format)(const v1::ListClosingsResponse& list);
};
constexpr std::array kFormats = {Format{"table", Table}, Format{"json", Json}, Format{"csv", Csv}};

}  // namespace

std::string ExtentText(int64_t bureau_days, int64_t bureaus) {
  return absl::StrCat(Counted(bureau_days, "bureau-day"), " of ", Counted(bureaus, "bureau"));
}

std::vector<std::string> ClosingFormatNames() { return NamesOf(kFormats); }

std::string FormatClosings(const std::string& name, const v1::ListClosingsResponse& list) {
  return FormatNamed(kFormats, name).format(list);
}

}  // namespace jurimeter::present
