#include "domain/values/require.h"

#include <cstdio>
#include <cstdlib>

namespace jurimeter {

void FailRequirement(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "jurimeter: %s:%d requires %s\n", file, line, condition);
  std::abort();
}

}  // namespace jurimeter
