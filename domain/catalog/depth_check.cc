#include "domain/catalog/depth_check.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/catalog/definition.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

// Most codes of a cycle that a fault names.
constexpr size_t kMaxNamed = 10;

// A depth-first search along the references, from each indicator in turn. It has a stack of its
// own, since definitions may be nested without end before they are checked.
class DepthSearch {
 public:
  DepthSearch(const CatalogSpec& spec, const IndicatorPlaces& places)
      : spec_(spec), places_(places), states_(spec.indicators.size()) {}

  void From(size_t place) {
    if (states_[place].progress != Progress::kNew) return;
    Enter(place);
    while (!path_.empty()) {
      if (path_.back().next == path_.back().operands.size()) {
        Leave();
      } else {
        Follow();
      }
    }
  }

  Violations Faults() && { return std::move(cycles_.empty() ? depths_ : cycles_); }

 private:
  enum class Progress { kNew, kOnPath, kDone };

  struct State {
    Progress progress = Progress::kNew;
    int depth = 0;
  };

  struct Step {
    size_t place;
    std::vector<Operand> operands;
    size_t next = 0;
  };

  void Enter(size_t place) {
    states_[place].progress = Progress::kOnPath;
    path_.push_back({place, OperandsOf(spec_.indicators[place].definition)});
  }

  // The next reference of the last indicator on the path.
  void Follow() {
    Step& step = path_.back();
    const auto found = places_.find(ToAbsl(step.operands[step.next].code));
    const bool enters = found != places_.end() && states_[found->second].progress == Progress::kNew;
    // This reference is looked at again once its depth is known.
    if (enters) return Enter(found->second);
    if (found != places_.end()) {
      const State& state = states_[found->second];
      if (state.progress == Progress::kOnPath) ReportCycle(found->second);
      int& depth = states_[step.place].depth;
      depth = std::max(depth, state.depth + 1);
    }
    ++step.next;
  }

  void Leave() {
    const size_t place = path_.back().place;
    states_[place].progress = Progress::kDone;
    const int depth = states_[place].depth;
    // Deeper definitions are not named, since they are mended with this one.
    if (depth == kMaxDefinitionDepth + 1) {
      depths_.push_back(
          {IndicatorField(place, "definition"),
           absl::StrCat("goes ", depth, " deep; expected at most ", kMaxDefinitionDepth,
                        " definitions down to a flow or stock")});
    }
    path_.pop_back();
  }

  // The path from `place` on has come back to it.
  void ReportCycle(size_t place) {
    const auto first = std::find_if(path_.begin(), path_.end(),
                                    [place](const Step& step) { return step.place == place; });
    const size_t length = static_cast<size_t>(path_.end() - first);
    std::string codes;
    for (size_t i = 0; i < std::min(length, kMaxNamed); ++i) {
      absl::StrAppend(&codes, spec_.indicators[first[static_cast<long>(i)].place].code, " -> ");
    }
    if (length > kMaxNamed) absl::StrAppend(&codes, "(", length - kMaxNamed, " more) -> ");
    cycles_.push_back({IndicatorField(place, first->operands[first->next].field),
                       absl::StrCat("defined by itself: ", codes, spec_.indicators[place].code,
                                    "; expected definitions that end in flows and stocks")});
  }

  const CatalogSpec& spec_;
  const IndicatorPlaces& places_;
  std::vector<State> states_;
  std::vector<Step> path_;
  Violations cycles_;
  Violations depths_;
};

}  // namespace

void CheckDepth(const CatalogSpec& spec, const IndicatorPlaces& places, Violations* faults) {
  DepthSearch search(spec, places);
  for (size_t place = 0; place < spec.indicators.size(); ++place) search.From(place);
  for (Violation& fault : std::move(search).Faults()) faults->push_back(std::move(fault));
}

}  // namespace jurimeter
