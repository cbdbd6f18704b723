#include "storage/postgres/verify_items.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/ledger/entry_kind.h"
#include "domain/values/text.h"
#include "storage/postgres/access_entry.h"
#include "storage/postgres/catalog_entry.h"
#include "storage/postgres/closing_entry.h"
#include "storage/postgres/erasure.h"
#include "storage/postgres/ledger.h"

namespace jurimeter::storage {
namespace {

std::string Hex(const Digest& digest) { return absl::BytesToHexString(ToAbsl(BytesOf(digest))); }

const EntryKind* FindKind(const std::string& name) {
  const auto* const found = std::find_if(std::begin(kEntryKinds), std::end(kEntryKinds),
                                         [&](const EntryKind& kind) { return kind.name == name; });
  return found == std::end(kEntryKinds) ? nullptr : found;
}

// Of a kind other than events.
EntryItems ReadItems(const EntryKind& kind, int64_t entry_id, Connection& connection,
                     pqxx::transaction_base& snapshot, const CodeTable& codes) {
  if (kind.name == kCatalogEntry.name) return ReadCatalogItems(snapshot, entry_id);
  if (kind.name == kErasureEntry.name) return ReadErasureItems(connection, codes, entry_id);
  if (kind.name == kAccessEntry.name) return ReadAccessItems(snapshot, entry_id);
  return ReadClosingItems(connection, codes, entry_id);
}

}  // namespace

std::vector<std::string> ItemsVerification::Faults(const StatedEntry& stated,
                                                   Connection& connection,
                                                   pqxx::transaction_base& snapshot,
                                                   const CodeTable& codes) const {
  const EntryKind* const kind = FindKind(stated.kind);
  if (kind == nullptr) {
    return {absl::StrCat("is of kind \"", stated.kind,
                         "\", which this program does not know: what it holds was not verified")};
  }
  std::vector<std::string> faults;
  const LedgerEntry& entry = stated.entry;
  if (entry.changes_figures != kind->changes_figures ||
      entry.changes_rules != kind->changes_rules) {
    faults.push_back(
        absl::StrCat("does not state what an entry of kind \"", stated.kind, "\" can change"));
  }
  EntryItems items = {.count = count_, .digest = tree_.Root()};
  if (stated.kind != kEventsEntry.name) {
    if (count_ > 0) {
      faults.push_back(absl::StrCat("is of kind \"", stated.kind, "\", and ", count_,
                                    " events or retractions name it"));
    }
    items = ReadItems(*kind, entry.entry_id, connection, snapshot, codes);
  }
  if (items.count != entry.items) {
    faults.push_back(
        absl::StrCat("the ledger says ", entry.items, " items, there are ", items.count));
  }
  if (items.digest != entry.digest) {
    faults.push_back(absl::StrCat("the ledger says digest ", Hex(entry.digest), ", its items make ",
                                  Hex(items.digest)));
  }
  return faults;
}

}  // namespace jurimeter::storage
