#include "tools/jurimeter/audit/audit_file.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "domain/values/text.h"
#include "domain/values/violation.h"

namespace jurimeter::tools {

struct AuditColumn {
  std::string_view name;
  void (*set)(std::string_view text, FigureText* figure);
};

namespace {

using audit::ClaimKind;

struct KindName {
  std::string_view name;
  ClaimKind kind;
};
constexpr KindName kKinds[] = {{"ratio", ClaimKind::kRatio},
                               {"share", ClaimKind::kShare},
                               {"growth", ClaimKind::kGrowth},
                               {"multiple", ClaimKind::kMultiple}};

ClaimKind KindOf(std::string_view name) {
  for (const KindName& kind : kKinds) {
    if (name == kind.name) return kind.kind;
  }
  return ClaimKind::kUnspecified;
}

constexpr std::string_view kKind = "kind";
constexpr std::string_view kPrinted = "printed";
constexpr AuditColumn kColumns[] = {
    {"name", [](std::string_view text, FigureText* figure) { figure->name = text; }},
    {kKind,
     [](std::string_view text, FigureText* figure) {
       figure->kind = text;
       figure->claim.kind = KindOf(text);
     }},
    {kPrinted, [](std::string_view text, FigureText* figure) { figure->claim.printed = text; }},
    {"numerator",
     [](std::string_view text, FigureText* figure) { figure->claim.numerator = text; }},
    {"denominator",
     [](std::string_view text, FigureText* figure) { figure->claim.denominator = text; }},
    {"current", [](std::string_view text, FigureText* figure) { figure->claim.current = text; }},
    {"prior", [](std::string_view text, FigureText* figure) { figure->claim.prior = text; }},
    {"group", [](std::string_view text, FigureText* figure) { figure->group = text; }},
    {"note", [](std::string_view, FigureText*) {}},
};

const AuditColumn* FindColumn(std::string_view name) {
  const auto* found = std::find_if(std::begin(kColumns), std::end(kColumns),
                                   [&](const AuditColumn& column) { return column.name == name; });
  return found == std::end(kColumns) ? nullptr : found;
}

// Takes from `rest` the text before the first `separator`, and the separator with it.
std::string_view TakeUntil(char separator, std::string_view* rest) {
  const size_t end = std::min(rest->find(separator), rest->size());
  const std::string_view taken = rest->substr(0, end);
  rest->remove_prefix(std::min(end + 1, rest->size()));
  return taken;
}

// `line` without the tabs at its end that spreadsheets leave for empty columns. `kept` tabs stay.
std::string_view WithoutTabsBehind(std::string_view line, size_t kept) {
  auto tabs = static_cast<size_t>(std::count(line.begin(), line.end(), '\t'));
  for (; line.ends_with('\t') && tabs > kept; --tabs) line.remove_suffix(1);
  return line;
}

FigureText Split(const std::vector<const AuditColumn*>& columns, std::string_view row) {
  FigureText figure;
  for (const AuditColumn* column : columns) {
    column->set(WithoutPadding(TakeUntil('\t', &row)), &figure);
  }
  return figure;
}

}  // namespace

// Reads line by line and collects the faults.
class AuditFileReader {
 public:
  AuditFileReader(std::string_view path, std::string_view content) : path_(path), rest_(content) {}

  absl::StatusOr<AuditFile> Read() {
    std::string_view line;
    if (NextLine(&line)) {
      ReadHeader(line);
    } else {
      line_ = 1;
      Refuse("no header; expected the names of columns");
    }
    // Nothing can be read without the header.
    while (!file_.columns_.empty() && NextLine(&line)) ReadRow(line);
    if (!faults_.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults_, "\n"));
    return std::move(file_);
  }

