// Messages of a type with every field set, for tests of conversions: a field, a case of a oneof or
// an enum value that is added to the proto is in them without anybody's doing.
//
// Example: for (const v1::Catalog& catalog : VariantsOf<v1::Catalog>()) ...
//
// Threads: pure functions.
#ifndef JURIMETER_TESTS_SERVICES_INGESTION_MESSAGE_VARIANTS_H_
#define JURIMETER_TESTS_SERVICES_INGESTION_MESSAGE_VARIANTS_H_

#include <google/protobuf/message.h>

#include <memory>
#include <vector>

namespace jurimeter::test {

using Messages = std::vector<std::unique_ptr<google::protobuf::Message>>;

// Messages like `prototype` that have between them, at any depth, each case of each oneof, each
// value but the first of each enum, and each `optional` scalar both set and absent; everything
// else is set in all of them. Numbers are above 1 and texts not empty, and those of one message
// differ. Repeated fields have two elements in the first message.
//
// Requires a type that does not hold itself.
Messages VariantsOf(const google::protobuf::Message& prototype);

template <typename Message>
std::vector<Message> VariantsOf() {
  std::vector<Message> variants;
  for (const auto& each : VariantsOf(Message::default_instance())) {
    variants.emplace_back().CopyFrom(*each);
  }
  return variants;
}

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SERVICES_INGESTION_MESSAGE_VARIANTS_H_
