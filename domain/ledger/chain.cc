#include "domain/ledger/chain.h"

#include <string>

#include "domain/ledger/big_endian.h"

namespace jurimeter {
namespace {

// 2000-01-01T00:00:00Z, since when PostgreSQL counts.
constexpr int64_t kEpochMicros = 946'684'800'000'000;

}  // namespace

Digest FirstChain() { return Sha256(kLedgerFormat); }

Digest NextChain(const Digest& before, const LedgerEntry& entry) {
  std::string bytes;
  bytes.append(BytesOf(before));
  AppendLong(entry.revision, &bytes);
  AppendLong(entry.entry_id, &bytes);
  AppendLong(absl::ToUnixMicros(entry.committed_at) - kEpochMicros, &bytes);
  AppendLong(static_cast<int64_t>(entry.kind.size()), &bytes);
  bytes.append(entry.kind);
  bytes.push_back(entry.changes_figures ? 1 : 0);
  bytes.push_back(entry.changes_rules ? 1 : 0);
  AppendLong(entry.items, &bytes);
  bytes.append(BytesOf(entry.digest));
  return Sha256(bytes);
}

}  // namespace jurimeter
