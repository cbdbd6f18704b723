// Prints an answer with figures in the format that was asked for.
#ifndef JURIMETER_TOOLS_JURIMETER_PRINT_FIGURES_H_
#define JURIMETER_TOOLS_JURIMETER_PRINT_FIGURES_H_

#include <iostream>
#include <string>

#include "tools/jurimeter/answer_state.h"
#include "tools/jurimeter/figure_csv.h"
#include "tools/jurimeter/figure_table.h"
#include "tools/jurimeter/message_json.h"

namespace jurimeter::tools {

// `format` is "table", "csv" or "json". Breaches of data rules, and that the answer may be old, are
// in a table and in JSON; with CSV, which has no place for such lines, they go to standard error.
template <typename Response>
void PrintFigures(const std::string& format, const AskedScope& scope, const Response& response) {
  if (format == "json") {
    std::cout << AsJson(response);
  } else if (format == "csv") {
    std::cout << FiguresAsCsv(scope, response);
    std::cerr << WarningLines(response.warnings()) << StaleLine(response);
  } else {
    std::cout << FiguresAsTable(scope, response);
  }
}

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_PRINT_FIGURES_H_
