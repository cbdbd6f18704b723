#include "services/messages/message_text.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>

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

// Deeper than any message of ours. Without a limit, a text of nothing but opening brackets would
// use up the stack.
constexpr int kMaxDepth = 32;

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
  explicit FaultCollector(TextFaults* faults) : faults_(faults) {}

  // The parser counts lines from 0, and says -1 if there is none.
  void AddError(int line, int /*column*/, const std::string& message) override {
    faults_->push_back({line + 1, "", Readable(message)});
  }
  void AddWarning(int line, int column, const std::string& message) override {
    AddError(line, column, message);
  }

 private:
  TextFaults* faults_;
};

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

}  // namespace

std::string TextFault::ToString() const {
  return absl::StrCat(line > 0 ? absl::StrCat(line, ": ") : "",
                      field.empty() ? "" : absl::StrCat(field, ": "), description);
}

MessageText::MessageText(const std::string& text, google::protobuf::Message* message)
    : descriptor_(message->GetDescriptor()) {
  FaultCollector collector(&faults_);
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.WriteLocationsTo(&tree_);
  parser.AllowUnknownField(true);
  parser.SetRecursionLimit(kMaxDepth);
  is_read_ = parser.ParseFromString(text, message);
}

void MessageText::Add(const Violations& violations) {
  for (const Violation& violation : violations) {
    faults_.push_back({FindLine(violation.field), violation.field, violation.description});
  }
}

TextFaults MessageText::faults() && {
  std::ranges::stable_sort(faults_, {}, &TextFault::line);
  return std::move(faults_);
}

// 0 if neither the field nor one around it stands in the text.
int MessageText::FindLine(const std::string& path) const {
  const TextFormat::ParseInfoTree* tree = &tree_;
  const Descriptor* message = descriptor_;
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

}  // namespace jurimeter::messages
