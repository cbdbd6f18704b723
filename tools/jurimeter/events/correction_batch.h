// Rows of a file of corrections that are sent together, in two calls: one has the corrections, the
// other the retractions. No event stands in both, so that either may come first.
//
// Example:
//   CorrectionBatch batch;
//   if (!batch.Fits(correction)) { ... send it, and begin another ... }
//   batch.Add(std::move(row), std::move(correction));
//
// Threads: one at a time.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENTS_CORRECTION_BATCH_H_
#define JURIMETER_TOOLS_JURIMETER_EVENTS_CORRECTION_BATCH_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "domain/values/checked.h"
#include "jurimeter/v1/ingestion.pb.h"
#include "tools/jurimeter/events/csv_reader.h"

namespace jurimeter::tools {

class CorrectionBatch {
 public:
  struct Row {
    CsvRow row;
    std::string fault;      // why it can be neither; else empty, and the rest says what it is
    bool corrects = false;  // a correction; else a retraction
    int index = 0;          // among the rows of its kind
  };

  // Whether `correction` may be sent with the rows that are there. If a row of the other kind names
  // the same event, that row must be done first.
  bool Fits(const Checked<v1::Correction, std::string>& correction) const;

  // Whether a row of it names an event that a row of `other` names.
  bool SharesEventsWith(const CorrectionBatch& other) const;

  // Adds a row, with what it says or why it says nothing. Requires that it fits.
  void Add(CsvRow row, Checked<v1::Correction, std::string> correction);

  const std::vector<Row>& rows() const { return rows_; }  // in the order of the file
  size_t bytes() const { return bytes_; }                 // of their fields

  // Those with a new event, and those without.
  const std::vector<v1::Correction>& corrections() const { return corrections_.messages; }
  const std::vector<v1::Correction>& retractions() const { return retractions_.messages; }

 private:
  struct Kind {
    std::vector<v1::Correction> messages;
    absl::flat_hash_set<std::string> event_ids;  // that they name
  };

  std::vector<Row> rows_;
  size_t bytes_ = 0;
  Kind corrections_;
  Kind retractions_;
};

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENTS_CORRECTION_BATCH_H_
