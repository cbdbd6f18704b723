// The formats of an answer, which holds figures or says which bureaus reported.
//
// Example:
//   const FormattedAnswer answer = FormatAnswer("csv", scope, response);
//   std::cout << answer.content;
//   std::cerr << answer.notes;
//
// A new format is a line in the table of answer_formats.cc.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_PRESENT_ANSWER_FORMATS_H_
#define JURIMETER_SERVICES_PRESENT_ANSWER_FORMATS_H_

#include <string>
#include <vector>

#include "jurimeter/v1/query.pb.h"
#include "services/present/answer_state.h"

namespace jurimeter::present {

struct FormattedAnswer {
  std::string content;
  // What the format has no place for: broken data rules, and that the answer may be old.
  std::string notes = {};
};

// The names of all formats, in the order in which a help text lists them.
std::vector<std::string> FormatNames();

// `response` in the format of this name, which must be one of FormatNames(). Response is
// QueryYearResponse, QueryPeriodResponse or QueryCompletenessResponse.
template <typename Response>
FormattedAnswer FormatAnswer(const std::string& name, const AskedScope& scope,
                             const Response& response);

}  // namespace jurimeter::present

#endif  // JURIMETER_SERVICES_PRESENT_ANSWER_FORMATS_H_
