// Judges each recorded event by the catalog that was in force when it came.
//
// Example, for entries in the order of their revisions:
//   AdmissionVerification admission(connection, read_catalog, &report);
//   admission.Judge(row, codes, /*revision=*/7);
//   admission.TakeCatalog(/*revision=*/8);
//   admission.Judge(another_row, codes, /*revision=*/9);
//   admission.Finish();
//
// Threads: one at a time.
#ifndef JURIMETER_STORAGE_POSTGRES_VERIFY_ADMISSION_H_
#define JURIMETER_STORAGE_POSTGRES_VERIFY_ADMISSION_H_

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "domain/catalog/catalog.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/event_codec.h"
#include "storage/postgres/findings.h"
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

  // Judges an event that came with `revision`.
  void Judge(const LogRow& row, const CodeTable& codes, int64_t revision);

  // Requires nothing after it.
  void Finish() { findings_.Finish(); }

 private:
  absl::StatusOr<std::shared_ptr<const Catalog>> Read(int64_t revision);

  Connection& connection_;
  CatalogReader read_catalog_;
  Findings findings_;
  // Of the catalog in force; 0 before the first.
  int64_t revision_ = 0;
  // Null before the first, and if it cannot be had.
  std::shared_ptr<const Catalog> catalog_;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_VERIFY_ADMISSION_H_
