// One figure in the words of tables and CSV.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_PRESENT_FIGURE_TEXTS_H_
#define JURIMETER_SERVICES_PRESENT_FIGURE_TEXTS_H_

#include <string>
#include <vector>

#include "jurimeter/v1/query.pb.h"

namespace jurimeter::present {

// FIGURE_STATUS_NO_DATA as NO_DATA.
std::string StatusText(v1::FigureStatus status);

// INDICATOR_KIND_FLOW as FLOW.
std::string KindText(v1::IndicatorKind kind);

// `display` with the unit of `figure`: 1756件, 99.38%. Without the unit if `display` holds one
// already, as 30分钟以内 does, or needs none. "-" if `display` is empty.
std::string WithUnit(const v1::Figure& figure, const std::string& display);

// The exact numbers behind a figure, in its unit: "1767", "1756 / 1767", "80 ← 33", "2 of 9",
// "103900000.25". A maximum names the bureaus that have it: "40 (justice, health)".
std::string ExactText(const v1::Figure& figure);

// The exact numbers behind a figure, or behind the figure that it is compared with, in its unit and
// in the order of ExactColumns(). Numbers that it does not have are empty.
std::vector<std::string> ExactColumns();
std::vector<std::string> ExactFields(const v1::Figure& figure);
std::vector<std::string> ComparedFields(const v1::Figure& figure);

}  // namespace jurimeter::present

#endif  // JURIMETER_SERVICES_PRESENT_FIGURE_TEXTS_H_
