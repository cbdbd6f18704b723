// jurimeter audit: says which whole numbers published figures can have been computed from.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <iostream>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "domain/audit/figure_audit.h"
#include "domain/audit/share_group.h"
#include "services/present/audit_json.h"
#include "services/present/audit_table.h"
#include "services/present/named_formats.h"
#include "tools/jurimeter/audit/audit_file.h"
#include "tools/jurimeter/commands/command.h"
#include "tools/jurimeter/events/text_file.h"

namespace jurimeter::tools {
namespace {

// Most tests of a part, for all groups of a file together: some seconds.
constexpr int64_t kMaxGroupTries = 100'000'000;
constexpr size_t kBlockBytes = 64 * 1024;

// Prints in blocks, so that a million figures are not held in memory.
class Printer {
 public:
  std::string* text() {
    if (text_.size() >= kBlockBytes) Flush();
    return &text_;
  }

  // Prints the rest. Returns false if not everything could be printed.
  bool Finish() {
    Flush();
    return static_cast<bool>(std::cout.flush());
  }

 private:
  void Flush() {
    std::cout.write(text_.data(), static_cast<std::streamsize>(text_.size()));
    text_.clear();
  }

  std::string text_;
};

template <typename Format>
std::unique_ptr<present::AuditFormat> Make(const AuditFile& file) {
  return std::make_unique<Format>(file);
}

struct NamedFormat {
  const char* name;
  std::unique_ptr<present::AuditFormat> (*make)(const AuditFile&);
};
constexpr std::array kFormats = {NamedFormat{"table", Make<present::AuditTable>},
                                 NamedFormat{"json", Make<present::AuditJson>}};

bool IsImpossible(const audit::GroupAudit& group) {
  return std::all_of(group.readings.begin(), group.readings.end(), [](const auto& reading) {
    return reading.outcome == audit::GroupOutcome::kImpossible;
  });
}

// Returns how many figures and groups are impossible.
//   DATA_LOSS  not everything could be printed
absl::StatusOr<size_t> PrintAudit(const AuditFile& file, present::AuditFormat* format) {
  Printer printer;
  size_t impossible = 0;
  for (size_t place = 0; place < file.size(); ++place) {
    const audit::FigureAudit found = audit::AuditFigure(file.claim(place));
    if (found.verdict == audit::Verdict::kImpossible) ++impossible;
    format->AddFigure(place, found, printer.text());
  }
  int64_t tries = kMaxGroupTries;
  for (const audit::ShareGroup& group : file.groups()) {
    const audit::GroupAudit found = audit::AuditShareGroup(group.claim, &tries);
    if (IsImpossible(found)) ++impossible;
    format->AddGroup(group, found, printer.text());
  }
  format->End(impossible, printer.text());
  if (!printer.Finish()) return absl::DataLossError("the answers could not all be printed");
  return impossible;
}

int Audit(const std::string& path, EncodingChoice encoding, const std::string& format) {
  const absl::StatusOr<std::string> content = ReadText(path, encoding);
  if (absl::IsInvalidArgument(content.status())) {
    std::cout << content.status().message() << '\n';
    return kFindings;
  }
  if (!content.ok()) return Fail(content.status());
  const absl::StatusOr<AuditFile> file = AuditFile::Read(path, *content);
  if (!file.ok()) {
    std::cout << file.status().message() << '\n';
    return kFindings;
  }
  const std::unique_ptr<present::AuditFormat> printed =
      present::FormatNamed(kFormats, format).make(*file);
  const absl::StatusOr<size_t> impossible = PrintAudit(*file, printed.get());
  if (!impossible.ok()) return Fail(impossible.status());
  return *impossible == 0 ? kDone : kFindings;
}

}  // namespace

void RegisterAudit(CLI::App& app, Action* chosen) {
  CLI::App* audit = app.add_subcommand(
      "audit", "Say which whole numbers published figures can have been computed from");
  auto path = std::make_shared<std::string>();
  auto encoding = std::make_shared<EncodingChoice>(EncodingChoice::kAuto);
  auto format = std::make_shared<std::string>("table");
  audit
      ->add_option("FILE", *path,
                   "Figures as tab-separated values with a header line, or - for standard input")
      ->required();
  AddEncodingOption(*audit, encoding.get());
  audit->add_option("--format", *format, "table for people, or json of the answer")
      ->check(CLI::IsMember(present::NamesOf(kFormats)))
      ->capture_default_str();
  audit->callback([path, encoding, format, chosen] {
    *chosen = [path, encoding, format] { return Audit(*path, *encoding, *format); };
  });
}

}  // namespace jurimeter::tools
