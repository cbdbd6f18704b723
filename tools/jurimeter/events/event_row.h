// Makes messages (v1::IndicatorEvent) of rows of CSV.
//
// Threads: pure functions.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENTS_EVENT_ROW_H_
#define JURIMETER_TOOLS_JURIMETER_EVENTS_EVENT_ROW_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/values/checked.h"
#include "jurimeter/v1/ingestion.pb.h"
#include "tools/jurimeter/events/csv_reader.h"

namespace jurimeter::tools {

// The places of an event's columns in a row. The header names them, in any order.
class EventColumns {
 public:
  // Ignores the columns that only a file of rejected rows has, those of `others`, and columns
  // without name or content.
  //   INVALID_ARGUMENT  names every column that is unknown, missing or repeated
  static absl::StatusOr<EventColumns> Find(const std::vector<std::string>& header,
                                           const std::vector<std::string_view>& others = {});

  // The event of a row, or all that is wrong with the row. Drops the spaces around each field
  // except the subject, which is free text. The service checks what only the catalog knows.
  Checked<v1::IndicatorEvent, std::string> Read(const CsvRow& row) const;

 private:
  EventColumns() = default;

  // For each place of the row, the number of its field in IndicatorEvent; 0 or less if the column
  // is not a field of an event.
  std::vector<int> field_numbers_;
};

// That a row has not as many fields as the header.
std::string WrongSize(const CsvRow& row, size_t header_size);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENTS_EVENT_ROW_H_
