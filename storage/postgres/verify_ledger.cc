#include "storage/postgres/verify_ledger.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/ledger/chain.h"
#include "domain/ledger/digest.h"
#include "domain/ledger/entry_kind.h"
#include "domain/values/text.h"
#include "storage/postgres/catalog_entry.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/erasure.h"
#include "storage/postgres/event_codec.h"
#include "storage/postgres/findings.h"
#include "storage/postgres/prepared.h"
#include "storage/postgres/retraction_log.h"
#include "storage/postgres/verify_admission.h"

namespace jurimeter::storage {
namespace {

// Every entry with its events in the order of the digest; one row without an event for an entry
// that has none.
std::string DeclareLogSql() {
  return absl::StrCat(
      "DECLARE log NO SCROLL CURSOR FOR SELECT ", kColumnsOfE,
      ", l.revision, l.entry_id, l.committed_at, l.kind, l.changes_figures, l.changes_rules, "
      "l.items, l.digest, l.chain FROM ledger_entry AS l LEFT JOIN event AS e USING (entry_id) "
      "ORDER BY l.revision, e.bureau_id, e.event_id");
}

// Retractions in the order of the digest.
std::string DeclareRetractionsSql() {
  return absl::StrCat("DECLARE retractions NO SCROLL CURSOR FOR SELECT ", kRetractionColumnsOfR,
                      ", l.revision FROM retraction AS r JOIN ledger_entry AS l USING (entry_id) "
                      "ORDER BY l.revision, r.bureau_id, r.event_id");
}

constexpr char kFetchRetractions[] = "FETCH FORWARD 5000 FROM retractions";

constexpr char kFetchLog[] = "FETCH FORWARD 5000 FROM log";

constexpr char kHead[] =
    "SELECT format, revision, committed_at, chain, rules_chain FROM ledger_head";

// Columns of the log.
enum Column {
  kRevision = kEventColumnCount,
  kEntryId,
  kCommittedAt,
  kKind,
  kChangesFigures,
  kChangesRules,
  kItems,
  kDigest,
  kChain,
};

std::string Hex(const Digest& digest) { return absl::BytesToHexString(ToAbsl(BytesOf(digest))); }

// An entry as the ledger states it.
struct StatedEntry {
  std::string kind;
  LedgerEntry entry;
  Digest chain;
};

StatedEntry ReadStated(const Result& rows, int row) {
  return {.kind = std::string(rows.Text(row, kKind)),
          .entry = {.revision = rows.Bigint(row, kRevision),
                    .entry_id = rows.Bigint(row, kEntryId),
                    .committed_at = TimeOfTimestamp(rows.Bigint(row, kCommittedAt)),
                    .kind = {},
                    .changes_figures = rows.Boolean(row, kChangesFigures),
                    .changes_rules = rows.Boolean(row, kChangesRules),
                    .items = rows.Bigint(row, kItems),
                    .digest = rows.Sha256(row, kDigest)},
          .chain = rows.Sha256(row, kChain)};
}

const EntryKind* FindKind(const std::string& name) {
  const auto* const found = std::find_if(std::begin(kEntryKinds), std::end(kEntryKinds),
                                         [&](const EntryKind& kind) { return kind.name == name; });
  return found == std::end(kEntryKinds) ? nullptr : found;
}

// The retractions of one entry after the other.
class Retractions {
 public:
  Retractions(Connection& connection, pqxx::transaction_base& snapshot) : connection_(connection) {
    snapshot.exec0(DeclareRetractionsSql());
  }

  // Adds the leaves of the retractions of `revision` to `tree`, and returns how many there are.
  // Requires revisions in their order. Those of revisions that are left out are skipped.
  int64_t AddLeaves(int64_t revision, const CodeTable& codes, MerkleTree* tree) {
    int64_t count = 0;
    std::string leaf;
    for (; Fetch() && RevisionOfRow() <= revision; ++row_) {
      if (RevisionOfRow() < revision) continue;
      leaf.clear();
      AppendLeaf(ReadRetractionRow(*rows_, row_, 0), codes, &leaf);
      tree->Add(leaf);
      ++count;
    }
    return count;
  }

 private:
  // Whether there is a row at row_.
  bool Fetch() {
    if (!rows_.has_value() || (row_ == rows_->rows() && row_ > 0)) {
      rows_.emplace(RunStatement(connection_, kFetchRetractions));
      row_ = 0;
    }
    return row_ < rows_->rows();
  }

  int64_t RevisionOfRow() const { return rows_->Bigint(row_, kRetractionColumnCount); }

  Connection& connection_;
  std::optional<Result> rows_;
  int row_ = 0;
};

class LedgerVerification {
 public:
  LedgerVerification(Connection& connection, pqxx::transaction_base& snapshot,
                     const CatalogReader& read_catalog, VerifyReport* report)
      : connection_(connection),
        snapshot_(snapshot),
        retractions_(connection, snapshot),
        admission_(connection, read_catalog, report),
        findings_("ledger", report) {
    codes_.Load(connection);
  }

  void Run() {
    snapshot_.exec0(DeclareLogSql());
    while (true) {
      const Result rows = RunStatement(connection_, kFetchLog);
      if (rows.rows() == 0) break;
      for (int row = 0; row < rows.rows(); ++row) Add(rows, row);
    }
    EndEntry();
    CheckHead();
    findings_.Finish();
    admission_.Finish();
  }

