// The bureaus that count, each with the days on which it counts. A bureau counts while it exists,
// and in a region only while it belongs to the region.
//
// Example: Scope wuhan = Scope::All(catalog).InRegion("4201");
//
// Threads: values; they refer to the catalog, which must outlive them.
#ifndef JURIMETER_DOMAIN_CATALOG_SCOPE_H_
#define JURIMETER_DOMAIN_CATALOG_SCOPE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "domain/catalog/catalog.h"
#include "domain/values/day_interval.h"  // exported
#include "domain/values/period.h"

namespace jurimeter {

DayInterval DaysOf(const Period& period);

// The days on which the assignment at `place` of the bureau's history is in force, whether or not
// the bureau is there then.
DayInterval DaysOfAssignment(const Bureau& bureau, size_t place);

class Scope {
 public:
  struct Member {
    const Bureau* bureau;
    std::vector<DayInterval> days;  // ascending, at least one
  };

  // All bureaus of `catalog`, each on the days of its life.
  static Scope All(const Catalog& catalog);

  // The part of this scope in regions whose code starts with `prefix`; or, if `whole`, is `prefix`.
  Scope InRegion(const std::string& prefix, bool whole = false) const;
  // The part of this scope that these bureaus are. Codes that it does not have are passed over.
  Scope OfBureaus(const std::vector<std::string>& codes) const;
  // The part of this scope on those days of each bureau that `days` gives.
  Scope OnDays(absl::FunctionRef<DayIntervals(const Bureau&)> days) const;

  // In the catalog's order.
  const std::vector<Member>& members() const { return members_; }
  // The region that was asked for; empty: all.
  const std::string& region() const { return region_; }
  // Whether bureaus were asked for by name.
  bool names_bureaus() const { return names_bureaus_; }
  // The bureau, if just one was asked for by name; otherwise null.
  const Bureau* single() const;

 private:
  Scope() = default;

  std::vector<Member> members_;
  std::string region_;
  bool names_bureaus_ = false;
};

// Those days of `member` that lie in `days`.
std::vector<DayInterval> Clipped(const Scope::Member& member, const DayInterval& days);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_SCOPE_H_
