// What all grants of one kind add up to: all bureaus, or some by region and by code.
//
// A region has a bureau on those days on which the bureau belongs there, whether or not it exists
// then: admission refuses an event outside of a bureau's life, and says so better.
//
// Example:
//   GrantedScope granted;
//   granted.Add({.region = "4201"});
//   granted.Has(bureau, day)
//
// Threads: as a value. A check of one bureau and day costs a hash look-up and, if regions are
// granted, a binary search.
#ifndef JURIMETER_DOMAIN_ACCESS_GRANTED_SCOPE_H_
#define JURIMETER_DOMAIN_ACCESS_GRANTED_SCOPE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/time/civil_time.h"
#include "domain/catalog/catalog.h"
#include "domain/catalog/scope.h"
#include "domain/catalog/scope_draft.h"

namespace jurimeter {

class GrantedScope {
 public:
  // Adds a grant's scope, of which it keeps the codes.
  void Add(const ScopeDraft& scope);

  bool is_empty() const { return !all_ && regions_.empty() && bureaus_.empty(); }
  bool is_all() const { return all_; }
  // Sorted; none begins with another.
  const std::vector<std::string>& regions() const { return regions_; }
  // Sorted; none if all are granted.
  std::vector<std::string> bureaus() const;

  // Whether the bureau of this code is granted on every day.
  bool HasAlways(std::string_view bureau) const {
    return all_ || bureaus_.contains(absl::string_view(bureau.data(), bureau.size()));
  }
  bool Has(const Bureau& bureau, absl::CivilDay day) const {
    return HasAlways(bureau.spec.code) || HasRegion(bureau.On(day).region);
  }
  // The days on which `bureau` is granted.
  DayIntervals DaysOf(const Bureau& bureau) const;

  // Whether all of `scope` is granted, each bureau on each of its days. A scope without bureaus is.
  bool Covers(const Scope& scope) const;
  // What is granted of `scope`.
  Scope Narrow(const Scope& scope) const;

  // "all bureaus", or "region \"4201\", bureaus \"court\", \"justice\"". Names at most a few of
  // each, and counts the others.
  std::string Words() const;

 private:
  bool HasRegion(std::string_view region) const;

  bool all_ = false;
  std::vector<std::string> regions_;
  absl::flat_hash_set<std::string> bureaus_;
};

// The same of a scope that was asked for.
std::string ScopeWords(const ScopeDraft& scope);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_ACCESS_GRANTED_SCOPE_H_
