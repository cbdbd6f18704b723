// How `jurimeter import` takes a file of corrections, and what it shares with a file of events.
#ifndef JURIMETER_TOOLS_JURIMETER_COMMANDS_IMPORT_CORRECTIONS_H_
#define JURIMETER_TOOLS_JURIMETER_COMMANDS_IMPORT_CORRECTIONS_H_

#include <cstddef>
#include <string>

#include "jurimeter/v1/ingestion.pb.h"
#include "tools/jurimeter/events/csv_reader.h"
#include "tools/jurimeter/events/text_file.h"

namespace jurimeter::tools {

// Rows in one batch.
inline constexpr size_t kBatchRows = 1'000;
// The service takes 10,000 events and 4 MiB. An event in a batch is not larger than its row: the
// framing of a field takes fewer bytes than its comma and quotes. A correction has a request id and
// a second bureau beside; a row of corrections has a second id and a reason.
inline constexpr size_t kBatchBytes = 1 << 20;
static_assert(2 * (kBatchBytes + kMaxRowBytes) + kBatchRows * 100 < 4 << 20);

struct ImportOptions {
  std::string file;
  std::string ingestion;
  EncodingChoice encoding = EncodingChoice::kAuto;
  bool dry_run = false;
};

// What is wrong, as "field: description", and with "; " between several.
std::string Describe(const v1::FieldViolation& violation);
std::string Describe(const v1::EventProblem& problem);

// Has the service do the corrections of `reader`, and prints what became of them. Returns the exit
// code.
int ImportCorrections(const ImportOptions& options, CsvReader* reader);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_COMMANDS_IMPORT_CORRECTIONS_H_
