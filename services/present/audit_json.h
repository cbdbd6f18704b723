// The audit of published figures for programs: the JSON of jurimeter.v1.AuditFiguresResponse, with
// a line for each figure and each group.
//
// Threads: not safe; use each from one thread.
#ifndef JURIMETER_SERVICES_PRESENT_AUDIT_JSON_H_
#define JURIMETER_SERVICES_PRESENT_AUDIT_JSON_H_

#include <string>

#include "services/present/audit_format.h"

namespace jurimeter::present {

class AuditJson : public AuditFormat {
 public:
  // `figures` must outlive this.
  explicit AuditJson(const PublishedFigures& figures) : figures_(figures) {}

  void AddFigure(size_t place, const audit::FigureAudit& found, std::string* out) override;
  void AddGroup(const audit::ShareGroup& group, const audit::GroupAudit& found,
                std::string* out) override;
  void End(size_t impossible, std::string* out) override;

 private:
  const PublishedFigures& figures_;
  // Whether some were added.
  bool has_figures_ = false;
  bool has_groups_ = false;
};

}  // namespace jurimeter::present

#endif  // JURIMETER_SERVICES_PRESENT_AUDIT_JSON_H_
