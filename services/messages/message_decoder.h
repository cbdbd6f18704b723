// Reads a message from its bytes, and names the texts that are not UTF-8.
//
// Protocol Buffers refuses a message with invalid UTF-8 in a string as a whole and names no field.
// DecodeMessage finds such a string, replaces its bytes beyond ASCII by '?', and reports its field.
// So the faulty event of a batch is refused and its neighbours are not.
//
// Example:
//   InvalidTexts invalid_texts;
//   if (!DecodeMessage(data, size, &request, &invalid_texts)) return NotAMessage(request);
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_MESSAGE_DECODER_H_
#define JURIMETER_SERVICES_MESSAGES_MESSAGE_DECODER_H_

#include <google/protobuf/message.h>

#include <cstddef>
#include <string>
#include <vector>

namespace jurimeter::messages {

// Fields whose text was not valid UTF-8, such as "events[17].subject".
using InvalidTexts = std::vector<std::string>;

// Reads `size` bytes at `data` into `message` and adds the repaired fields to `invalid_texts`.
// Returns false if the bytes are not a message of this type.
bool DecodeMessage(const void* data, size_t size, google::protobuf::Message* message,
                   InvalidTexts* invalid_texts);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_MESSAGE_DECODER_H_
