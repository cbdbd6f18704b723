// Gathers published shares into groups, each of which must add up.
//
// Example:
//   ShareGroups groups;
//   const Violations faults = groups.Add(3, "budget", text, claim);
//   for (const ShareGroup& group : groups.all()) AuditShareGroup(group.claim, &tries);
//
// Threads: not safe; use each from one thread.
#ifndef JURIMETER_DOMAIN_AUDIT_SHARE_GROUPS_H_
#define JURIMETER_DOMAIN_AUDIT_SHARE_GROUPS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "domain/audit/claim.h"
#include "domain/audit/share_group.h"
#include "domain/values/violation.h"

namespace jurimeter::audit {

struct ShareGroup {
  std::string name;
  std::string whole;           // the text of its shares' denominator
  std::vector<size_t> places;  // of its shares, as given to Add
  ShareGroupClaim claim;
};

class ShareGroups {
 public:
  // Takes the share at `place`, read without fault from `text`, into the group `name`. Returns the
  // faults for which it does not belong there, of the fields group, printed and denominator.
  Violations Add(size_t place, std::string_view name, const ClaimText& text,
                 const FigureClaim& claim);

  // In the order of their first share.
  const std::vector<ShareGroup>& all() const { return groups_; }

 private:
  std::vector<ShareGroup> groups_;
  absl::flat_hash_map<std::string, size_t> group_of_;  // places in groups_, by name
};

}  // namespace jurimeter::audit

#endif  // JURIMETER_DOMAIN_AUDIT_SHARE_GROUPS_H_
