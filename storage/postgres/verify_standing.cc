#include "storage/postgres/verify_standing.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/event/event_id.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/cell_day.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/findings.h"
#include "storage/postgres/prepared.h"

namespace jurimeter::storage {
namespace {

// The reports of stocks on days on which one was retracted, and the retractions.
constexpr char kDeclare[] = R"(
DECLARE stocks NO SCROLL CURSOR FOR
WITH retracted AS (
  SELECT e.bureau_id, e.indicator_id, e.category_id, e.occurred_on, l.revision, e.occurred_at,
         e.event_id, r.standing
  FROM retraction AS r
  JOIN event AS e USING (bureau_id, event_id)
  JOIN ledger_entry AS l ON l.entry_id = r.entry_id
  WHERE e.measure = 2),
days AS (SELECT DISTINCT bureau_id, indicator_id, category_id, occurred_on FROM retracted)
SELECT bureau_id, indicator_id, category_id, occurred_on, l.revision, false, e.occurred_at,
       e.event_id, NULL::uuid
FROM days JOIN event AS e USING (bureau_id, indicator_id, category_id, occurred_on)
JOIN ledger_entry AS l USING (entry_id)
WHERE e.measure = 2
UNION ALL
SELECT bureau_id, indicator_id, category_id, occurred_on, revision, true, occurred_at, event_id,
       standing
FROM retracted
ORDER BY 1, 2, 3, 4, 5, 6)";

constexpr char kFetch[] = "FETCH FORWARD 5000 FROM stocks";

enum Column {
  kBureau,
  kIndicator,
  kCategory,
  kDay,
  kRevision,
  kIsRetraction,
  kOccurredAt,
  kEventId,
  kStanding
};

class StandingVerification {
 public:
  StandingVerification(Connection& connection, VerifyReport* report)
      : connection_(connection), findings_("retraction", report) {
    codes_.Load(connection);
  }

  void Run(pqxx::transaction_base& snapshot) {
    snapshot.exec0(kDeclare);
    while (true) {
      const Result rows = RunStatement(connection_, kFetch);
      if (rows.rows() == 0) break;
      for (int row = 0; row < rows.rows(); ++row) Take(rows, row);
    }
    EndEntry();
    findings_.Finish();
  }

 private:
  // In the order in which reports supersede each other.
  using Report = std::pair<int64_t, EventId>;

  struct Retracted {
    Report report;
    std::optional<EventId> standing;  // as it says
  };

  void Take(const Result& rows, int row) {
    const CellDay day = {
        {rows.Integer(row, kBureau), rows.Integer(row, kIndicator), rows.Integer(row, kCategory)},
        DayOfDate(rows.Integer(row, kDay))};
    const int64_t revision = rows.Bigint(row, kRevision);
    if (day != day_ || revision != revision_) EndEntry();
    if (day != day_) standing_.clear();
    day_ = day;
    revision_ = revision;
    const Report report = {rows.Bigint(row, kOccurredAt), rows.Uuid(row, kEventId)};
    if (!rows.Boolean(row, kIsRetraction)) {
      standing_.insert(report);
      return;
    }
    std::optional<EventId> says;
    if (!rows.IsNull(row, kStanding)) says = rows.Uuid(row, kStanding);
    retracted_.push_back({report, says});
  }

  // Compares what the retractions of one entry say with what is left after all of them.
  void EndEntry() {
    for (const Retracted& each : retracted_) standing_.erase(each.report);
    std::optional<EventId> stood;
    if (!standing_.empty()) stood = standing_.rbegin()->second;
    for (const Retracted& each : retracted_) {
      if (each.standing == stood) continue;
      findings_.Add(absl::StrCat("bureau ", std::string(codes_.Bureau(day_.cell.bureau)),
                                 ", event ", each.report.second.ToString(), ": it says that event ",
                                 Text(each.standing), " stood after it, the log says ",
                                 Text(stood)));
    }
    retracted_.clear();
  }

  static std::string Text(const std::optional<EventId>& id) {
    return id.has_value() ? id->ToString() : "none";
  }

  Connection& connection_;
  Findings findings_;
  CodeTable codes_;
  CellDay day_ = {};
  int64_t revision_ = 0;
  std::set<Report> standing_;  // of the day, after the entries before
  std::vector<Retracted> retracted_;
};

}  // namespace

void VerifyStanding(Connection& connection, pqxx::transaction_base& snapshot,
                    VerifyReport* report) {
  StandingVerification(connection, report).Run(snapshot);
}

}  // namespace jurimeter::storage
