// What a principal may do, as text.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_PRESENT_ACCESS_FORMATS_H_
#define JURIMETER_SERVICES_PRESENT_ACCESS_FORMATS_H_

#include <string>
#include <vector>

#include "jurimeter/v1/access.pb.h"

namespace jurimeter::present {

// The names of all formats, in the order in which a help text lists them.
std::vector<std::string> AccessFormatNames();
// In the format of this name, which must be one of AccessFormatNames(): a table below who it is,
// the JSON of the message, or CSV (RFC 4180) with a byte order mark and a header line.
std::string FormatAccess(const std::string& name, const v1::PrincipalAccess& access);

}  // namespace jurimeter::present

#endif  // JURIMETER_SERVICES_PRESENT_ACCESS_FORMATS_H_
