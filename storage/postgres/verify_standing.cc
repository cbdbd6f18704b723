#include "storage/postgres/verify_standing.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "domain/event/event_id.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/cell_day.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/cursor.h"
#include "storage/postgres/findings.h"

namespace jurimeter::storage {
namespace {

// The reports of the days of stocks from which an entry of the scope retracted one, and all
// retractions of these reports.
constexpr char kStocks[] = R"(
WITH days AS (
  SELECT DISTINCT e.bureau_id, e.indicator_id, e.category_id, e.occurred_on
  FROM retraction AS r
  JOIN event AS e USING (bureau_id, event_id)
  JOIN ledger_entry AS l ON l.entry_id = r.entry_id
  WHERE e.measure = 2 AND $0)
SELECT bureau_id, indicator_id, category_id, occurred_on, l.revision, false, e.occurred_at,
       e.event_id, NULL::uuid
FROM days JOIN event AS e USING (bureau_id, indicator_id, category_id, occurred_on)
JOIN ledger_entry AS l USING (entry_id)
WHERE e.measure = 2
UNION ALL
SELECT bureau_id, indicator_id, category_id, occurred_on, l.revision, true, e.occurred_at,
       e.event_id, r.standing
FROM days JOIN event AS e USING (bureau_id, indicator_id, category_id, occurred_on)
JOIN retraction AS r USING (bureau_id, event_id)
JOIN ledger_entry AS l ON l.entry_id = r.entry_id
WHERE e.measure = 2
ORDER BY 1, 2, 3, 4, 5, 6)";

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
  StandingVerification(Connection& connection, const VerifyScope& scope, VerifyReport* report)
      : connection_(connection), scope_(scope), findings_("retraction", report) {
    codes_.Load(connection);
  }

  void Run(pqxx::transaction_base& snapshot) {
    Cursor rows(connection_, snapshot, "stocks",
                absl::Substitute(kStocks, scope_.OfEntries("l.revision")));
    for (; rows.HasRow(); rows.Next()) Take(rows.page(), rows.row());
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
      if (each.standing == stood || revision_ <= scope_.since()) continue;
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
  const VerifyScope& scope_;
  Findings findings_;
  CodeTable codes_;
  CellDay day_ = {};
  int64_t revision_ = 0;
  std::set<Report> standing_;  // of the day, after the entries before
  std::vector<Retracted> retracted_;
};

}  // namespace

void VerifyStanding(Connection& connection, pqxx::transaction_base& snapshot,
                    const VerifyScope& scope, VerifyReport* report) {
  StandingVerification(connection, scope, report).Run(snapshot);
}

}  // namespace jurimeter::storage
