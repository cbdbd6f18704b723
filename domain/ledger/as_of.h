// Which state of the ledger a question is about.
#ifndef JURIMETER_DOMAIN_LEDGER_AS_OF_H_
#define JURIMETER_DOMAIN_LEDGER_AS_OF_H_

#include <cstdint>
#include <variant>

#include "absl/time/time.h"

namespace jurimeter {

// That of a revision, or of a time. A time finds a revision: the last one that is not later.
using AsOf = std::variant<int64_t, absl::Time>;

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_LEDGER_AS_OF_H_
