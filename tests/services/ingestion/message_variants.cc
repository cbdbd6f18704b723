#include "tests/services/ingestion/message_variants.h"

#include <google/protobuf/descriptor.h>

#include <cstdlib>
#include <functional>
#include <string>

#include "absl/strings/str_cat.h"

namespace jurimeter::test {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;

// Sets a field of a message to one of the values that it is to have, or adds that.
using Setter = std::function<void(Message*)>;

class Maker {
 public:
  Messages Make(const Message& prototype) {
    const Descriptor& type = *prototype.GetDescriptor();
    std::vector<std::vector<Setter>> choices;  // of each field or oneof
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      if (field.real_containing_oneof() == nullptr) choices.push_back(SettersOf(prototype, field));
    }
    for (int i = 0; i < type.real_oneof_decl_count(); ++i) {
      choices.push_back(SettersOf(prototype, *type.oneof_decl(i)));
    }
    std::unique_ptr<Message> first(prototype.New());
    for (const std::vector<Setter>& setters : choices) setters.front()(first.get());
    Messages messages;
    messages.push_back(std::move(first));
    for (size_t choice = 0; choice < choices.size(); ++choice) {
      for (size_t place = 1; place < choices[choice].size(); ++place) {
        std::unique_ptr<Message> other(prototype.New());
        for (size_t i = 0; i < choices.size(); ++i) {
          choices[i][i == choice ? place : 0](other.get());
        }
        messages.push_back(std::move(other));
      }
    }
    return messages;
  }

 private:
  int Next() { return ++last_; }

  std::vector<Setter> SettersOf(const Message& prototype, const OneofDescriptor& oneof) {
    std::vector<Setter> setters;
    for (int i = 0; i < oneof.field_count(); ++i) {
      for (Setter& setter : SettersOf(prototype, *oneof.field(i))) {
        setters.push_back(std::move(setter));
      }
    }
    return setters;
  }

  std::vector<Setter> SettersOf(const Message& prototype, const FieldDescriptor& field) {
    std::vector<Setter> setters = SingleSettersOf(prototype, field);
    if (field.is_repeated()) {
      const std::vector<Setter> more = SingleSettersOf(prototype, field);
      setters.front() = [one = setters.front(), two = more.front()](Message* message) {
        one(message);
        two(message);
      };
    }
    if (field.has_optional_keyword()) setters.emplace_back([](Message*) {});
    return setters;
  }

  std::vector<Setter> SingleSettersOf(const Message& prototype, const FieldDescriptor& field) {
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return MessageSetters(prototype, field);
      case FieldDescriptor::CPPTYPE_ENUM:
        return EnumSetters(field);
      case FieldDescriptor::CPPTYPE_STRING:
        return {[&field, text = absl::StrCat("text", Next())](Message* message) {
          if (field.is_repeated())
            return message->GetReflection()->AddString(message, &field, text);
          message->GetReflection()->SetString(message, &field, text);
        }};
      case FieldDescriptor::CPPTYPE_INT32:
        return {[&field, number = Next()](Message* message) {
          message->GetReflection()->SetInt32(message, &field, number);
        }};
      case FieldDescriptor::CPPTYPE_INT64:
        return {[&field, number = Next()](Message* message) {
          message->GetReflection()->SetInt64(message, &field, number);
        }};
      case FieldDescriptor::CPPTYPE_BOOL:
        return {[&field](Message* message) {
          message->GetReflection()->SetBool(message, &field, true);
        }};
      default:
        std::abort();  // a type that no message has had so far
    }
  }

  std::vector<Setter> MessageSetters(const Message& prototype, const FieldDescriptor& field) {
    const Message& of =
        *prototype.GetReflection()->GetMessageFactory()->GetPrototype(field.message_type());
    std::vector<Setter> setters;
    for (std::unique_ptr<Message>& each : Make(of)) {
      setters.emplace_back(
          [&field, value = std::shared_ptr<const Message>(std::move(each))](Message* message) {
            const auto& reflection = *message->GetReflection();
            Message* set = field.is_repeated() ? reflection.AddMessage(message, &field)
                                               : reflection.MutableMessage(message, &field);
            set->CopyFrom(*value);
          });
    }
    return setters;
  }

  static std::vector<Setter> EnumSetters(const FieldDescriptor& field) {
    const EnumDescriptor& type = *field.enum_type();
    std::vector<Setter> setters;
    for (int i = 1; i < type.value_count(); ++i) {
      setters.emplace_back([&field, value = type.value(i)](Message* message) {
        message->GetReflection()->SetEnum(message, &field, value);
      });
    }
    return setters;
  }

  int last_ = 1;
};

}  // namespace

Messages VariantsOf(const Message& prototype) { return Maker().Make(prototype); }

}  // namespace jurimeter::test
