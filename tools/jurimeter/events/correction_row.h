// Makes messages (v1::Correction) of rows of CSV. A row names a recorded event and says why it no
// longer counts. If the row has an event of its own, that one counts in its place; otherwise the
// row is a retraction.
//
// Example:
//   corrects,correction_reason,bureau,event_id,indicator,quantity,occurred_at
//
// Threads: pure functions.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENTS_CORRECTION_ROW_H_
#define JURIMETER_TOOLS_JURIMETER_EVENTS_CORRECTION_ROW_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/values/checked.h"
#include "jurimeter/v1/ingestion.pb.h"
#include "tools/jurimeter/events/csv_reader.h"
#include "tools/jurimeter/events/event_row.h"

namespace jurimeter::tools {

// The column whose presence makes a file one of corrections: ids of the events that no longer
// count.
inline constexpr std::string_view kCorrectsColumn = "corrects";
// Not "reason", which is a column of rejected rows.
inline constexpr std::string_view kCorrectionReasonColumn = "correction_reason";

// Whether a file with this header is one of corrections, not of events.
bool HasCorrections(const std::vector<std::string>& header);

class CorrectionColumns {
 public:
  // Requires HasCorrections(header). Needs the columns `corrects`, `correction_reason` and
  // `bureau`; and either none of the others that an event has, or all that EventColumns needs.
  //   INVALID_ARGUMENT  names every column that is unknown, missing or repeated
  static absl::StatusOr<CorrectionColumns> Find(const std::vector<std::string>& header);

  // The correction of a row, or all that is wrong with the row. Its request id is RequestIdOf the
  // row, so that a file can be imported again.
  Checked<v1::Correction, std::string> Read(const CsvRow& row) const;

 private:
  CorrectionColumns() = default;

  // Whether the row has nothing in the columns that only an event has.
  bool IsRetraction(const CsvRow& row) const;

  size_t size_ = 0;  // of the header
  size_t corrects_ = 0;
  size_t reason_ = 0;
  size_t bureau_ = 0;
  std::vector<size_t> of_event_;  // places of the columns that only an event has
  std::optional<EventColumns> event_;
};

// A UUID (RFC 9562, version 8) made by SHA-256 of what `correction` says of the bureau, the two
// events' ids and the reason: the same for the same row, whenever it is imported.
std::string RequestIdOf(const v1::Correction& correction);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENTS_CORRECTION_ROW_H_
