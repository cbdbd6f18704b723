#include "domain/ledger/digest.h"

#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/types/span.h"

namespace jurimeter {
namespace {

using namespace std::string_view_literals;

std::string Hex(std::string_view bytes) {
  return absl::BytesToHexString(absl::string_view(bytes.data(), bytes.size()));
}

std::string Bytes(const Digest& digest) { return std::string(digest.begin(), digest.end()); }

TEST(Sha256Test, AgreesWithFips180) {
  EXPECT_EQ(Hex(Bytes(Sha256(""))),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Hex(Bytes(Sha256("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Hex(Bytes(Sha256(std::string(1'000'000, 'a')))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// The leaves and roots that Certificate Transparency publishes for RFC 6962.
TEST(MerkleTreeTest, AgreesWithCertificateTransparency) {
  const std::string_view kLeaves[] = {
      ""sv,
      "\x00"sv,
      "\x10"sv,
      "\x20\x21"sv,
      "\x30\x31"sv,
      "\x40\x41\x42\x43"sv,
      "\x50\x51\x52\x53\x54\x55\x56\x57"sv,
      "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"sv};
  const char* kRoots[] = {
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  };
  MerkleTree tree;
  EXPECT_EQ(Hex(Bytes(tree.Root())), kRoots[0]);
  for (size_t i = 0; i < std::size(kLeaves); ++i) {
    tree.Add(kLeaves[i]);
    EXPECT_EQ(Hex(Bytes(tree.Root())), kRoots[i + 1]) << i + 1 << " leaves";
  }
}

// MTH as RFC 6962, section 2.1 defines it, by recursion.
std::string NaiveRoot(absl::Span<const std::string> leaves) {
  if (leaves.empty()) return Bytes(Sha256(""));
  if (leaves.size() == 1) return Bytes(Sha256(std::string(1, '\0') + leaves[0]));
  const size_t split = std::bit_ceil(leaves.size()) / 2;
  return Bytes(
      Sha256('\1' + NaiveRoot(leaves.subspan(0, split)) + NaiveRoot(leaves.subspan(split))));
}

TEST(MerkleTreeTest, AgreesWithTheDefinitionAtEverySize) {
  MerkleTree tree;
  std::vector<std::string> leaves;
  for (size_t size = 0; size <= 130; ++size) {
    ASSERT_EQ(Bytes(tree.Root()), NaiveRoot(leaves)) << size << " leaves";
    leaves.push_back(std::string(size % 7, static_cast<char>(size)));
    tree.Add(leaves.back());
  }
}

}  // namespace
}  // namespace jurimeter
