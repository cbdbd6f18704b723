// The state that a question is about, as it is written on a command line.
//
// Example: AsOfFromWord("2024-02-01T00:00:00+08:00")->has_time()
//
// Threads: pure functions.
#ifndef JURIMETER_TOOLS_JURIMETER_COMMANDS_AS_OF_WORD_H_
#define JURIMETER_TOOLS_JURIMETER_COMMANDS_AS_OF_WORD_H_

#include <string>

#include "absl/status/statusor.h"
#include "jurimeter/v1/query.pb.h"

namespace jurimeter::tools {

// A revision, such as 57, or a moment of RFC 3339.
//   INVALID_ARGUMENT  it is neither; the message says the word and what is expected
absl::StatusOr<v1::AsOf> AsOfFromWord(const std::string& word);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_COMMANDS_AS_OF_WORD_H_
