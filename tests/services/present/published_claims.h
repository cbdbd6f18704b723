// Published figures of a test, and their audits.
#ifndef JURIMETER_TESTS_SERVICES_PRESENT_PUBLISHED_CLAIMS_H_
#define JURIMETER_TESTS_SERVICES_PRESENT_PUBLISHED_CLAIMS_H_

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "domain/audit/claim.h"
#include "domain/audit/figure_audit.h"
#include "domain/audit/share_group.h"
#include "domain/audit/share_groups.h"
#include "services/present/audit_format.h"

namespace jurimeter::present {

class PublishedClaims : public PublishedFigures {
 public:
  explicit PublishedClaims(std::vector<PublishedFigure> figures) : figures_(std::move(figures)) {}

  size_t size() const override { return figures_.size(); }
  PublishedFigure figure(size_t place) const override { return figures_[place]; }

  audit::FigureClaim claim(size_t place) const { return *audit::ReadClaim(figures_[place].claim); }

 private:
  const std::vector<PublishedFigure> figures_;
};

// All that `Format` prints of the figures, and of the group of all of them if it has a name.
template <typename Format>
std::string TextOf(const PublishedClaims& figures, const std::string& group = "") {
  Format format(figures);
  std::string text;
  audit::ShareGroups groups;
  for (size_t place = 0; place < figures.size(); ++place) {
    const audit::FigureClaim claim = figures.claim(place);
    format.AddFigure(place, audit::AuditFigure(claim), &text);
    if (!group.empty()) {
      EXPECT_TRUE(groups.Add(place, group, figures.figure(place).claim, claim).empty());
    }
  }
  int64_t tries = 1'000'000;
  for (const audit::ShareGroup& each : groups.all()) {
    format.AddGroup(each, audit::AuditShareGroup(each.claim, &tries), &text);
  }
  format.End(/*impossible=*/0, &text);
  return text;
}

}  // namespace jurimeter::present

#endif  // JURIMETER_TESTS_SERVICES_PRESENT_PUBLISHED_CLAIMS_H_
