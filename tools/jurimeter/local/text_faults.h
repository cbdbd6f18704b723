// Faults of a file as the command line prints them.
//
// Threads: pure.
#ifndef JURIMETER_TOOLS_JURIMETER_LOCAL_TEXT_FAULTS_H_
#define JURIMETER_TOOLS_JURIMETER_LOCAL_TEXT_FAULTS_H_

#include <string>

#include "absl/status/status.h"
#include "services/messages/message_text.h"

namespace jurimeter::tools {

// INVALID_ARGUMENT with a line "PATH:LINE: field: fault" for each fault of the file `path`.
absl::Status FaultyFile(const std::string& path, const messages::TextFaults& faults);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_LOCAL_TEXT_FAULTS_H_
