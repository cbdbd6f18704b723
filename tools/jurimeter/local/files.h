// Reads and replaces whole small files.
#ifndef JURIMETER_TOOLS_JURIMETER_LOCAL_FILES_H_
#define JURIMETER_TOOLS_JURIMETER_LOCAL_FILES_H_

#include <sys/types.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace jurimeter::tools {

// NOT_FOUND or another code of the system's error; the message names the file.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Writes all of `content` to `fd`. Returns false, with errno, if it cannot.
bool WriteAll(int fd, const std::string& content);

// Writes `content` beside `path` and renames it. So a reader sees the old or the new file.
absl::Status ReplaceFile(const std::string& path, const std::string& content, mode_t mode);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_LOCAL_FILES_H_
