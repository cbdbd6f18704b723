// Whether entries follow from each other, and the head is the last of them.
//
// Example:
//   ChainVerification chain(connection, scope, &report);
//   chain.Take(entry);  // for each, in the order of the revisions
//   chain.Finish(connection);
//
// Threads: one at a time.
#ifndef JURIMETER_STORAGE_POSTGRES_VERIFY_CHAIN_H_
#define JURIMETER_STORAGE_POSTGRES_VERIFY_CHAIN_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "domain/ledger/digest.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/findings.h"
#include "storage/postgres/verify.h"
#include "storage/postgres/verify_log.h"
#include "storage/postgres/verify_scope.h"

namespace jurimeter::storage {

class ChainVerification {
 public:
  // Begins behind the last entry before `scope`, whose chain value is taken as it is.
  // Throws what RunStatement throws. Requires that this entry is there.
  ChainVerification(Connection& connection, const VerifyScope& scope, VerifyReport* report);

  // That the entry follows from the one before.
  void Take(const StatedEntry& stated);

  // Something that is wrong with an entry.
  void Find(const StatedEntry& stated, const std::string& fault);

  // That the head is the last entry. Requires nothing after it.
  void Finish(Connection& connection);

 private:
  Findings findings_;
  // Of the last entry so far.
  int64_t revision_ = 0;
  absl::Time committed_at_;
  Digest chain_;
  Digest rules_chain_;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_VERIFY_CHAIN_H_
