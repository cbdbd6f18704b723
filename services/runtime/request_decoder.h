// Reads a request from the wire, and says which field is wrong where it cannot.
//
// Protocol Buffers refuses a message with invalid UTF-8 in a string as a whole, naming nothing.
// Here such a string is found, replaced byte for byte by '?', and reported, so that the faulty
// event of a batch is refused and its neighbours are not.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_RUNTIME_REQUEST_DECODER_H_
#define JURIMETER_SERVICES_RUNTIME_REQUEST_DECODER_H_

#include <google/protobuf/message.h>
#include <grpcpp/support/byte_buffer.h>

#include <string>
#include <vector>

namespace jurimeter::runtime {

// Fields whose text was not valid UTF-8, such as "events[17].subject".
using InvalidTexts = std::vector<std::string>;

// Whether reading `bytes` would unpack them, to whatever size.
bool IsCompressed(const grpc::ByteBuffer& bytes);

// Reads `bytes` into `message` and adds the repaired fields to `invalid_texts`. False if they are
// not a message of this type at all, or are compressed: they are never unpacked.
bool DecodeRequest(const grpc::ByteBuffer& bytes, google::protobuf::Message* message,
                   InvalidTexts* invalid_texts);

// The same over flat bytes; the part that needs no gRPC.
bool DecodeMessage(const void* data, size_t size, google::protobuf::Message* message,
                   InvalidTexts* invalid_texts);

// Writes `message` as gRPC sends it.
grpc::ByteBuffer EncodeResponse(const google::protobuf::Message& message);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_REQUEST_DECODER_H_
