#include "tools/jurimeter/commands/command.h"

#include <iostream>

namespace jurimeter::tools {

int Fail(const absl::Status& status) {
  std::cerr << "jurimeter: " << status.message() << '\n';
  return kFailed;
}

}  // namespace jurimeter::tools
