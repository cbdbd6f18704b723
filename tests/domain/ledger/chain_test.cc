#include "domain/ledger/chain.h"

#include <gmock/gmock.h>

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace jurimeter {
namespace {

using namespace std::string_view_literals;

LedgerEntry SomeEntry() {
  return {.revision = 2,
          .entry_id = 3,
          .committed_at = absl::FromUnixSeconds(946'684'800) + absl::Microseconds(4),
          .kind = "ab",
          .changes_figures = true,
          .changes_rules = false,
          .items = 5,
          .digest = Sha256("items")};
}

std::string Bytes(const Digest& digest) { return std::string(digest.begin(), digest.end()); }

TEST(ChainTest, BeginsWithTheNameOfTheFormat) {
  EXPECT_EQ(FirstChain(), Sha256("jurimeter ledger 1, sha-256"));
}

TEST(ChainTest, IsTheHashOfWhatIsDocumented) {
  const Digest before = Sha256("before");
  EXPECT_EQ(NextChain(before, SomeEntry()), Sha256(Bytes(before) +
                                                   std::string("\0\0\0\0\0\0\0\2"
                                                               "\0\0\0\0\0\0\0\3"
                                                               "\0\0\0\0\0\0\0\4"
                                                               "\0\0\0\0\0\0\0\2"
                                                               "ab"
                                                               "\1\0"
                                                               "\0\0\0\0\0\0\0\5"sv) +
                                                   Bytes(Sha256("items"))));
}

TEST(ChainTest, DependsOnAllThatAnEntryStates) {
  const std::vector<std::function<void(LedgerEntry&)>> changes = {
      [](LedgerEntry&) {},
      [](LedgerEntry& entry) { ++entry.revision; },
      [](LedgerEntry& entry) { ++entry.entry_id; },
      [](LedgerEntry& entry) { entry.committed_at += absl::Microseconds(1); },
      [](LedgerEntry& entry) { entry.kind = "abc"; },
      [](LedgerEntry& entry) { entry.changes_figures = false; },
      [](LedgerEntry& entry) { entry.changes_rules = true; },
      [](LedgerEntry& entry) { ++entry.items; },
      [](LedgerEntry& entry) { entry.digest = Sha256("other"); },
  };
  std::set<Digest> chains = {NextChain(Sha256("other"), SomeEntry())};
  for (const auto& change : changes) {
    LedgerEntry entry = SomeEntry();
    change(entry);
    chains.insert(NextChain(Sha256("before"), entry));
  }
  EXPECT_EQ(chains.size(), changes.size() + 1);
}

}  // namespace
}  // namespace jurimeter
