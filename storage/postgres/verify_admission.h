// Judges each recorded event, retraction and closing by the rules that were in force when it came:
// the catalog, and the days that were closed.
//
// Example, for entries in the order of their revisions:
//   AdmissionVerification admission(connection, read_catalog, &report);
//   admission.Judge(row, codes, /*revision=*/7);
//   admission.TakeCatalog(/*revision=*/8);
//   admission.Judge(another_row, codes, /*revision=*/9);
//   admission.TakeClosing(/*revision=*/10, /*entry_id=*/10);
//   admission.Finish();
//
// Memory grows with catalogs and closings. Threads: one at a time.
#ifndef JURIMETER_STORAGE_POSTGRES_VERIFY_ADMISSION_H_
#define JURIMETER_STORAGE_POSTGRES_VERIFY_ADMISSION_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/catalog/catalog.h"
#include "domain/closing/closed_days.h"
#include "storage/catalog_history.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/event_codec.h"
#include "storage/postgres/findings.h"
#include "storage/postgres/retraction_log.h"
#include "storage/postgres/verify.h"

namespace jurimeter::storage {

class AdmissionVerification {
 public:
  // `connection` is in the transaction whose snapshot is verified. It must outlive this.
  AdmissionVerification(Connection& connection, CatalogReader read_catalog, VerifyReport* report);

  // From now on, events are judged by the catalog that came into force at `revision`. A catalog
  // that is not there or cannot be read is one finding, and events are not judged by it. Throws
  // what RunStatement throws.
  void TakeCatalog(int64_t revision);

  // Judges the closing or reopening of an entry, and follows it. Throws likewise.
  void TakeClosing(int64_t revision, int64_t entry_id);

  // Begins with the rules that were in force after `revision`, which are taken as they are. Throws
  // likewise.
  //   INTERNAL  the closings until then are not all there
  absl::Status BeginAfter(int64_t revision);

  // Judges an event that came with `revision`.
  void Judge(const LogRow& row, const CodeTable& codes, int64_t revision);

  // Judges the retraction, at `revision`, of an event of `day`.
  void JudgeRetraction(const RetractionRow& row, int32_t day, const CodeTable& codes,
                       int64_t revision);

  // Requires nothing after it.
  void Finish();

 private:
  void Take(const absl::StatusOr<StoredCatalog>& stored);
  void JudgeClosing(const ClosingRequest& request, int64_t revision);
  // The days that are closed by all entries so far.
  const ClosedDays& Closed();

  Connection& connection_;
  CatalogReader read_catalog_;
  Findings findings_;  // on events
  Findings retractions_;
  Findings closings_;
  // Of the catalog in force; 0 before the first.
  int64_t revision_ = 0;
  // Null before the first, and if it cannot be had.
  std::shared_ptr<const Catalog> catalog_;
  ClosedDays closed_;
  // Not yet applied to the closed days: many at once are cheaper.
  std::vector<Closing> pending_;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_VERIFY_ADMISSION_H_
