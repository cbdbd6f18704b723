// jurimeter audit: says which whole numbers published figures can have been computed from.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "services/query/audit_messages.h"
#include "tools/jurimeter/audit_file.h"
#include "tools/jurimeter/audit_formats.h"
#include "tools/jurimeter/command.h"
#include "tools/jurimeter/files.h"
#include "tools/jurimeter/message_json.h"

namespace jurimeter::tools {
namespace {

// Tests of a part for all groups of a file: some seconds.
constexpr int64_t kMaxGroupTries = 100'000'000;

int Audit(const std::string& path, const std::string& format) {
  const absl::StatusOr<std::string> content = ReadFile(path);
  if (!content.ok()) return Fail(content.status());
  const absl::StatusOr<AuditFile> file = ReadAuditFile(path, *content);
  if (!file.ok()) {
    std::cout << file.status().message() << '\n';
    return kFindings;
  }
  v1::AuditFiguresResponse response;
  const Violations faults = query::AuditFigures(file->request, kMaxGroupTries, &response);
  if (!faults.empty()) {
    std::cout << FaultsByLine(path, *file, faults);
    return kFindings;
  }
  std::cout << (format == "json" ? AsJson(response) : AuditAsTable(file->request, response));
  return CountImpossible(response) == 0 ? kDone : kFindings;
}

}  // namespace

void RegisterAudit(CLI::App& app, Action* chosen) {
  CLI::App* audit = app.add_subcommand(
      "audit", "Say which whole numbers published figures can have been computed from");
  auto path = std::make_shared<std::string>();
  auto format = std::make_shared<std::string>("table");
  audit->add_option("FILE", *path, "Figures as tab-separated values with a header line")
      ->required();
  audit->add_option("--format", *format, "table for people, or json of the answer")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  audit->callback(
      [path, format, chosen] { *chosen = [path, format] { return Audit(*path, *format); }; });
}

}  // namespace jurimeter::tools
