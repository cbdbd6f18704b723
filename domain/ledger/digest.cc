#include "domain/ledger/digest.h"

#include <openssl/evp.h>

#include <bit>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <memory>

namespace jurimeter {
namespace {

// RFC 6962, section 2.1: these keep a leaf from passing for an inner node.
constexpr std::string_view kLeafPrefix("\x00", 1);
constexpr std::string_view kNodePrefix("\x01", 1);

// SHA-256 fails only if OpenSSL lacks it or has no memory. Nothing true could be recorded then.
void Require(bool done) {
  if (done) return;
  std::fputs("jurimeter: OpenSSL cannot compute SHA-256\n", stderr);
  std::abort();
}

// Keeps one context and one looked-up algorithm for each thread: to make them anew costs several
// times as much as to hash an event.
class Hasher {
 public:
  Hasher()
      : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free),
        context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    Require(algorithm_ != nullptr && context_ != nullptr);
  }

  Digest Hash(std::initializer_list<std::string_view> parts) {
    Require(EVP_DigestInit_ex(context_.get(), algorithm_.get(), nullptr) == 1);
    for (const std::string_view part : parts) {
      Require(EVP_DigestUpdate(context_.get(), part.data(), part.size()) == 1);
    }
    Digest digest;
    Require(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1);
    return digest;
  }

 private:
  std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm_;
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

Digest Hash(std::initializer_list<std::string_view> parts) {
  thread_local Hasher hasher;
  return hasher.Hash(parts);
}

Digest HashNode(const Digest& left, const Digest& right) {
  return Hash({kNodePrefix, BytesOf(left), BytesOf(right)});
}

}  // namespace

void MerkleTree::Add(std::string_view leaf) {
  Digest root = Hash({kLeafPrefix, leaf});
  for (int merges = std::countr_one(size_); merges > 0; --merges) {
    root = HashNode(peaks_.back(), root);
    peaks_.pop_back();
  }
  peaks_.push_back(root);
  ++size_;
}

Digest MerkleTree::Root() const {
  if (peaks_.empty()) return Hash({});
  Digest root = peaks_.back();
  for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak) {
    root = HashNode(*peak, root);
  }
  return root;
}

Digest Sha256(std::string_view bytes) { return Hash({bytes}); }

}  // namespace jurimeter
