// The audit of published figures for people: a line for each figure with its name, the text as
// printed, the verdict, and what each rounding allows; then the groups of shares; then how many are
// impossible.
//
// Threads: not safe; use each from one thread.
#ifndef JURIMETER_SERVICES_PRESENT_AUDIT_TABLE_H_
#define JURIMETER_SERVICES_PRESENT_AUDIT_TABLE_H_

#include <string>
#include <vector>

#include "services/present/audit_format.h"

namespace jurimeter::present {

class AuditTable : public AuditFormat {
 public:
  // `figures` must outlive this.
  explicit AuditTable(const PublishedFigures& figures);

  void AddFigure(size_t place, const audit::FigureAudit& found, std::string* out) override;
  void AddGroup(const audit::ShareGroup& group, const audit::GroupAudit& found,
                std::string* out) override;
  void End(size_t impossible, std::string* out) override;

 private:
  const PublishedFigures& figures_;
  // Widths of the columns, in cells.
  size_t name_width_ = 0;
  size_t printed_width_ = 0;
  std::vector<std::vector<std::string>> groups_;
};

}  // namespace jurimeter::present

#endif  // JURIMETER_SERVICES_PRESENT_AUDIT_TABLE_H_
