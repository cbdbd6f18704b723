#include "services/present/message_json.h"

#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>

namespace jurimeter::present {
namespace {

std::string Json(const google::protobuf::Message& message, bool on_one_line) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = !on_one_line;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = true;
  std::string json;
  // Fails only if a message holds Any or a similar type.
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  return json;
}

}  // namespace

std::string AsJson(const google::protobuf::Message& message) { return Json(message, false); }

std::string AsJsonLine(const google::protobuf::Message& message) { return Json(message, true); }

}  // namespace jurimeter::present
