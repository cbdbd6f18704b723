// Figures as a table for people.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_PRESENT_FIGURE_TABLE_H_
#define JURIMETER_SERVICES_PRESENT_FIGURE_TABLE_H_

#include <google/protobuf/repeated_field.h>

#include <string>

#include "jurimeter/v1/query.pb.h"
#include "services/present/answer_state.h"

namespace jurimeter::present {

// A table for each section, in the answer's order. A line has name, figure with unit, the exact
// numbers behind it, code, and the status if it is not OK. Below stand breaches of data rules, then
// period, scope, revision with its time, and catalog version.
std::string AsTable(const AskedScope& scope, const v1::QueryYearResponse& response);

// The same. Below each figure stand its parts, except parts that it does not apply to. If there is
// a comparison, the figure of the other period, growth and change stand before the code.
std::string AsTable(const AskedScope& scope, const v1::QueryPeriodResponse& response);

// A line for each breach of a data rule; empty if there is none.
std::string WarningLines(const google::protobuf::RepeatedPtrField<v1::Warning>& warnings);

}  // namespace jurimeter::present

#endif  // JURIMETER_SERVICES_PRESENT_FIGURE_TABLE_H_
