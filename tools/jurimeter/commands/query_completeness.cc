// jurimeter query completeness: prints who reported in a period.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

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
  *request.mutable_period() = *present::PeriodFromWord(options.period);
  v1::QueryCompletenessResponse response;
  const int outcome = CallQuery(options.question.query,
                                &v1::IndicatorQuery::Stub::QueryCompleteness, request, &response);
  if (outcome == kDone) PrintAnswer(options.question, {options.question.region}, response);
  return outcome;
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
