#include "services/messages/catalog_text.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "domain/values/text.h"

namespace jurimeter::messages {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;

// The parser's message in words for people: it takes a character that is not ASCII for bytes.
std::string Readable(const std::string& message) {
  if (absl::StartsWith(message, "Interpreting non ascii codepoint")) {
    return "has a character that is not ASCII, such as a full-width space or quotation mark; "
           "expected these only within \"\" and comments";
  }
  return IsUtf8(message) ? message : absl::CHexEscape(message);
}

// Collects the faults that the parser finds. Unknown fields come as warnings, so that one does not
// hide the others. They are faults like the rest.
class FaultCollector : public google::protobuf::io::ErrorCollector {
 public:
  explicit FaultCollector(std::vector<CatalogFault>* faults) : faults_(faults) {}

  // The parser counts lines from 0, and says -1 if there is none.
  void AddError(int line, int /*column*/, const std::string& message) override {
    faults_->push_back({line + 1, "", Readable(message)});
  }
  void AddWarning(int line, int column, const std::string& message) override {
    AddError(line, column, message);
  }

 private:
  std::vector<CatalogFault>* faults_;
};

// Returns false after a syntax error. Unknown fields are faults, but the rest is read.
bool Parse(const std::string& text, v1::Catalog* message, TextFormat::ParseInfoTree* tree,
           std::vector<CatalogFault>* faults) {
  FaultCollector collector(faults);
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.WriteLocationsTo(tree);
  parser.AllowUnknownField(true);
  return parser.ParseFromString(text, message);
}

// One step of a field path: "indicators[3]" is {"indicators", 3}, "name" is {"name", -1}.
struct PathStep {
  std::string field;
  int index = -1;
};

PathStep ParseStep(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('[', 1));
  PathStep step = {std::string(parts.first)};
  if (!absl::SimpleAtoi(absl::StripSuffix(parts.second, "]"), &step.index)) step.index = -1;
  return step;
}

// Line of the field at `path`, or of the nearest field around it that stands in the text; 0 if none
// does.
int FindLine(const TextFormat::ParseInfoTree& root, const std::string& path) {
  const TextFormat::ParseInfoTree* tree = &root;
  const Descriptor* message = v1::Catalog::descriptor();
  int line = 0;
  for (absl::string_view text : absl::StrSplit(path, '.')) {
    if (tree == nullptr || message == nullptr) break;
    const PathStep step = ParseStep(text);
    const FieldDescriptor* field = message->FindFieldByName(step.field);
    // The tree takes an index for a repeated field, and for no other.
    if (field == nullptr || field->is_repeated() != (step.index >= 0)) break;
    const TextFormat::ParseLocation location = tree->GetLocation(field, step.index);
    if (location.line < 0) break;
    line = location.line + 1;
    message = field->message_type();
    tree = message == nullptr ? nullptr : tree->GetTreeForNested(field, step.index);
  }
  return line;
}

void AddFaults(const Violations& violations, const TextFormat::ParseInfoTree& tree,
               std::vector<CatalogFault>* faults) {
  for (const Violation& violation : violations) {
    faults->push_back({FindLine(tree, violation.field), violation.field, violation.description});
  }
}

std::vector<CatalogFault> ByLine(std::vector<CatalogFault> faults) {
  std::stable_sort(faults.begin(), faults.end(),
                   [](const CatalogFault& a, const CatalogFault& b) { return a.line < b.line; });
  return faults;
}

}  // namespace

std::string CatalogFault::ToString() const {
  return absl::StrCat(line > 0 ? absl::StrCat(line, ": ") : "",
                      field.empty() ? "" : absl::StrCat(field, ": "), description);
}

Checked<ParsedCatalog, std::vector<CatalogFault>> ParseCatalog(std::string_view text,
                                                               const CatalogKeys* keys) {
  std::vector<CatalogFault> faults;
  TextFormat::ParseInfoTree tree;
  v1::Catalog message;
  if (!Parse(std::string(text), &message, &tree, &faults)) return ByLine(std::move(faults));

  auto [spec, unread] = FromProto(message);
  AddFaults(unread, tree, &faults);
  auto created = keys != nullptr ? Catalog::Create(spec, *keys, CatalogUse::kInForce)
                                 : Catalog::Create(spec, CatalogKeys::ByPlace(spec));
  if (!created.ok()) AddFaults(created.faults(), tree, &faults);
  if (!faults.empty()) return ByLine(std::move(faults));
  return ParsedCatalog{std::move(spec), *std::move(created)};
}

std::optional<CatalogSpec> SpecOf(const std::string& text) {
  std::vector<CatalogFault> ignored;
  TextFormat::ParseInfoTree tree;
  v1::Catalog message;
  if (!Parse(text, &message, &tree, &ignored)) return std::nullopt;
  return FromProto(message).spec;
}

}  // namespace jurimeter::messages
