#include "services/present/answer_formats.h"

#include <array>

#include "services/present/completeness_formats.h"
#include "services/present/figure_csv.h"
#include "services/present/figure_table.h"
#include "services/present/message_json.h"
#include "services/present/named_formats.h"

namespace jurimeter::present {
namespace {

std::string Warnings(const v1::QueryYearResponse& response) {
  return WarningLines(response.warnings());
}
std::string Warnings(const v1::QueryPeriodResponse& response) {
  return WarningLines(response.warnings());
}
std::string Warnings(const v1::QueryCompletenessResponse& /*has none*/) { return ""; }

template <typename Response>
FormattedAnswer Table(const AskedScope& scope, const Response& response) {
  return {AsTable(scope, response)};
}

template <typename Response>
FormattedAnswer Json(const AskedScope& /*is in the response*/, const Response& response) {
  return {AsJson(response)};
}

template <typename Response>
FormattedAnswer Csv(const AskedScope& scope, const Response& response) {
  return {AsCsv(scope, response), Warnings(response) + StaleLine(response)};
}

template <typename Response>
struct Format {
  const char* name;
  FormattedAnswer (*format)(const AskedScope&, const Response&);
};

template <typename Response>
constexpr std::array kFormats = {Format<Response>{"table", Table}, Format<Response>{"json", Json},
                                 Format<Response>{"csv", Csv}};

}  // namespace

std::vector<std::string> FormatNames() {
  // All answers have the same formats.
  return NamesOf(kFormats<v1::QueryYearResponse>);
}

template <typename Response>
FormattedAnswer FormatAnswer(const std::string& name, const AskedScope& scope,
                             const Response& response) {
  return FormatNamed(kFormats<Response>, name).format(scope, response);
}

template FormattedAnswer FormatAnswer(const std::string&, const AskedScope&,
                                      const v1::QueryYearResponse&);
template FormattedAnswer FormatAnswer(const std::string&, const AskedScope&,
                                      const v1::QueryPeriodResponse&);
template FormattedAnswer FormatAnswer(const std::string&, const AskedScope&,
                                      const v1::QueryCompletenessResponse&);

}  // namespace jurimeter::present
