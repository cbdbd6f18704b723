// The chain of ledger entries: each value is computed from the one before and what the entry says,
// so that no entry can be altered, left out or put in between without all later values changing.
//
// A revision alone never identifies a state, since after a restore it can stand for other content.
// Revision and chain value together do.
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_LEDGER_CHAIN_H_
#define JURIMETER_DOMAIN_LEDGER_CHAIN_H_

#include <cstdint>
#include <string_view>

#include "absl/time/time.h"
#include "domain/ledger/digest.h"

namespace jurimeter {

// The format of ledgers that this program keeps, with its hash algorithm.
inline constexpr std::string_view kLedgerFormat = "jurimeter ledger 1, sha-256";

// What an entry states about itself.
struct LedgerEntry {
  int64_t revision;  // from 1, without gaps
  int64_t entry_id;
  absl::Time committed_at;  // to the microsecond; never before that of the entry before
  std::string_view kind;
  bool changes_figures;
  bool changes_rules;
  int64_t items;
  Digest digest;  // Merkle root over the canonical bytes of the items
};

// The value before the first entry: SHA-256 of kLedgerFormat.
Digest FirstChain();

// SHA-256 over: `before`; revision; entry_id; microseconds of committed_at since 2000-01-01; length
// of kind; kind; changes_figures; changes_rules; items; digest. Numbers are eight bytes,
// big-endian, a boolean is one byte.
Digest NextChain(const Digest& before, const LedgerEntry& entry);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_LEDGER_CHAIN_H_
