// jurimeter query completeness: prints who reported in a period.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "services/present/answer_state.h"
#include "services/present/completeness_formats.h"
#include "services/present/message_json.h"
#include "services/present/period_words.h"
#include "tools/jurimeter/commands/query_commands.h"
#include "tools/jurimeter/commands/query_options.h"

namespace jurimeter::tools {
namespace {

struct CompletenessOptions {
  std::string period;  // can be read: the command line checked it
  QuestionOptions question;
};

int QueryCompleteness(const CompletenessOptions& options) {
  auto request = RequestOf<v1::QueryCompletenessRequest>(options.question);
  *request.mutable_period() = *PeriodFromWord(options.period);
  v1::QueryCompletenessResponse response;
  const int outcome = CallQuery(options.question.query,
                                &v1::IndicatorQuery::Stub::QueryCompleteness, request, &response);
  if (outcome != kDone) return outcome;
  const AskedScope scope = {options.question.region};
  if (options.question.format == "json") {
    std::cout << AsJson(response);
  } else if (options.question.format == "csv") {
    std::cout << CompletenessAsCsv(scope, response);
    std::cerr << StaleLine(response);
  } else {
    std::cout << CompletenessAsTable(scope, response);
  }
  return kDone;
}

}  // namespace

void RegisterQueryCompleteness(CLI::App& query, Action* chosen) {
  CLI::App* completeness = query.add_subcommand(
      "completeness", "Print which bureaus were expected to report in a period, and which did not");
  auto options = std::make_shared<CompletenessOptions>();
  AddPeriod(*completeness, &options->period);
  AddQuestionOptions(*completeness, "all flows and stocks", &options->question);
  completeness->callback(
      [options, chosen] { *chosen = [options] { return QueryCompleteness(*options); }; });
}

}  // namespace jurimeter::tools
