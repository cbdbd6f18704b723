// A year's figures as text: a table for people, CSV for spreadsheets, JSON for programs.
//
// Threads: pure functions.
#ifndef JURIMETER_TOOLS_JURIMETER_FIGURE_FORMATS_H_
#define JURIMETER_TOOLS_JURIMETER_FIGURE_FORMATS_H_

#include <string>

#include "jurimeter/v1/query.pb.h"

namespace jurimeter::tools {

// A table for each section, in the answer's order: name, figure with unit, the exact integers
// behind it, code, and status where that is not OK. Then revision and catalog version.
std::string FiguresAsTable(const v1::QueryYearResponse& response);

// RFC 4180 with a header line, all integers in full.
std::string FiguresAsCsv(const v1::QueryYearResponse& response);

// The protobuf JSON of the message, with the field names of the proto and every field.
std::string FiguresAsJson(const v1::QueryYearResponse& response);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_FIGURE_FORMATS_H_