 private:
  void Add(const Result& rows, int row) {
    if (!stated_.has_value() || rows.Bigint(row, kRevision) != stated_->entry.revision) {
      EndEntry();
      stated_ = ReadStated(rows, row);
      stated_->entry.kind = stated_->kind;
    }
    if (rows.IsNull(row, 0)) return;
    ++events_;
    const LogRow event = ReadLogRow(rows, row, 0);
    admission_.Judge(event, codes_, stated_->entry.revision);
    leaf_.clear();
    AppendLeaf(event, codes_, &leaf_);
    tree_.Add(leaf_);
  }

  void EndEntry() {
    if (!stated_.has_value()) return;
    CheckItems();
    CheckLink();
    if (stated_->entry.changes_rules) rules_chain_ = stated_->chain;
    if (stated_->kind == kCatalogEntry.name) admission_.TakeCatalog(stated_->entry.revision);
    chain_ = stated_->chain;
    committed_at_ = stated_->entry.committed_at;
    revision_ = stated_->entry.revision;
    tree_ = MerkleTree();
    events_ = 0;
    stated_.reset();
  }

  // That the entry holds what it states.
  void CheckItems() {
    const EntryKind* const kind = FindKind(stated_->kind);
    if (kind == nullptr) {
      Find(absl::StrCat("is of kind \"", stated_->kind,
                        "\", which this program does not know: what it holds was not verified"));
      return;
    }
    const LedgerEntry& entry = stated_->entry;
    if (entry.changes_figures != kind->changes_figures ||
        entry.changes_rules != kind->changes_rules) {
      Find(absl::StrCat("does not state what an entry of kind \"", stated_->kind, "\" can change"));
    }
    const int64_t retractions = retractions_.AddLeaves(entry.revision, codes_, &tree_);
    EntryItems items = {.count = events_ + retractions, .digest = tree_.Root()};
    if (stated_->kind != kEventsEntry.name) {
      if (items.count > 0) {
        Find(absl::StrCat("is of kind \"", stated_->kind, "\", and ", items.count,
                          " events or retractions name it"));
      }
      items = stated_->kind == kCatalogEntry.name
                  ? ReadCatalogItems(snapshot_, entry.entry_id)
                  : ReadErasureItems(connection_, codes_, entry.entry_id);
    }
    if (items.count != entry.items) {
      Find(absl::StrCat("the ledger says ", entry.items, " items, there are ", items.count));
    }
    if (items.digest != entry.digest) {
      Find(absl::StrCat("the ledger says digest ", Hex(entry.digest), ", its items make ",
                        Hex(items.digest)));
    }
  }

  // That the entry follows from the one before.
  void CheckLink() {
    const LedgerEntry& entry = stated_->entry;
    if (entry.revision != revision_ + 1) Find(absl::StrCat("follows revision ", revision_));
    if (entry.committed_at < committed_at_) Find("was committed before the one before it");
    if (NextChain(chain_, entry) != stated_->chain) {
      Find("its chain does not follow from the one before");
    }
  }

  void CheckHead() {
    const Result head = RunStatement(connection_, kHead);
    if (head.rows() == 0) return findings_.Add("the ledger has no head");
    if (head.Text(0, 0) != kLedgerFormat) {
      findings_.Add(absl::StrCat("its format is \"", std::string(head.Text(0, 0)),
                                 "\"; this program knows \"", std::string(kLedgerFormat), "\""));
    }
    const int64_t revision = head.Bigint(0, 1);
    const Digest chain = head.Sha256(0, 3);
    if (revision != revision_ || chain != chain_) {
      findings_.Add(absl::StrCat("the head is revision ", revision, ", chain ", Hex(chain),
                                 "; the last entry is revision ", revision_, ", chain ",
                                 Hex(chain_)));
    }
    const Digest rules = head.Sha256(0, 4);
    if (rules != rules_chain_) {
      findings_.Add(absl::StrCat("the head says that the rules are of chain ", Hex(rules),
                                 "; the last entry that changed them has ", Hex(rules_chain_)));
    }
    if (revision_ > 0 && TimeOfTimestamp(head.Bigint(0, 2)) != committed_at_) {
      findings_.Add("the head's time is not that of the last entry");
    }
  }

  void Find(const std::string& fault) {
    findings_.Add(absl::StrCat("revision ", stated_->entry.revision, ": ", fault));
  }

  Connection& connection_;
  pqxx::transaction_base& snapshot_;
  Retractions retractions_;
  AdmissionVerification admission_;
  Findings findings_;
  CodeTable codes_;
  // The entry that is being read, and its events so far.
  std::optional<StatedEntry> stated_;
  int64_t events_ = 0;
  MerkleTree tree_;
  std::string leaf_;
  // Of the entries before it.
  int64_t revision_ = 0;
  absl::Time committed_at_ = absl::InfinitePast();
  Digest chain_ = FirstChain();
  Digest rules_chain_ = FirstChain();
};

}  // namespace

void VerifyLedger(Connection& connection, pqxx::transaction_base& snapshot,
                  const CatalogReader& read_catalog, VerifyReport* report) {
  LedgerVerification(connection, snapshot, read_catalog, report).Run();
}

}  // namespace jurimeter::storage
