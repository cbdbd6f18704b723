// Lines of CSV (RFC 4180).
#ifndef JURIMETER_SERVICES_PRESENT_CSV_WRITER_H_
#define JURIMETER_SERVICES_PRESENT_CSV_WRITER_H_

#include <string>
#include <vector>

namespace jurimeter::present {

// `fields` as one line with CRLF. Fields are quoted if they need it. Threads: pure.
std::string CsvLine(const std::vector<std::string>& fields);

}  // namespace jurimeter::present

#endif  // JURIMETER_SERVICES_PRESENT_CSV_WRITER_H_
