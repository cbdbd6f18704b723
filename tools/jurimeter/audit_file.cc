#include "tools/jurimeter/audit_file.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "domain/text.h"

namespace jurimeter::tools {
namespace {

using SetText = void (*)(v1::PublishedFigure*, std::string);

struct Column {
  const char* name;
  SetText set;  // null of what is not audited
};

constexpr Column kColumns[] = {
    {"name", [](v1::PublishedFigure* figure, std::string text) { figure->set_name(text); }},
    {"kind", nullptr},
    {"printed", [](v1::PublishedFigure* figure, std::string text) { figure->set_printed(text); }},
    {"numerator",
     [](v1::PublishedFigure* figure, std::string text) { figure->set_numerator(text); }},
    {"denominator",
     [](v1::PublishedFigure* figure, std::string text) { figure->set_denominator(text); }},
    {"current", [](v1::PublishedFigure* figure, std::string text) { figure->set_current(text); }},
    {"prior", [](v1::PublishedFigure* figure, std::string text) { figure->set_prior(text); }},
    {"group", [](v1::PublishedFigure* figure, std::string text) { figure->set_group(text); }},
    {"note", nullptr},
};
constexpr absl::string_view kKind = "kind";
constexpr const char* kRequired[] = {"kind", "printed"};

struct KindName {
  const char* name;
  v1::PublishedKind kind;
};
constexpr KindName kKinds[] = {{"ratio", v1::PUBLISHED_KIND_RATIO},
                               {"share", v1::PUBLISHED_KIND_SHARE},
                               {"growth", v1::PUBLISHED_KIND_GROWTH},
                               {"multiple", v1::PUBLISHED_KIND_MULTIPLE}};

const Column* FindColumn(absl::string_view name) {
  for (const Column& column : kColumns) {
    if (name == column.name) return &column;
  }
  return nullptr;
}

std::string Quote(absl::string_view text) { return Quoted({text.data(), text.size()}); }

// Reads line by line and collects the faults.
class Reader {
 public:
  explicit Reader(std::string_view path) : path_(path) {}

  void Read(std::string_view content) {
    int64_t number = 0;
    for (absl::string_view line : absl::StrSplit(ToAbsl(content), '\n')) {
      ++number;
      if (number == 1) absl::ConsumePrefix(&line, "\xEF\xBB\xBF");
      absl::ConsumeSuffix(&line, "\r");
      if (line.empty() || line.front() == '#') continue;
      const std::vector<absl::string_view> fields = absl::StrSplit(line, '\t');
      if (columns_.empty()) {
        ReadHeader(number, fields);
      } else {
        ReadRow(number, fields);
      }
      if (columns_.empty()) return;  // without its header nothing can be read
    }
    if (columns_.empty()) Refuse(1, "no header; expected the names of columns");
  }

  absl::StatusOr<AuditFile> Take() {
    if (!faults_.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults_, "\n"));
    return std::move(file_);
  }

 private:
  void Refuse(int64_t line, const std::string& fault) {
    faults_.push_back(absl::StrCat(ToAbsl(path_), ":", line, ": ", fault));
  }

  void ReadHeader(int64_t line, const std::vector<absl::string_view>& names) {
    std::vector<const Column*> columns;
    for (const absl::string_view name : names) {
      const Column* column = FindColumn(name);
      if (column == nullptr) {
        Refuse(line, absl::StrCat("column ", Quote(name),
                                  " is unknown; expected name, kind, printed, numerator, "
                                  "denominator, current, prior, group or note"));
      } else if (std::find(columns.begin(), columns.end(), column) != columns.end()) {
        Refuse(line, absl::StrCat("column ", Quote(name), " stands twice; expected once"));
      }
      columns.push_back(column);
    }
    for (const char* required : kRequired) {
      if (std::find(columns.begin(), columns.end(), FindColumn(required)) == columns.end()) {
        Refuse(line, absl::StrCat("no column \"", required, "\"; expected one"));
      }
    }
    if (faults_.empty()) columns_ = std::move(columns);
  }

  void ReadRow(int64_t line, const std::vector<absl::string_view>& fields) {
    if (fields.size() > columns_.size()) {
      return Refuse(line, absl::StrCat("has ", fields.size(), " fields; expected at most ",
                                       columns_.size(), ", as the header has"));
    }
    v1::PublishedFigure* figure = file_.request.add_figures();
    file_.lines.push_back(line);
    for (size_t i = 0; i < fields.size(); ++i) {
      const absl::string_view text = absl::StripAsciiWhitespace(fields[i]);
      if (!IsUtf8({text.data(), text.size()})) {
        Refuse(line, absl::StrCat(columns_[i]->name, ": is ", Quote(text),
                                  ", which is not valid UTF-8; expected UTF-8 text"));
      } else if (columns_[i]->set != nullptr) {
        columns_[i]->set(figure, std::string(text));
      } else if (columns_[i]->name == kKind) {
        ReadKind(line, text, figure);
      }
    }
  }

  void ReadKind(int64_t line, absl::string_view text, v1::PublishedFigure* figure) {
    for (const KindName& kind : kKinds) {
      if (text == kind.name) return figure->set_kind(kind.kind);
    }
    Refuse(line,
           absl::StrCat("kind: is ", Quote(text), "; expected ratio, share, growth or multiple"));
  }

  std::string_view path_;
  std::vector<const Column*> columns_;  // by place; empty before the header
  AuditFile file_;
  std::vector<std::string> faults_;
};

// The place and the field of "figures[3].printed"; nothing of another path.
std::optional<std::pair<size_t, std::string>> SplitPath(const std::string& path) {
  absl::string_view rest = path;
  size_t place = 0;
  if (!absl::ConsumePrefix(&rest, "figures[")) return std::nullopt;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), place);
  if (error != std::errc()) return std::nullopt;
  rest.remove_prefix(static_cast<size_t>(end - rest.data()));
  if (!absl::ConsumePrefix(&rest, "].")) return std::nullopt;
  return std::pair(place, std::string(rest));
}

}  // namespace

absl::StatusOr<AuditFile> ReadAuditFile(std::string_view path, std::string_view content) {
  Reader reader(path);
  reader.Read(content);
  return reader.Take();
}

std::string FaultsByLine(std::string_view path, const AuditFile& file,
                         const Violations& violations) {
  std::string text;
  for (const Violation& violation : violations) {
    const auto split = SplitPath(violation.field);
    if (split && split->first < file.lines.size()) {
      absl::StrAppend(&text, ToAbsl(path), ":", file.lines[split->first], ": ", split->second, ": ",
                      violation.description, "\n");
    } else {
      absl::StrAppend(&text, ToAbsl(path), ": ", violation.field, ": ", violation.description,
                      "\n");
    }
  }
  return text;
}

}  // namespace jurimeter::tools
