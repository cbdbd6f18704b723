// A file of published figures as `jurimeter audit` reads it, and the audit of what it says, by the
// command and by the RPC.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "domain/audit/figure_audit.h"
#include "domain/audit/share_group.h"
#include "domain/values/text.h"
#include "jurimeter/v1/audit.pb.h"
#include "services/messages/audit_messages.h"
#include "services/present/audit_table.h"
#include "tests/fuzz/fuzzing.h"
#include "tools/jurimeter/audit/audit_file.h"

namespace jurimeter::test {
namespace {

constexpr std::string_view kPath = "figures.tsv";
// Few, so that an input takes little time.
constexpr int64_t kTries = 1'000;

v1::PublishedFigure MessageOf(const tools::FigureText& text) {
  v1::PublishedFigure figure;
  figure.set_name(std::string(text.name));
  // Both enumerate the same kinds in the same order.
  figure.set_kind(static_cast<v1::PublishedKind>(text.claim.kind));
  figure.set_printed(std::string(text.claim.printed));
  figure.set_numerator(std::string(text.claim.numerator));
  figure.set_denominator(std::string(text.claim.denominator));
  figure.set_current(std::string(text.claim.current));
  figure.set_prior(std::string(text.claim.prior));
  figure.set_group(std::string(text.group));
  return figure;
}

std::string TableOf(const tools::AuditFile& file) {
  std::string text;
  present::AuditTable table(file);
  for (size_t place = 0; place < file.size(); ++place) {
    table.AddFigure(place, audit::AuditFigure(file.claim(place)), &text);
  }
  int64_t tries = kTries;
  for (const audit::ShareGroup& group : file.groups()) {
    table.AddGroup(group, audit::AuditShareGroup(group.claim, &tries), &text);
  }
  table.End(0, &text);
  return text;
}

void Fuzz(std::string_view content) {
  const auto file = tools::AuditFile::Read(kPath, content);
  if (!file.ok()) {
    const std::string faults(file.status().message());
    return Require(faults.starts_with(kPath) && IsUtf8(faults), "a fault names the file");
  }
  Require(IsUtf8(TableOf(*file)), "the table is text");
  v1::AuditFiguresRequest request;
  for (size_t place = 0; place < file->size(); ++place) {
    *request.add_figures() = MessageOf(file->text(place));
  }
  const auto response = messages::AuditFigures(request, kTries);
  Require(response.ok(), "what the command takes, the service takes");
  Require(response->figures_size() == request.figures_size(), "each figure has its audit");
  RequireSendable(*response);
}

}  // namespace
}  // namespace jurimeter::test

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  jurimeter::test::Fuzz({reinterpret_cast<const char*>(data), size});
  return 0;
}
