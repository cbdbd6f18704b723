// jurimeter query period: prints the figures of any period, compared and broken down.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "services/present/period_words.h"
#include "services/runtime/command_line.h"
#include "tools/jurimeter/commands/query_commands.h"
#include "tools/jurimeter/commands/query_options.h"

namespace jurimeter::tools {
namespace {

// The words can be read: the command line checked them.
struct PeriodOptions {
  std::string period;
  std::string compare;
  std::string by;
  FigureOptions figures;
};

int QueryPeriod(const PeriodOptions& options) {
  auto request = RequestOf<v1::QueryPeriodRequest>(options.figures);
  *request.mutable_period() = *present::PeriodFromWord(options.period);
  if (!options.compare.empty()) {
    *request.mutable_compare() = *present::ComparisonFromWord(options.compare);
  }
  if (!options.by.empty()) *request.mutable_by() = *present::BreakdownFromWord(options.by);
  v1::QueryPeriodResponse response;
  const QuestionOptions& question = options.figures.question;
  const int outcome =
      CallQuery(question.query, &v1::IndicatorQuery::Stub::QueryPeriod, request, &response);
  if (outcome == kDone) PrintAnswer(question, AskedScopeOf(options.figures), response);
  return outcome;
}

}  // namespace

void RegisterQueryPeriod(CLI::App& query, Action* chosen) {
  CLI::App* period = query.add_subcommand("period", "Print the figures of any period by section");
  auto options = std::make_shared<PeriodOptions>();
  AddPeriod(*period, &options->period);
  AddFigureOptions(*period, &options->figures);
  period
      ->add_option("--compare", options->compare,
                   std::string("Say how each figure compares: ") + present::kComparisonWords)
      ->check(Readable(present::ComparisonFromWord))
      ->type_name("COMPARISON")
      ->group(runtime::kNoVariable);
  period
      ->add_option("--by", options->by,
                   std::string("Print the same figures of each part: ") + present::kBreakdownWords)
      ->check(Readable(present::BreakdownFromWord))
      ->type_name("PART")
      ->group(runtime::kNoVariable);
  period->callback([options, chosen] { *chosen = [options] { return QueryPeriod(*options); }; });
}

}  // namespace jurimeter::tools