 private:
  // The next line that is neither empty nor a comment; false at the end.
  bool NextLine(std::string_view* line) {
    while (!rest_.empty()) {
      ++line_;
      *line = TakeUntil('\n', &rest_);
      if (line->ends_with('\r')) line->remove_suffix(1);
      if (!WithoutPadding(*line).empty() && !line->starts_with('#')) return true;
    }
    return false;
  }

  void Refuse(const std::string& fault) {
    faults_.push_back(absl::StrCat(ToAbsl(path_), ":", line_, ": ", fault));
  }

  void ReadHeader(std::string_view line) {
    std::vector<const AuditColumn*> columns;
    line = WithoutTabsBehind(line, 0);
    for (const absl::string_view part : absl::StrSplit(ToAbsl(line), '\t')) {
      const std::string_view name = WithoutPadding({part.data(), part.size()});
      const AuditColumn* column = FindColumn(name);
      if (column == nullptr) {
        Refuse(absl::StrCat("column ", Quoted(name),
                            " is unknown; expected name, kind, printed, numerator, denominator, "
                            "current, prior, group or note"));
      } else if (std::find(columns.begin(), columns.end(), column) != columns.end()) {
        Refuse(absl::StrCat("column ", Quoted(name), " stands twice; expected once"));
      }
      columns.push_back(column);
    }
    for (const std::string_view required : {kKind, kPrinted}) {
      if (std::find(columns.begin(), columns.end(), FindColumn(required)) == columns.end()) {
        Refuse(absl::StrCat("no column \"", ToAbsl(required), "\"; expected one"));
      }
    }
    if (faults_.empty()) file_.columns_ = std::move(columns);
  }

  void ReadRow(std::string_view row) {
    row = WithoutTabsBehind(row, file_.columns_.size() - 1);
    const auto fields = static_cast<size_t>(std::count(row.begin(), row.end(), '\t')) + 1;
    if (fields > file_.columns_.size()) {
      return Refuse(absl::StrCat("has ", fields, " fields; expected at most ",
                                 file_.columns_.size(), ", as the header has"));
    }
    if (!IsUtf8(row)) return RefuseText(row);
    const size_t place = file_.rows_.size();
    file_.rows_.push_back(row);
    const FigureText figure = file_.text(place);
    const Checked<audit::FigureClaim> claim = audit::ReadClaim(figure.claim);
    Violations faults = claim.ok() ? Violations() : claim.faults();
    if (claim.ok() && !figure.group.empty()) {
      faults = file_.groups_.Add(place, figure.group, figure.claim, *claim);
    }
    for (const Violation& fault : faults) {
      // ReadClaim treats an unknown kind like a missing one.
      if (fault.field == kKind) {
        Refuse(absl::StrCat("kind: is ", Quoted(figure.kind),
                            "; expected ratio, share, growth or multiple"));
      } else {
        Refuse(absl::StrCat(fault.field, ": ", fault.description));
      }
    }
  }

  void RefuseText(std::string_view row) {
    for (const AuditColumn* column : file_.columns_) {
      const std::string_view text = TakeUntil('\t', &row);
      if (IsUtf8(text)) continue;
      Refuse(absl::StrCat(ToAbsl(column->name), ": is ", Quoted(text),
                          ", which is not valid UTF-8; expected UTF-8 text"));
    }
  }

  std::string_view path_;
  std::string_view rest_;
  int64_t line_ = 0;
  AuditFile file_;
  std::vector<std::string> faults_;
};

absl::StatusOr<AuditFile> AuditFile::Read(std::string_view path, std::string_view content) {
  return AuditFileReader(path, content).Read();
}

present::PublishedFigure AuditFile::figure(size_t place) const {
  const FigureText figure = text(place);
  return {figure.name, figure.claim};
}

FigureText AuditFile::text(size_t place) const { return Split(columns_, rows_[place]); }

audit::FigureClaim AuditFile::claim(size_t place) const {
  // Read has found no fault in it.
  return *audit::ReadClaim(text(place).claim);
}

}  // namespace jurimeter::tools
