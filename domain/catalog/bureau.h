// A bureau of a catalog: its life, and its region and names on each day.
//
// Example: bureau.On(absl::CivilDay(2023, 7, 1)).region
//
// Threads: values.
#ifndef JURIMETER_DOMAIN_CATALOG_BUREAU_H_
#define JURIMETER_DOMAIN_CATALOG_BUREAU_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "domain/catalog/catalog_spec.h"
#include "domain/event/event.h"

namespace jurimeter {

// A bureau's region and names from a day on, all filled in.
struct Assignment {
  absl::CivilDay from;
  std::string region;
  std::string name_zh;
  std::string name_en;
};

struct Bureau {
  BureauKey key;
  BureauSpec spec;
  // Ascending; the first is from before any day that is counted.
  std::vector<Assignment> history;
  // Its first and last day. Without a first day, `begins` is before every day that is counted;
  // without a last day, `ends` is after every one.
  absl::CivilDay begins;
  absl::CivilDay ends;

  // The assignment that is in force on `day`.
  const Assignment& On(absl::CivilDay day) const;
  bool ExistsOn(absl::CivilDay day) const { return begins <= day && day <= ends; }
};

// The bureau of `spec`. Requires days that exist and assignments that ascend.
Bureau MakeBureau(BureauKey key, const BureauSpec& spec);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_BUREAU_H_
