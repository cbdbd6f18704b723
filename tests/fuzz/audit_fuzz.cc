// A file of published figures as `jurimeter audit` reads it, and the audit of what it says.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "domain/text.h"
#include "jurimeter/v1/audit.pb.h"
#include "services/query/audit_messages.h"
#include "tests/fuzz/fuzzing.h"
#include "tools/jurimeter/audit_file.h"

namespace jurimeter::test {
namespace {

constexpr std::string_view kPath = "figures.tsv";
// Few, so that an input takes little time.
constexpr int64_t kTries = 1'000;

void Fuzz(std::string_view content) {
  const auto file = tools::ReadAuditFile(kPath, content);
  if (!file.ok()) {
    const std::string faults(file.status().message());
    return Require(faults.starts_with(kPath) && IsUtf8(faults), "a fault names the file");
  }
  Require(file->lines.size() == static_cast<size_t>(file->request.figures_size()),
          "each figure has its line");
  v1::AuditFiguresResponse response;
  const Violations violations = query::AuditFigures(file->request, kTries, &response);
  RequireSound(violations);
  if (!violations.empty()) {
    return Require(!tools::FaultsByLine(kPath, *file, violations).empty(), "faults have lines");
  }
  Require(response.figures_size() == file->request.figures_size(), "each figure has its audit");
  RequireSendable(response);
}

}  // namespace
}  // namespace jurimeter::test

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  jurimeter::test::Fuzz({reinterpret_cast<const char*>(data), size});
  return 0;
}
