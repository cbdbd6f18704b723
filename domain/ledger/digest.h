// Digests: SHA-256, and the Merkle tree hash of RFC 6962 over the items of a ledger entry.
//
// The root fixes each item, so that one entry alone proves that it includes an item. The ledger
// chains the roots, so that nothing recorded can change unseen.
//
// Example:
//   MerkleTree tree;
//   for (const std::string& leaf : canonical_bytes_of_items) tree.Add(leaf);
//   const Digest digest = tree.Root();
//
// Threads: pure functions; a MerkleTree belongs to one thread.
#ifndef JURIMETER_DOMAIN_LEDGER_DIGEST_H_
#define JURIMETER_DOMAIN_LEDGER_DIGEST_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace jurimeter {

using Digest = std::array<uint8_t, 32>;

inline std::string_view BytesOf(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

// The Merkle tree hash of the leaves added so far, in their order (RFC 6962, section 2.1).
class MerkleTree {
 public:
  // Adds SHA-256(0x00 || leaf).
  void Add(std::string_view leaf);
  // SHA-256 of nothing for an empty tree.
  Digest Root() const;

 private:
  // The roots of the perfect subtrees that the leaves so far make, largest first: one for each
  // bit that is set in size_.
  std::vector<Digest> peaks_;
  uint64_t size_ = 0;
};

// SHA-256 of `bytes`.
Digest Sha256(std::string_view bytes);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_LEDGER_DIGEST_H_
