// Computes anew what an entry states of its items: how many there are, and their digest.
//
// Example, for each entry:
//   ItemsVerification items;
//   items.Add(row, codes);  // for each event, then for each retraction
//   for (const std::string& fault : items.Faults(stated, connection, snapshot, codes)) ...
//
// Threads: one at a time.
#ifndef JURIMETER_STORAGE_POSTGRES_VERIFY_ITEMS_H_
#define JURIMETER_STORAGE_POSTGRES_VERIFY_ITEMS_H_

#include <cstdint>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "domain/ledger/digest.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/event_codec.h"
#include "storage/postgres/retraction_log.h"
#include "storage/postgres/verify_log.h"

namespace jurimeter::storage {

class ItemsVerification {
 public:
  // An event or a retraction of the entry, in the order of the digest.
  template <typename Row>
  void Add(const Row& row, const CodeTable& codes) {
    leaf_.clear();
    AppendLeaf(row, codes, &leaf_);
    tree_.Add(leaf_);
    ++count_;
  }

  // What is wrong with the entry's kind, what it can change, and its items. `snapshot` is a
  // transaction on `connection`. Throws what they throw.
  std::vector<std::string> Faults(const StatedEntry& stated, Connection& connection,
                                  pqxx::transaction_base& snapshot, const CodeTable& codes) const;

 private:
  std::string leaf_;
  MerkleTree tree_;
  int64_t count_ = 0;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_VERIFY_ITEMS_H_
