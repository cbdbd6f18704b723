#include "tools/bench/report_formats.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/present/wide_text.h"

namespace jurimeter::bench {
namespace {

using Json = nlohmann::ordered_json;

// As many digits as mean something.
std::string Rounded(double value) {
  if (value >= 100) return absl::StrFormat("%.0f", value);
  if (value >= 1) return absl::StrFormat("%.2f", value);
  return absl::StrFormat("%.3g", value);
}

std::string Text(const Spread& spread) {
  return absl::StrCat(Rounded(spread.median), " (", Rounded(spread.min), "..", Rounded(spread.max),
                      ")");
}

const char* Words(GoalBound bound) { return bound == GoalBound::kAtLeast ? "at least" : "at most"; }

Json ToJson(const Spread& spread) {
  return {{"median", spread.median}, {"min", spread.min}, {"max", spread.max}};
}

Json ToJson(const ReportLine& line) {
  Json json = {{"name", line.name},
               {"what", line.what},
               {"unit", line.unit},
               {"measured", ToJson(line.measured)},
               {"baseline", nullptr},
               {"ratio", nullptr},
               {"goal", {{"bound", Words(line.goal.bound)}, {"limit", line.goal.limit}}},
               {"met", MeetsGoal(line)}};
  if (line.baseline.has_value()) {
    json["baseline"] = {{"what", line.baseline->what}};
    json["baseline"].update(ToJson(line.baseline->spread));
    json["ratio"] = *RatioToBaseline(line);
  }
  return json;
}

}  // namespace

std::string ReportAsTable(const Report& report) {
  const Machine& machine = report.machine;
  const DatabaseSettings& database = report.database;
  std::string text =
      absl::StrCat(machine.cores, " cores, ", machine.processor, ", ", machine.memory_mib, " MiB, ",
                   machine.kernel, "\n", database.version, ", fsync ", database.fsync,
                   ", synchronous_commit ", database.synchronous_commit, ", full_page_writes ",
                   database.full_page_writes, ", shared_buffers ", database.shared_buffers,
                   "\nMedian (min..max) of ", report.rounds, " rounds; ratio of the medians\n\n");
  std::vector<std::vector<std::string>> rows = {
      {"name", "measured", "baseline", "unit", "ratio", "goal", "met"}};
  for (const ReportLine& line : report.lines) {
    const std::optional<double> ratio = RatioToBaseline(line);
    rows.push_back({line.name, Text(line.measured),
                    line.baseline.has_value() ? Text(line.baseline->spread) : "-", line.unit,
                    ratio.has_value() ? Rounded(*ratio) : "-",
                    absl::StrCat(Words(line.goal.bound), " ", line.goal.limit),
                    MeetsGoal(line) ? "yes" : "no"});
  }
  absl::StrAppend(&text, present::AlignColumns(rows), "\n");
  for (const ReportLine& line : report.lines) {
    absl::StrAppend(&text, line.name, ": ", line.what);
    if (line.baseline.has_value()) absl::StrAppend(&text, "; baseline: ", line.baseline->what);
    text.push_back('\n');
  }
  return text;
}

std::string ReportAsJson(const Report& report) {
  const Machine& machine = report.machine;
  const DatabaseSettings& database = report.database;
  Json json = {{"machine",
                {{"cores", machine.cores},
                 {"processor", machine.processor},
                 {"memory_mib", machine.memory_mib},
                 {"kernel", machine.kernel}}},
               {"database",
                {{"version", database.version},
                 {"fsync", database.fsync},
                 {"synchronous_commit", database.synchronous_commit},
                 {"full_page_writes", database.full_page_writes},
                 {"shared_buffers", database.shared_buffers}}},
               {"rounds", report.rounds},
               {"lines", Json::array()}};
  for (const ReportLine& line : report.lines) json["lines"].push_back(ToJson(line));
  return json.dump(2) + "\n";
}

}  // namespace jurimeter::bench
