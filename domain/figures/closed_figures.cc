#include "domain/figures/closed_figures.h"

#include <map>
#include <utility>

#include "absl/container/btree_set.h"
#include "domain/figures/closed_periods.h"
#include "domain/figures/period_figures.h"
#include "domain/figures/period_query.h"

namespace jurimeter {
namespace {

struct NamedFigure {
  std::string indicator;
  PrintedFigure printed;
};

std::vector<NamedFigure> FiguresOf(const Catalog& catalog, const Totals& totals,
                                   const Period& period) {
  const PeriodQuery query = {.period = period};
  std::vector<NamedFigure> figures;
  // Such as a catalog that begins to count later.
  if (!CheckQuery(catalog, query).empty()) return figures;
  for (Figure& figure : ComputeFigures(catalog, totals, query).figures) {
    figures.push_back({figure.indicator->spec.code,
                       {figure.status, std::move(figure.display), std::move(figure.holders)}});
  }
  return figures;
}

bool Differ(const std::optional<PrintedFigure>& before, const std::optional<PrintedFigure>& after) {
  if (before.has_value() && after.has_value()) return before != after;
  const std::optional<PrintedFigure>& only = before.has_value() ? before : after;
  return only.has_value() && only->status == FigureStatus::kOk;
}

class Changes {
 public:
  explicit Changes(size_t limit) : limit_(limit) {}

  void Add(ClosedChange change) {
    ++found_.count;
    if (found_.first.size() < limit_) found_.first.push_back(std::move(change));
  }

  void Compare(const std::string& period, const std::vector<NamedFigure>& before,
               const std::vector<NamedFigure>& after) {
    std::map<std::string, PrintedFigure> unmatched;
    for (const NamedFigure& each : after) unmatched.emplace(each.indicator, each.printed);
    for (const NamedFigure& each : before) {
      std::optional<PrintedFigure> now;
      if (auto node = unmatched.extract(each.indicator)) now = std::move(node.mapped());
      AddIfDifferent({period, each.indicator, each.printed, std::move(now)});
    }
    for (const NamedFigure& each : after) {
      if (!unmatched.contains(each.indicator)) continue;
      AddIfDifferent({period, each.indicator, std::nullopt, each.printed});
    }
  }

  ClosedChanges Take() { return std::move(found_); }

 private:
  void AddIfDifferent(ClosedChange change) {
    if (Differ(change.before, change.after)) Add(std::move(change));
  }

  const size_t limit_;
  ClosedChanges found_;
};

}  // namespace

ClosedChanges FindClosedChanges(const AdmissionRules& before, const AdmissionRules& after,
                                const Totals& totals, size_t limit) {
  absl::btree_set<std::string> still_closed;
  for (const NamedPeriod& each : ClosedPeriods(after)) still_closed.insert(each.key);
  Changes changes(limit);
  for (const NamedPeriod& each : ClosedPeriods(before)) {
    if (!still_closed.contains(each.key)) changes.Add({each.key, "", std::nullopt, std::nullopt});
    changes.Compare(each.key, FiguresOf(before.catalog, totals, each.period),
                    FiguresOf(after.catalog, totals, each.period));
  }
  return changes.Take();
}

}  // namespace jurimeter
