#include "tools/jurimeter/commands/query_options.h"

#include <CLI/CLI.hpp>

#include "services/present/answer_formats.h"
#include "services/present/period_words.h"
#include "services/runtime/command_line.h"

namespace jurimeter::tools {

void AddQuestionOptions(CLI::App& app, const std::string& by_default, QuestionOptions* options) {
  AddQueryOption(app, &options->query);
  app.add_option("--format", options->format, "table for people, json of the answer, or csv")
      ->check(CLI::IsMember(present::FormatNames()))
      ->capture_default_str();
  app.add_option("--region", options->region,
                 "Count only bureaus whose division code starts with this. Default: all")
      ->type_name("PREFIX")
      ->group(runtime::kNoVariable);
  app.add_option("--indicator", options->indicators,
                 "Print only these indicators, by code, commas between. Default: " + by_default)
      ->delimiter(',')
      ->type_name("CODE")
      ->group(runtime::kNoVariable);
  auto* const min_revision = app.add_option("--min-revision", options->min_revision,
                                            "Wait, at most 10 s, for this revision of the ledger")
                                 ->capture_default_str()
                                 ->group(runtime::kNoVariable);
  app.add_option(
         "--as-of", options->as_of,
         "Answer as of this revision of the ledger, or of the last one that is not later than "
         "this moment, such as 2024-02-01T00:00:00+08:00. Default: the newest")
      ->check(Readable(AsOfFromWord))
      ->excludes(min_revision)
      ->type_name("REVISION|TIME")
      ->group(runtime::kNoVariable);
}

void AddFigureOptions(CLI::App& app, FigureOptions* options) {
  AddQuestionOptions(app, "all that the report prints", &options->question);
  app.add_option("--bureau", options->bureaus,
                 "Count only these bureaus, by code, commas between. Default: all")
      ->delimiter(',')
      ->type_name("CODE")
      ->group(runtime::kNoVariable);
  app.add_flag("--all", options->all, "Print the supporting indicators too. Default: no")
      ->group(runtime::kNoVariable);
}

void AddPeriod(CLI::App& app, std::string* period) {
  app.add_option("PERIOD", *period, present::kPeriodWords)
      ->required()
      ->check(Readable(present::PeriodFromWord));
}

}  // namespace jurimeter::tools
