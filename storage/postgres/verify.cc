#include "storage/postgres/verify.h"

#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/event/digest.h"
#include "domain/event/event_id.h"
#include "domain/values/calendar.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/sequences.h"
#include "storage/postgres/session.h"
#include "storage/postgres/verify_checks.h"

namespace jurimeter::storage {
namespace {

constexpr int64_t kMaxFindings = 100;  // of each check

constexpr char kNoTimeout[] = "SET LOCAL statement_timeout = 0";

constexpr char kCounts[] = R"(
SELECT (SELECT revision FROM ledger_head), (SELECT count(*) FROM event),
       (SELECT count(*) FROM ledger_commit))";

// Around the query of a check.
constexpr char kFirstFindings[] = "SELECT text, count(*) OVER () FROM (";
constexpr char kOfFindings[] = ") AS finding (text) LIMIT 100";

// Every commit with its events in the order of the digest; one row without an event for a
// commit that has none.
constexpr char kDeclareLog[] = R"(
DECLARE log NO SCROLL CURSOR FOR
SELECT c.revision, c.events, encode(c.digest, 'hex'), e.event_id,
       coalesce(bureau.code, ''), coalesce(indicator.code, ''), coalesce(category.code, ''),
       (extract(epoch FROM e.occurred_at) * 1000000)::bigint, e.occurred_on - date '1970-01-01',
       e.quantity, e.subject
FROM ledger_commit AS c
LEFT JOIN event AS e USING (commit_id)
LEFT JOIN bureau USING (bureau_id)
LEFT JOIN indicator ON indicator.indicator_id = e.indicator_id
LEFT JOIN category ON category.category_id = e.category_id
ORDER BY c.revision, e.bureau_id, e.event_id)";

constexpr char kFetchLog[] = "FETCH FORWARD 5000 FROM log";

// The findings of one check, of which the first few are kept.
class Findings {
 public:
  Findings(std::string check, VerifyReport* report) : check_(std::move(check)), report_(report) {}

  void Add(std::string detail) {
    if (count_++ < kMaxFindings) report_->findings.push_back({check_, std::move(detail)});
  }

  // Adds to the count those that were not even read.
  void CountUnread(int64_t count) { count_ += count; }

  void Finish() {
    if (count_ <= kMaxFindings) return;
    report_->findings.push_back(
        {check_, absl::StrCat(count_, " findings in all, of which the first ", kMaxFindings,
                              " are listed")});
  }

 private:
  std::string check_;
  VerifyReport* report_;
  int64_t count_ = 0;
};

void RunCheck(pqxx::transaction_base& snapshot, const VerifyCheck& check, VerifyReport* report) {
  Findings findings(check.name, report);
  const pqxx::result rows = snapshot.exec(absl::StrCat(kFirstFindings, check.query, kOfFindings));
  for (const pqxx::row& row : rows) findings.Add(row[0].as<std::string>());
  if (!rows.empty()) findings.CountUnread(rows[0][1].as<int64_t>() - rows.size());
  findings.Finish();
}

// Recomputes digests from the rows of kDeclareLog, commit by commit.
class DigestCheck {
 public:
  explicit DigestCheck(VerifyReport* report) : findings_("ledger", report) {}

  void Add(const pqxx::row& row) {
    const int64_t revision = row[0].as<int64_t>();
    if (revision != revision_) {
      EndCommit();
      revision_ = revision;
      stated_events_ = row[1].as<int64_t>();
      stated_digest_ = row[2].as<std::string>();
    }
    if (row[3].is_null()) return;
    ++events_;
    AddLeaf(row);
  }

  void Finish() {
    EndCommit();
    findings_.Finish();
  }

 private:
  void AddLeaf(const pqxx::row& row) {
    const std::optional<EventId> id = EventId::Parse(row[3].c_str());
    // The nil id, which nobody can have reported: leave it out, and the digest differs.
    if (!id.has_value()) return;
    leaf_.clear();
    AppendCanonicalBytes({.bureau = row[4].c_str(),
                          .event_id = *id,
                          .indicator = row[5].c_str(),
                          .category = row[6].c_str(),
                          .occurred_at = absl::FromUnixMicros(row[7].as<int64_t>()),
                          .occurred_on = DayFromNumber(row[8].as<int32_t>()),
                          .quantity = row[9].as<int64_t>(),
                          .subject = row[10].c_str()},
                         &leaf_);
    tree_.Add(leaf_);
  }

  void EndCommit() {
    if (revision_ == 0) return;
    if (events_ != stated_events_) {
      findings_.Add(absl::StrCat("revision ", revision_, ": the ledger says ", stated_events_,
                                 " events, the log has ", events_));
    }
    const Digest root = tree_.Root();
    const std::string digest = absl::BytesToHexString(
        absl::string_view(reinterpret_cast<const char*>(root.data()), root.size()));
    if (digest != stated_digest_) {
      findings_.Add(absl::StrCat("revision ", revision_, ": the ledger says digest ",
                                 stated_digest_, ", the log's events make ", digest));
    }
    tree_ = MerkleTree();
    events_ = 0;
  }

  Findings findings_;
  int64_t revision_ = 0;
  int64_t stated_events_ = 0;
  std::string stated_digest_;
  int64_t events_ = 0;
  MerkleTree tree_;
  std::string leaf_;
};

void CheckDigests(pqxx::transaction_base& snapshot, VerifyReport* report) {
  DigestCheck check(report);
  snapshot.exec0(kDeclareLog);
  while (true) {
    const pqxx::result rows = snapshot.exec(kFetchLog);
    if (rows.empty()) break;
    for (const pqxx::row& row : rows) check.Add(row);
  }
  check.Finish();
}

void CheckSequences(pqxx::transaction_base& snapshot, VerifyReport* report) {
  Findings findings("sequence", report);
  for (std::string& fault : SequenceFaults(snapshot)) findings.Add(std::move(fault));
  findings.Finish();
}

absl::StatusOr<VerifyReport> VerifyAll(Connection& connection) {
  const absl::Status schema = CheckSchema(connection);
  if (!schema.ok()) return schema;
  pqxx::transaction<pqxx::repeatable_read, pqxx::read_only> snapshot(connection);
  snapshot.exec0(kNoTimeout);
  VerifyReport report;
  const pqxx::row counts = snapshot.exec1(kCounts);
  report.revision = counts[0].is_null() ? 0 : counts[0].as<int64_t>();
  report.events = counts[1].as<int64_t>();
  report.commits = counts[2].as<int64_t>();
  for (const VerifyCheck& check : VerifyChecks()) RunCheck(snapshot, check, &report);
  CheckDigests(snapshot, &report);
  CheckSequences(snapshot, &report);
  return report;
}

}  // namespace

absl::StatusOr<VerifyReport> Verify(const PostgresOptions& options) {
  return Session(options).Run("verify the database", VerifyAll);
}

}  // namespace jurimeter::storage
