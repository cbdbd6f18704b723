// The rules that a commit relies on.
#ifndef JURIMETER_STORAGE_LEDGER_RULES_H_
#define JURIMETER_STORAGE_LEDGER_RULES_H_

#include "domain/closing/closed_days.h"
#include "domain/ledger/digest.h"

namespace jurimeter::storage {

// Threads: a value.
struct LedgerRules {
  Digest chain{};     // of the last entry that changed them, by which a commit knows them
  ClosedDays closed;  // up to that entry
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_LEDGER_RULES_H_
