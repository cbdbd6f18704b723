#include "tools/jurimeter/local/text_faults.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace jurimeter::tools {

absl::Status FaultyFile(const std::string& path, const messages::TextFaults& faults) {
  return absl::InvalidArgumentError(
      absl::StrJoin(faults, "\n", [&](std::string* out, const messages::TextFault& fault) {
        absl::StrAppend(out, path, ":", fault.line == 0 ? " " : "", fault.ToString());
      }));
}

}  // namespace jurimeter::tools
