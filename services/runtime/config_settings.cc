#include "services/runtime/config_settings.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace jurimeter::runtime {
namespace {

using Names = std::set<std::string_view, std::less<>>;

// The options that both services have.
const Names& ServerNames() {
  static const auto& names = *new Names{
      "address-file",  "database-url", "drain-delay-s",          "drain-timeout-s",
      "listen",        "log-level",    "max-message-memory-mib", "max-streams-per-connection",
      "metrics-listen"};
  return names;
}

Names ServerNamesAnd(const Names& more) {
  Names names = ServerNames();
  names.insert(more.begin(), more.end());
  return names;
}

// Every section with its names. A program knows its own options; this table tells it those of the
// others. tests/e2e/test_configuration.py compares it with their --help.
const std::map<std::string_view, Names, std::less<>>& Sections() {
  static const auto& sections = *new std::map<std::string_view, Names, std::less<>>{
      {"jurimeter-ingestion", ServerNamesAnd({"commit-events", "queue-events", "writers"})},
      {"jurimeter-query", ServerNamesAnd({"refresh-ms"})},
      {"jurimeter-bare-server", ServerNamesAnd({"answer-bytes"})},
      {"up",
       {"catalog", "data-dir", "database-url", "ingestion-listen", "ingestion-metrics-listen",
        "query-listen", "query-metrics-listen"}},
      {"import", {"dry-run", "encoding", "ingestion"}},
      {"retract", {"dry-run", "ingestion", "reason", "request-id"}},
      {"correct",
       {"category", "dry-run", "event-id", "indicator", "ingestion", "occurred-at", "quantity",
        "reason", "request-id", "subject"}},
      {"closing.close",
       {"all", "bureau", "days", "dry-run", "ingestion", "reason", "region", "request-id"}},
      {"closing.list", {"format", "in-force", "ingestion"}},
      {"closing.reopen",
       {"all", "bureau", "days", "dry-run", "ingestion", "reason", "region", "request-id"}},
      {"subject.erase", {"data-dir", "database-url", "reason"}},
      {"submit",
       {"bureau", "category", "event-id", "indicator", "ingestion", "occurred-at", "quantity",
        "subject"}},
      {"query.year",
       {"all", "as-of", "bureau", "format", "indicator", "min-revision", "query", "region"}},
      {"query.period",
       {"all", "as-of", "bureau", "by", "compare", "format", "indicator", "min-revision", "query",
        "region"}},
      {"query.completeness", {"as-of", "format", "indicator", "min-revision", "query", "region"}},
      {"access.apply", {"data-dir", "database-url", "encoding"}},
      {"access.check", {"catalog", "data-dir", "database-url", "encoding"}},
      {"access.explain", {"data-dir", "database-url", "format"}},
      {"access.show", {"data-dir", "database-url"}},
      {"catalog.check", {"encoding"}},
      {"catalog.apply", {"data-dir", "database-url", "encoding", "yes"}},
      {"migrate", {"data-dir", "database-url"}},
      {"verify", {"data-dir", "database-url", "since"}},
      {"audit", {"encoding", "format"}},
      {"jurimeter-bench",
       {"batch-events", "calls", "connections", "database-url", "events", "format", "in-flight",
        "lone-calls", "rounds", "sizes", "streams", "transaction-connections", "transactions",
        "work-dir"}},
  };
  return sections;
}

// Options that describe one event, one question or one verification. At the top of a file they
// would silently change what other commands mean.
const Names& NamesOfOneCommand() {
  static const auto& names = *new Names{
      "all",     "as-of",    "bureau",     "by",        "category",     "compare",     "days",
      "dry-run", "event-id", "in-force",   "indicator", "min-revision", "occurred-at", "quantity",
      "reason",  "region",   "request-id", "since",     "subject",      "yes"};
  return names;
}

bool IsKnownAnywhere(const std::string& name) {
  return std::any_of(Sections().begin(), Sections().end(),
                     [&](const auto& section) { return section.second.count(name) > 0; });
}

std::string SectionNames() {
  return absl::StrJoin(Sections(), ", ", [](std::string* out, const auto& section) {
    out->append("[").append(section.first).append("]");
  });
}

// Says what is wrong with the place and the name of `setting`; empty if nothing is.
std::string NameFault(const ConfigSetting& setting) {
  if (setting.section.empty()) {
    if (!IsKnownAnywhere(setting.name)) {
      return absl::StrCat(setting.name, ": no program has an option of this name");
    }
    if (NamesOfOneCommand().count(setting.name) == 0) return "";
    return absl::StrCat(setting.name,
                        ": cannot stand at the top, since it changes what a command "
                        "says or asks; expected it under the command, such as [query.year]");
  }
  const auto section = Sections().find(setting.section);
  if (section == Sections().end()) {
    return absl::StrCat("[", setting.section, "] is no section; expected one of ", SectionNames());
  }
  if (section->second.count(setting.name) > 0) return "";
  return absl::StrCat(
      setting.name, ": not an option of [", setting.section, "]; expected one of ",
      absl::StrJoin(section->second, ", ", [](std::string* out, auto name) { out->append(name); }));
}

const ConfigSetting* Find(const std::vector<ConfigSetting>& settings, const std::string& section,
                          const std::string& name) {
  const ConfigSetting* found = nullptr;
  for (const ConfigSetting& setting : settings) {
    if (setting.name != name) continue;
    if (setting.section == section) return &setting;
    if (setting.section.empty()) found = &setting;
  }
  return found;
}

// Gives `option` the values of `setting`. Returns what is wrong with them; empty if nothing is.
std::string Apply(const ConfigSetting& setting, CLI::Option* option) {
  try {
    for (const std::string& value : setting.values) {
      const bool flag = option->get_expected_min() == 0;
      option->add_result(flag ? option->get_flag_value(setting.name, value) : value);
    }
    option->run_callback();
    return "";
  } catch (const CLI::Error& error) {
    option->clear();
    return error.what();
  }
}

// The section of `app`, and of its commands below it.
void ApplyTo(CLI::App& app, const std::string& section, const std::vector<ConfigSetting>& settings,
             const std::function<bool(const CLI::Option&)>& is_set,
             std::vector<ConfigFault>* faults) {
  for (CLI::Option* option : app.get_options()) {
    if (option->get_lnames().empty() || !option->get_configurable() || is_set(*option)) continue;
    const ConfigSetting* setting = Find(settings, section, option->get_lnames().front());
    if (setting == nullptr) continue;
    std::string fault = Apply(*setting, option);
    if (!fault.empty()) faults->push_back({setting->line, std::move(fault)});
  }
  for (CLI::App* chosen : app.get_subcommands()) {
    // The section of a command does not name its program.
    const std::string below = app.get_parent() == nullptr
                                  ? chosen->get_name()
                                  : absl::StrCat(section, ".", chosen->get_name());
    ApplyTo(*chosen, below, settings, is_set, faults);
  }
}

}  // namespace

std::vector<ConfigFault> UnknownSettings(const std::vector<ConfigSetting>& settings) {
  std::vector<ConfigFault> faults;
  for (const ConfigSetting& setting : settings) {
    std::string fault = NameFault(setting);
    if (!fault.empty()) faults.push_back({setting.line, std::move(fault)});
  }
  return faults;
}

std::vector<ConfigFault> ApplySettings(const std::vector<ConfigSetting>& settings, CLI::App& app,
                                       const std::function<bool(const CLI::Option&)>& is_set) {
  std::vector<ConfigFault> faults;
  ApplyTo(app, app.get_name(), settings, is_set, &faults);
  return faults;
}

}  // namespace jurimeter::runtime
