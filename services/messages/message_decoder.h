// Reads a message from its bytes, and names the texts that are not UTF-8.
//
// Protocol Buffers refuses a message with invalid UTF-8 in a string as a whole and names no field.
// DecodeMessage finds such a string, replaces its bytes beyond ASCII by '?', and reports its field.
// So the faulty event of a batch is refused and its neighbours are not.
//
// Example:
//   const std::optional<InvalidTexts> invalid_texts = DecodeMessage(bytes, &request);
//   if (!invalid_texts.has_value()) return NotAMessage(request);
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_MESSAGE_DECODER_H_
#define JURIMETER_SERVICES_MESSAGES_MESSAGE_DECODER_H_

#include <google/protobuf/message.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jurimeter::messages {

// Fields whose text was not valid UTF-8, such as "events[17].subject".
using InvalidTexts = std::vector<std::string>;

// What is wrong with such a field, for its refusal.
inline constexpr char kInvalidText[] = "is not valid UTF-8; expected UTF-8 text";

// Reads `bytes` into `message` and returns the fields that it repaired. Returns nothing if the
// bytes are not a message of this type. The caller brings `message`, since that of a batch lies on
// an arena: 10,000 events cost less there.
std::optional<InvalidTexts> DecodeMessage(std::string_view bytes,
                                          google::protobuf::Message* message);

// The invalid texts of the elements of a repeated field, by place: of "events",
// "events[17].subject" is {17: ["subject"]}.
std::map<int, InvalidTexts> ByElement(const InvalidTexts& invalid_texts,
                                      std::string_view repeated_field);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_MESSAGE_DECODER_H_
