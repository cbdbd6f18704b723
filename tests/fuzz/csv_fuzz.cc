// A file of events as `jurimeter import` reads it.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "jurimeter/v1/ingestion.pb.h"
#include "tests/fuzz/fuzzing.h"
#include "tools/jurimeter/events/csv_reader.h"
#include "tools/jurimeter/events/event_row.h"

namespace jurimeter::test {
namespace {

// A file in memory with some content, for a reader that takes a path.
class MemoryFile {
 public:
  MemoryFile(const uint8_t* data, size_t size) : descriptor_(memfd_create("events.csv", 0)) {
    Require(descriptor_ >= 0, "there is a file in memory");
    Require(write(descriptor_, data, size) == static_cast<ssize_t>(size), "it can be written");
  }
  ~MemoryFile() { close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return absl::StrCat("/proc/self/fd/", descriptor_); }

 private:
  int descriptor_;
};

void RequireRowSound(const tools::EventColumns& columns, const tools::CsvRow& row) {
  const auto event = columns.Read(row);
  Require(event.ok() || !event.faults().empty(), "a refused row has a reason");
  if (event.ok()) RequireSendable(*event);
}

void Fuzz(const uint8_t* data, size_t size) {
  const MemoryFile file(data, size);
  auto reader = tools::CsvReader::Open(file.path());
  if (!reader.ok()) return Require(!reader.status().message().empty(), "a refusal has a reason");
  const auto columns = tools::EventColumns::Find((*reader)->header());
  tools::CsvRow row;
  int64_t last_line = 0;
  while (true) {
    const absl::StatusOr<bool> more = (*reader)->Next(&row);
    if (!more.ok() || !*more) break;
    // Rows that a lone carriage return separates are on one line.
    Require(row.line >= last_line, "rows are in the order of their lines");
    last_line = row.line;
    if (columns.ok()) RequireRowSound(*columns, row);
  }
  Require((*reader)->file().bytes_read() <= static_cast<int64_t>(size),
          "no more is read than there is");
}

}  // namespace
}  // namespace jurimeter::test

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  jurimeter::test::Fuzz(data, size);
  return 0;
}
