// The checks that a query each makes: a row for each thing that is wrong.
#ifndef JURIMETER_STORAGE_POSTGRES_VERIFY_CHECKS_H_
#define JURIMETER_STORAGE_POSTGRES_VERIFY_CHECKS_H_

#include "absl/types/span.h"

namespace jurimeter::storage {

struct VerifyCheck {
  const char* name;
  // Returns one text column: what is wrong.
  const char* query;
};

absl::Span<const VerifyCheck> VerifyChecks();

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_VERIFY_CHECKS_H_
