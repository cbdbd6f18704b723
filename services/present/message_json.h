// Messages as JSON, for programs.
//
// Threads: pure.
#ifndef JURIMETER_SERVICES_PRESENT_MESSAGE_JSON_H_
#define JURIMETER_SERVICES_PRESENT_MESSAGE_JSON_H_

#include <string>

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace jurimeter::present {

// The protobuf JSON of `message`, with the field names of the proto and every field.
std::string AsJson(const google::protobuf::Message& message);

// The same on one line.
std::string AsJsonLine(const google::protobuf::Message& message);

}  // namespace jurimeter::present

#endif  // JURIMETER_SERVICES_PRESENT_MESSAGE_JSON_H_
