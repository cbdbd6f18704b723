#include "services/present/audit_table.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/values/digits.h"
#include "domain/values/text.h"
#include "services/present/wide_text.h"

namespace jurimeter::present {
namespace {

using audit::Alike;
using audit::kRoundings;

constexpr size_t kVerdictWidth = std::string_view("impossible").size();
// In the order of audit::kRoundings.
constexpr std::array<absl::string_view, kRoundings.size()> kRoundingNames = {"half up", "half even",
                                                                             "down", "up"};

std::string_view VerdictName(audit::Verdict verdict) {
  switch (verdict) {
    case audit::Verdict::kImpossible:
      return "impossible";
    case audit::Verdict::kOnlyOne:
      return "only one";
    case audit::Verdict::kSeveral:
      return "several";
    case audit::Verdict::kUnlimited:
      return "unlimited";
  }
  return "";
}

absl::string_view OutcomeName(audit::GroupOutcome outcome) {
  switch (outcome) {
    case audit::GroupOutcome::kPossible:
      return "possible";
    case audit::GroupOutcome::kImpossible:
      return "impossible";
    case audit::GroupOutcome::kUndecided:
      return "undecided";
  }
  return "";
}

// Names the roundings that allow the same as the one at `first`: "half up, down", or "every
// rounding" for all four.
void AppendRoundings(const Alike& alike, size_t first, std::string* out) {
  if (std::count(alike.begin(), alike.end(), first) == static_cast<int>(alike.size())) {
    return absl::StrAppend(out, "every rounding");
  }
  const char* separator = "";
  for (size_t i = first; i < alike.size(); ++i) {
    if (alike[i] != first) continue;
    absl::StrAppend(out, separator, kRoundingNames[i]);
    separator = ", ";
  }
}

void AppendBounds(const audit::KnownCount& count, std::string* out) {
  absl::StrAppend(out, count.min);
  if (!count.limited) {
    absl::StrAppend(out, "..");
  } else if (!count.exact()) {
    absl::StrAppend(out, "..", count.max);
  }
}

// "1756/1767"; "5 pairs, 1/3, 2/6, ...: 1..5 / 3..15"; "none".
void AppendSolutions(const audit::Reading& reading, bool periods, std::string* out) {
  if (!reading.possible) return absl::StrAppend(out, "none");
  const bool all = reading.finite && reading.pairs == reading.listed;
  if (!all) {
    absl::StrAppend(out, reading.finite ? Digits(reading.pairs) : "unlimited", " pairs, ");
  }
  const char* separator = "";
  for (int i = 0; i < reading.listed; ++i) {
    const auto& [numerator, denominator] = reading.first[static_cast<size_t>(i)];
    absl::StrAppend(out, separator, numerator, periods ? " ← " : "/", denominator);
    separator = ", ";
  }
  if (all) return;
  absl::StrAppend(out, ", ... (");
  AppendBounds(reading.numerator, out);
  absl::StrAppend(out, periods ? " ← " : " / ");
  AppendBounds(reading.denominator, out);
  absl::StrAppend(out, ")");
}

void AppendReadings(const audit::FigureAudit& found, bool periods, std::string* out) {
  const char* separator = "";
  if (found.saturated) {
    absl::StrAppend(out, "at its word: ");
    AppendSolutions(found.all_or_none, periods, out);
    separator = "; ";
  }
  for (size_t i = 0; i < found.readings.size(); ++i) {
    if (found.alike[i] != i) continue;
    absl::StrAppend(out, separator);
    AppendRoundings(found.alike, i, out);
    absl::StrAppend(out, ": ");
    AppendSolutions(found.readings[i], periods, out);
    separator = "; ";
  }
}

std::string GroupReadings(const audit::GroupAudit& found) {
  std::string text;
  for (size_t i = 0; i < found.readings.size(); ++i) {
    if (found.alike[i] != i) continue;
    const audit::GroupReading& reading = found.readings[i];
    if (!text.empty()) absl::StrAppend(&text, "; ");
    AppendRoundings(found.alike, i, &text);
    absl::StrAppend(&text, ": ", OutcomeName(reading.outcome));
    if (!reading.parts.empty()) {
      absl::StrAppend(&text, " as ",
                      absl::StrJoin(reading.parts, " + ",
                                    [](std::string* part, const audit::KnownCount& count) {
                                      AppendBounds(count, part);
                                    }));
    } else if (reading.least_whole > 0) {
      absl::StrAppend(&text, " of ", reading.least_whole, " or more");
    }
  }
  return text;
}

}  // namespace

AuditTable::AuditTable(const PublishedFigures& figures) : figures_(figures) {
  for (size_t place = 0; place < figures.size(); ++place) {
    const PublishedFigure figure = figures.figure(place);
    name_width_ = std::max(name_width_, CellWidth(figure.name));
    printed_width_ = std::max(printed_width_, CellWidth(figure.claim.printed));
  }
}

void AuditTable::AddFigure(size_t place, const audit::FigureAudit& found, std::string* out) {
  const PublishedFigure figure = figures_.figure(place);
  const bool periods = figure.claim.kind == audit::ClaimKind::kGrowth ||
                       figure.claim.kind == audit::ClaimKind::kMultiple;
  AppendCell(figure.name, name_width_, out);
  AppendCell(figure.claim.printed, printed_width_, out);
  AppendCell(VerdictName(found.verdict), kVerdictWidth, out);
  AppendReadings(found, periods, out);
  out->push_back('\n');
}

void AuditTable::AddGroup(const audit::ShareGroup& group, const audit::GroupAudit& found,
                          std::string*) {
  std::string text = GroupReadings(found);
  if (!found.forced.empty()) {
    absl::StrAppend(&text, "; made to add up: ",
                    absl::StrJoin(found.forced, " or ", [&](std::string* part, size_t forced) {
                      const PublishedFigure figure = figures_.figure(group.places[forced]);
                      absl::StrAppend(part, ToAbsl(figure.name), " ", ToAbsl(figure.claim.printed));
                    }));
  }
  groups_.push_back({absl::StrCat("group ", group.name),
                     absl::StrCat(Digits(found.printed_sum, found.decimals), "%"), text});
}

void AuditTable::End(size_t impossible, std::string* out) {
  if (!groups_.empty()) absl::StrAppend(out, "\n", AlignColumns(groups_));
  absl::StrAppend(out, "\n", figures_.size(), " figures, ", groups_.size(), " groups, ", impossible,
                  " impossible\n");
}

}  // namespace jurimeter::present
