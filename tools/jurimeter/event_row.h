// Events from rows of CSV.
//
// Threads: pure functions.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENT_ROW_H_
#define JURIMETER_TOOLS_JURIMETER_EVENT_ROW_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "jurimeter/v1/ingestion.pb.h"

namespace jurimeter::tools {

// Where the columns of an event stand in a row; each by its name in the header, in any order.
class EventColumns {
 public:
  // INVALID_ARGUMENT  names every column that is unknown, missing or there twice
  static absl::StatusOr<EventColumns> Find(const std::vector<std::string>& header);

  // Reads a row into `event`. Returns what is wrong with it, all of it; nothing where it is
  // sound. What only the catalog knows is for the service to check.
  std::optional<std::string> Read(const std::vector<std::string>& fields,
                                  v1::IndicatorEvent* event) const;

 private:
  EventColumns() = default;

  // The field of an event at each place of the row, by its number in IndicatorEvent.
  std::vector<int> field_numbers_;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENT_ROW_H_
