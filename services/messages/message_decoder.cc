#include "services/messages/message_decoder.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/stubs/common.h>
#include <google/protobuf/wire_format_lite.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "domain/values/text.h"

namespace jurimeter::messages {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

// Walks a serialised message and makes its strings valid UTF-8 in place, so that no length changes.
class TextRepair {
 public:
  TextRepair(std::string* wire, InvalidTexts* invalid_texts)
      : wire_(*wire),
        input_(reinterpret_cast<const uint8_t*>(wire->data()), static_cast<int>(wire->size())),
        invalid_texts_(*invalid_texts) {}

  // Returns false if the bytes are no message.
  bool Run(const Descriptor& type) { return Walk(type, ""); }

 private:
  // The depth is bounded: none of our message types contains itself.
  bool Walk(const Descriptor& type, const std::string& prefix) {
    std::map<int, int> counts;
    while (uint32_t tag = input_.ReadTag()) {
      const FieldDescriptor* field = type.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
      const bool delimited =
          WireFormatLite::GetTagWireType(tag) == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
      if (field == nullptr || !delimited) {
        if (!WireFormatLite::SkipField(&input_, tag)) return false;
        continue;
      }
      std::string path = absl::StrCat(prefix, field->name());
      if (field->is_repeated()) absl::StrAppend(&path, "[", counts[field->number()]++, "]");
      if (!WalkField(*field, path)) return false;
    }
    return input_.ConsumedEntireMessage();
  }

  bool WalkField(const FieldDescriptor& field, const std::string& path) {
    uint32_t length = 0;
    if (!input_.ReadVarint32(&length) || length > static_cast<uint32_t>(wire_.size())) return false;
    if (field.type() == FieldDescriptor::TYPE_MESSAGE) {
      const auto limit = input_.PushLimit(static_cast<int>(length));
      const bool whole = Walk(*field.message_type(), path + ".");
      input_.PopLimit(limit);
      return whole;
    }
    const auto start = static_cast<size_t>(input_.CurrentPosition());
    if (!input_.Skip(static_cast<int>(length))) return false;
    if (field.type() == FieldDescriptor::TYPE_STRING) Repair(start, length, path);
    return true;
  }

  void Repair(size_t start, size_t length, const std::string& path) {
    char* text = wire_.data() + start;
    if (google::protobuf::internal::IsStructurallyValidUTF8(text, static_cast<int>(length))) return;
    for (size_t i = 0; i < length; ++i) {
      if (static_cast<uint8_t>(text[i]) >= 0x80) text[i] = '?';
    }
    invalid_texts_.push_back(path);
  }

  std::string& wire_;
  CodedInputStream input_;
  InvalidTexts& invalid_texts_;
};

}  // namespace

std::optional<InvalidTexts> DecodeMessage(std::string_view bytes,
                                          google::protobuf::Message* message) {
  if (bytes.size() > static_cast<size_t>(std::numeric_limits<int>::max())) return std::nullopt;
  if (message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return InvalidTexts();
  std::string wire(bytes);
  InvalidTexts found;
  if (!TextRepair(&wire, &found).Run(*message->GetDescriptor()) || found.empty()) {
    return std::nullopt;
  }
  if (!message->ParseFromString(wire)) return std::nullopt;
  return found;
}

std::map<int, InvalidTexts> ByElement(const InvalidTexts& invalid_texts,
                                      std::string_view repeated_field) {
  const std::string opening = absl::StrCat(ToAbsl(repeated_field), "[");
  std::map<int, InvalidTexts> elements;
  for (absl::string_view path : invalid_texts) {
    int place = 0;
    if (!absl::ConsumePrefix(&path, opening)) continue;
    const size_t close = path.find("].");
    if (close == absl::string_view::npos) continue;
    if (!absl::SimpleAtoi(path.substr(0, close), &place)) continue;
    elements[place].emplace_back(path.substr(close + 2));
  }
  return elements;
}

}  // namespace jurimeter::messages
