#include "storage/postgres/verify_chain.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/ledger/chain.h"
#include "domain/values/text.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/prepared.h"

namespace jurimeter::storage {
namespace {

constexpr char kEntryAt[] = "SELECT committed_at, chain FROM ledger_entry WHERE revision = ";

// The first condition is that of the index ledger_entry_kind: no entry of events changes the rules.
constexpr char kRulesAt[] =
    "SELECT chain FROM ledger_entry WHERE kind <> 'events' AND changes_rules AND revision <= ";
constexpr char kLast[] = " ORDER BY revision DESC LIMIT 1";

constexpr char kHead[] =
    "SELECT format, revision, committed_at, chain, rules_chain FROM ledger_head";

std::string Hex(const Digest& digest) { return absl::BytesToHexString(ToAbsl(BytesOf(digest))); }

}  // namespace

ChainVerification::ChainVerification(Connection& connection, const VerifyScope& scope,
                                     VerifyReport* report)
    : findings_("ledger", report),
      committed_at_(absl::InfinitePast()),
      chain_(FirstChain()),
      rules_chain_(FirstChain()) {
  if (scope.IsAll()) return;
  const Result entry = RunStatement(connection, absl::StrCat(kEntryAt, scope.since()).c_str());
  revision_ = scope.since();
  committed_at_ = TimeOfTimestamp(entry.Bigint(0, 0));
  chain_ = entry.Sha256(0, 1);
  const Result rules =
      RunStatement(connection, absl::StrCat(kRulesAt, scope.since(), kLast).c_str());
  if (rules.rows() > 0) rules_chain_ = rules.Sha256(0, 0);
}

void ChainVerification::Take(const StatedEntry& stated) {
  const LedgerEntry& entry = stated.entry;
  if (entry.revision != revision_ + 1) Find(stated, absl::StrCat("follows revision ", revision_));
  if (entry.committed_at < committed_at_) Find(stated, "was committed before the one before it");
  if (NextChain(chain_, entry) != stated.chain) {
    Find(stated, "its chain does not follow from the one before");
  }
  revision_ = entry.revision;
  committed_at_ = entry.committed_at;
  chain_ = stated.chain;
  if (entry.changes_rules) rules_chain_ = stated.chain;
}

void ChainVerification::Find(const StatedEntry& stated, const std::string& fault) {
  findings_.Add(absl::StrCat("revision ", stated.entry.revision, ": ", fault));
}

void ChainVerification::Finish(Connection& connection) {
  const Result head = RunStatement(connection, kHead);
  if (head.rows() == 0) {
    findings_.Add("the ledger has no head");
    return findings_.Finish();
  }
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
  findings_.Finish();
}

}  // namespace jurimeter::storage
