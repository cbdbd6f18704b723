// A file that people write: a message as protobuf text. Faults name the line and the field.
//
// Example:
//   v1::Catalog message;
//   MessageText read(text, &message);
//   if (read.is_read()) read.Add(FaultsOf(message));  // a syntax error hides what comes after it
//   return std::move(read).faults();
//
// Threads: one at a time.
#ifndef JURIMETER_SERVICES_MESSAGES_MESSAGE_TEXT_H_
#define JURIMETER_SERVICES_MESSAGES_MESSAGE_TEXT_H_

#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <string>
#include <vector>

#include "domain/values/violation.h"

namespace jurimeter::messages {

// A fault in a text.
struct TextFault {
  int line;           // from 1; 0 if the fault has no place in the text
  std::string field;  // such as "indicators[3].ratio.denominator"; empty for a syntax error
  std::string description;

  // "12: indicators[3].ratio.denominator: ..."
  std::string ToString() const;
};

using TextFaults = std::vector<TextFault>;

class MessageText {
 public:
  // Reads `text` into `message`. What cannot be read is a fault, as is a field that the message
  // does not have; the rest is read.
  MessageText(const std::string& text, google::protobuf::Message* message);

  // Whether the text was read to its end, so that the message is worth checking.
  bool is_read() const { return is_read_; }

  // Adds faults of the message, each at the line of its field or, if that does not stand in the
  // text, of the nearest one around it.
  void Add(const Violations& violations);

  // By line; of one line, in the order in which they were found.
  TextFaults faults() &&;
  bool has_faults() const { return !faults_.empty(); }

 private:
  int FindLine(const std::string& path) const;

  const google::protobuf::Descriptor* const descriptor_;
  google::protobuf::TextFormat::ParseInfoTree tree_;
  TextFaults faults_;
  bool is_read_;
};

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_MESSAGE_TEXT_H_
