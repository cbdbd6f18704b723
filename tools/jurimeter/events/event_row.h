// Events from rows of CSV.
//
// Threads: pure functions.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENTS_EVENT_ROW_H_
#define JURIMETER_TOOLS_JURIMETER_EVENTS_EVENT_ROW_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "jurimeter/v1/ingestion.pb.h"
#include "tools/jurimeter/events/csv_reader.h"

namespace jurimeter::tools {

// Where the columns of an event stand in a row; each by its name in the header, in any order.
class EventColumns {
 public:
  // The columns that a file of rejected rows has besides are ignored, and columns without name or
  // content.
  //   INVALID_ARGUMENT  names every column that is unknown, missing or there twice
  static absl::StatusOr<EventColumns> Find(const std::vector<std::string>& header);

  // Reads a row into `event`, without the spaces around what is no free text. Returns what is
  // wrong with it, all of it; nothing if it is sound. What only the catalog knows is for the
  // service to check.
  std::optional<std::string> Read(const CsvRow& row, v1::IndicatorEvent* event) const;

 private:
  EventColumns() = default;

  std::string WrongSize(const CsvRow& row) const;

  // The field of an event at each place of the row, by its number in IndicatorEvent; 0 and less
  // of columns that are none.
  std::vector<int> field_numbers_;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENTS_EVENT_ROW_H_
