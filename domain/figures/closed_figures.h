// What a new catalog would change of the printed figures of periods that are closed for the whole.
//
// Example:
//   const ClosedChanges changes =
//       FindClosedChanges({*in_force, closed}, {*next, closed}, totals, /*limit=*/100);
//   if (changes.count > 0) AskFirst(changes);
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_FIGURES_CLOSED_FIGURES_H_
#define JURIMETER_DOMAIN_FIGURES_CLOSED_FIGURES_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/admission_rules.h"
#include "domain/figures/value.h"
#include "domain/totals/totals.h"

namespace jurimeter {

// What a report says of a figure.
struct PrintedFigure {
  FigureStatus status;
  std::string display;  // empty unless status is kOk
  std::vector<std::string> holders;

  friend bool operator==(const PrintedFigure&, const PrintedFigure&) = default;
};

struct ClosedChange {
  std::string period;     // "2023", "2023-Q3" or "2023-09"
  std::string indicator;  // code; empty: the period is no longer closed for the whole
  // None: that catalog prints no such figure.
  std::optional<PrintedFigure> before;
  std::optional<PrintedFigure> after;
};

struct ClosedChanges {
  // The first ones, by year, quarter and month, then in the order of the catalogs.
  std::vector<ClosedChange> first;
  size_t count = 0;  // of all
};

// Compares the figures that both catalogs print of each period that is closed for the whole by
// `before`. A figure that only one of them prints counts if it has a value. A period that is not
// closed for the whole by `after`, since that has bureaus which are open in it, counts too. Keeps
// at most `limit` changes. `totals` are by the keys of both catalogs.
ClosedChanges FindClosedChanges(const AdmissionRules& before, const AdmissionRules& after,
                                const Totals& totals, size_t limit);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_CLOSED_FIGURES_H_
