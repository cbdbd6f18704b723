// Closings and reopenings as text.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_PRESENT_CLOSING_FORMATS_H_
#define JURIMETER_SERVICES_PRESENT_CLOSING_FORMATS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "jurimeter/v1/ledger.pb.h"

namespace jurimeter::present {

// "62 bureau-days of 2 bureaus".
std::string ExtentText(int64_t bureau_days, int64_t bureaus);

// The names of all formats of a list, in the order in which a help text lists them.
std::vector<std::string> ClosingFormatNames();
// A list in the format of this name, which must be one of ClosingFormatNames(): a table with a
// header line and a line that says how many there are, the JSON of the message, or CSV (RFC 4180)
// with a byte order mark and a header line.
std::string FormatClosings(const std::string& name, const v1::ListClosingsResponse& list);

}  // namespace jurimeter::present

#endif  // JURIMETER_SERVICES_PRESENT_CLOSING_FORMATS_H_
