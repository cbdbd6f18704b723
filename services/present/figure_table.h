// Figures as a table for people.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_PRESENT_FIGURE_TABLE_H_
#define JURIMETER_SERVICES_PRESENT_FIGURE_TABLE_H_

#include <google/protobuf/repeated_field.h>

#include <string>

#include "jurimeter/v1/query.pb.h"
#include "services/present/answer_state.h"

namespace jurimeter::tools {

// A table for each section, in the answer's order: name, figure with unit, the exact numbers
// behind it, code, and status where that is not OK. Then breaches of data rules, and period,
// scope, revision with its time and catalog version.
std::string FiguresAsTable(const AskedScope& scope, const v1::QueryYearResponse& response);

// The same. Each figure has its parts below it, but for those that it does not apply to; where
// there is a comparison, the figure of the other period, growth and change stand before the code.
std::string FiguresAsTable(const AskedScope& scope, const v1::QueryPeriodResponse& response);

// A line for each breach of a data rule; empty where there is none.
std::string WarningLines(const google::protobuf::RepeatedPtrField<v1::Warning>& warnings);

}  // namespace jurimeter::tools

#endif  // JURIMETER_SERVICES_PRESENT_FIGURE_TABLE_H_
