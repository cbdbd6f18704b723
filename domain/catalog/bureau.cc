#include "domain/catalog/bureau.h"

#include <cstddef>
#include <optional>
#include <utility>

#include "domain/values/period.h"
#include "domain/values/require.h"

namespace jurimeter {
namespace {

// Before and after any day that is counted.
constexpr absl::CivilDay kEarliest(kMinFirstYear - 1, 1, 1);
constexpr absl::CivilDay kLatest(kMaxYear, 12, 31);

std::vector<Assignment> HistoryOf(const BureauSpec& spec) {
  std::vector<Assignment> history = {{kEarliest, spec.region, spec.name_zh, spec.name_en}};
  for (const AssignmentSpec& assigned : spec.assignments) {
    Assignment next = history.back();
    const std::optional<absl::CivilDay> from = ParseDay(assigned.from);
    JURIMETER_REQUIRE(from && history.back().from < *from);
    next.from = *from;
    if (!assigned.region.empty()) next.region = assigned.region;
    if (!assigned.name_zh.empty()) next.name_zh = assigned.name_zh;
    if (!assigned.name_en.empty()) next.name_en = assigned.name_en;
    history.push_back(std::move(next));
  }
  return history;
}

}  // namespace

const Assignment& Bureau::On(absl::CivilDay day) const {
  size_t place = history.size() - 1;
  while (place > 0 && history[place].from > day) --place;
  return history[place];
}

Bureau MakeBureau(BureauKey key, const BureauSpec& spec) {
  return {key, spec, HistoryOf(spec), ParseDay(spec.begins).value_or(kEarliest),
          ParseDay(spec.ends).value_or(kLatest)};
}

}  // namespace jurimeter
