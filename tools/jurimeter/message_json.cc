#include "tools/jurimeter/message_json.h"

#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>

namespace jurimeter::tools {

std::string AsJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = true;
  std::string json;
  // Fails only on messages that hold Any or the like.
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  return json;
}

}  // namespace jurimeter::tools
