// Prints an answer with figures in the format that was asked for.
#ifndef JURIMETER_SERVICES_PRESENT_PRINT_FIGURES_H_
#define JURIMETER_SERVICES_PRESENT_PRINT_FIGURES_H_

#include <iostream>
#include <string>

#include "services/present/answer_state.h"
#include "services/present/figure_csv.h"
#include "services/present/figure_table.h"
#include "services/present/message_json.h"

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

#endif  // JURIMETER_SERVICES_PRESENT_PRINT_FIGURES_H_
