// Prints the audit of published figures while it is computed, figure by figure.
//
// Example:
//   AuditTable table(figures);
//   for (size_t place = 0; place < figures.size(); ++place) {
//     table.AddFigure(place, audit::AuditFigure(...), &text);
//   }
//   table.End(impossible, &text);
//
// Threads: not safe; use each from one thread.
#ifndef JURIMETER_SERVICES_PRESENT_AUDIT_FORMAT_H_
#define JURIMETER_SERVICES_PRESENT_AUDIT_FORMAT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "domain/audit/claim.h"
#include "domain/audit/figure_audit.h"
#include "domain/audit/share_group.h"
#include "domain/audit/share_groups.h"

namespace jurimeter::present {

// A figure as it was published. What it points to lives as long as the PublishedFigures.
struct PublishedFigure {
  std::string_view name;
  audit::ClaimText claim;
};

// Published figures by their places, from 0. There may be a million, so that they are asked for one
// by one.
class PublishedFigures {
 public:
  virtual ~PublishedFigures() = default;

  virtual size_t size() const = 0;
  virtual PublishedFigure figure(size_t place) const = 0;
};

// Each call appends to `out` all that can be printed by then. Call it for the figures, in the order
// of their places, then for the groups, then for the end.
class AuditFormat {
 public:
  virtual ~AuditFormat() = default;

  virtual void AddFigure(size_t place, const audit::FigureAudit& found, std::string* out) = 0;
  virtual void AddGroup(const audit::ShareGroup& group, const audit::GroupAudit& found,
                        std::string* out) = 0;
  // `impossible` is how many figures and groups are impossible.
  virtual void End(size_t impossible, std::string* out) = 0;
};

}  // namespace jurimeter::present

#endif  // JURIMETER_SERVICES_PRESENT_AUDIT_FORMAT_H_
