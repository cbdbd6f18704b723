#include "tools/jurimeter/commands/command.h"

#include <iostream>

namespace jurimeter::tools {

int Fail(const absl::Status& status) {
  std::cerr << "jurimeter: " << status.message() << '\n';
  return kFailed;
}

int FailFile(const absl::Status& status) {
  if (!absl::IsInvalidArgument(status)) return Fail(status);
  std::cout << status.message() << '\n';
  return kFindings;
}

}  // namespace jurimeter::tools
