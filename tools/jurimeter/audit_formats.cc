#include "tools/jurimeter/audit_formats.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "tools/jurimeter/wide_text.h"

namespace jurimeter::tools {
namespace {

using Rows = std::vector<std::vector<std::string>>;

// AUDIT_VERDICT_ONLY_ONE as "only one".
std::string Words(const std::string& name, const char* prefix) {
  std::string words = absl::AsciiStrToLower(absl::StripPrefix(name, prefix));
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

// "half up, down"; "every rounding" of all four.
std::string Roundings(const google::protobuf::RepeatedField<int>& roundings) {
  constexpr int kAll = 4;
  if (roundings.size() == kAll) return "every rounding";
  return absl::StrJoin(roundings, ", ", [](std::string* text, int rounding) {
    text->append(Words(v1::Rounding_Name(static_cast<v1::Rounding>(rounding)), "ROUNDING_"));
  });
}

bool ComparesPeriods(const v1::PublishedFigure& figure) {
  return figure.kind() == v1::PUBLISHED_KIND_GROWTH || figure.kind() == v1::PUBLISHED_KIND_MULTIPLE;
}

std::string Pair(const v1::WholePair& pair, bool periods) {
  return absl::StrCat(pair.numerator(), periods ? " ← " : "/", pair.denominator());
}

std::string Bounds(const v1::WholeBounds& bounds) {
  if (!bounds.has_max()) return absl::StrCat(bounds.min(), "..");
  if (bounds.min() == bounds.max()) return absl::StrCat(bounds.min());
  return absl::StrCat(bounds.min(), "..", bounds.max());
}

// "1756/1767"; "5 pairs, 1/3, 2/6, ...: 1..5 / 3..15"; "none".
std::string Solutions(const v1::AuditReading& reading, bool periods) {
  if (!reading.possible()) return "none";
  const std::string first = absl::StrJoin(
      reading.first(), ", ",
      [&](std::string* text, const v1::WholePair& pair) { text->append(Pair(pair, periods)); });
  const bool all = reading.finite() && reading.pairs() == absl::StrCat(reading.first_size());
  if (all) return first;
  return absl::StrCat(reading.finite() ? reading.pairs() : "unlimited", " pairs, ", first,
                      ", ... (", Bounds(reading.numerator()), periods ? " ← " : " / ",
                      Bounds(reading.denominator()), ")");
}

std::string Readings(const v1::FigureAudit& audit, bool periods) {
  std::string text;
  if (audit.has_all_or_none()) {
    text = absl::StrCat("at its word: ", Solutions(audit.all_or_none(), periods));
  }
  for (const v1::AuditReading& reading : audit.readings()) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", Roundings(reading.roundings()), ": ",
                    Solutions(reading, periods));
  }
  return text;
}

std::string GroupReading(const v1::ShareGroupReading& reading) {
  std::string text =
      absl::StrCat(Roundings(reading.roundings()), ": ",
                   Words(v1::ShareGroupOutcome_Name(reading.outcome()), "SHARE_GROUP_OUTCOME_"));
  if (reading.parts_size() > 0) {
    absl::StrAppend(
        &text, " as ",
        absl::StrJoin(reading.parts(), " + ", [](std::string* part, const v1::WholeBounds& bounds) {
          part->append(Bounds(bounds));
        }));
  } else if (reading.least_whole() > 0) {
    absl::StrAppend(&text, " of ", reading.least_whole(), " or more");
  }
  return text;
}

std::vector<std::string> GroupRow(const v1::AuditFiguresRequest& request,
                                  const v1::ShareGroupAudit& group) {
  std::string text = absl::StrJoin(group.readings(), "; ",
                                   [](std::string* part, const v1::ShareGroupReading& reading) {
                                     part->append(GroupReading(reading));
                                   });
  if (group.forced_size() > 0) {
    absl::StrAppend(&text, "; made to add up: ",
                    absl::StrJoin(group.forced(), " or ", [&](std::string* part, int place) {
                      const v1::PublishedFigure& figure = request.figures(place);
                      part->append(absl::StrCat(figure.name(), " ", figure.printed()));
                    }));
  }
  return {absl::StrCat("group ", group.group()), absl::StrCat(group.printed_sum(), "%"), text};
}

bool IsImpossible(const v1::ShareGroupAudit& group) {
  return std::all_of(group.readings().begin(), group.readings().end(), [](const auto& reading) {
    return reading.outcome() == v1::SHARE_GROUP_OUTCOME_IMPOSSIBLE;
  });
}

}  // namespace

int CountImpossible(const v1::AuditFiguresResponse& response) {
  const auto figures = std::count_if(
      response.figures().begin(), response.figures().end(),
      [](const auto& figure) { return figure.verdict() == v1::AUDIT_VERDICT_IMPOSSIBLE; });
  const auto groups =
      std::count_if(response.groups().begin(), response.groups().end(), IsImpossible);
  return static_cast<int>(figures + groups);
}

std::string AuditAsTable(const v1::AuditFiguresRequest& request,
                         const v1::AuditFiguresResponse& response) {
  Rows figures;
  for (int i = 0; i < response.figures_size(); ++i) {
    const v1::FigureAudit& audit = response.figures(i);
    figures.push_back({audit.name(), request.figures(i).printed(),
                       Words(v1::AuditVerdict_Name(audit.verdict()), "AUDIT_VERDICT_"),
                       Readings(audit, ComparesPeriods(request.figures(i)))});
  }
  Rows groups;
  for (const v1::ShareGroupAudit& group : response.groups()) {
    groups.push_back(GroupRow(request, group));
  }
  return absl::StrCat(AlignColumns(figures), groups.empty() ? "" : "\n", AlignColumns(groups), "\n",
                      response.figures_size(), " figures, ", response.groups_size(), " groups, ",
                      CountImpossible(response), " impossible\n");
}

}  // namespace jurimeter::tools
