// jurimeter query year: prints the figures of one year.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>

#include "tools/jurimeter/commands/query_commands.h"
#include "tools/jurimeter/commands/query_options.h"

namespace jurimeter::tools {
namespace {

struct YearOptions {
  int32_t year = 0;
  FigureOptions figures;
};

int QueryYear(const YearOptions& options) {
  auto request = RequestOf<v1::QueryYearRequest>(options.figures);
  request.set_year(options.year);
  v1::QueryYearResponse response;
  const QuestionOptions& question = options.figures.question;
  const int outcome =
      CallQuery(question.query, &v1::IndicatorQuery::Stub::QueryYear, request, &response);
  if (outcome == kDone) PrintAnswer(question, AskedScopeOf(options.figures), response);
  return outcome;
}

}  // namespace

void RegisterQueryYear(CLI::App& query, Action* chosen) {
  CLI::App* year = query.add_subcommand("year", "Print the figures of one year by section");
  auto options = std::make_shared<YearOptions>();
  year->add_option("YEAR", options->year, "From the catalog's first year to 9999")->required();
  AddFigureOptions(*year, &options->figures);
  year->callback([options, chosen] { *chosen = [options] { return QueryYear(*options); }; });
}

}  // namespace jurimeter::tools
