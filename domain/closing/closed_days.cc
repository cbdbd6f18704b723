#include "domain/closing/closed_days.h"

#include <algorithm>
#include <limits>
#include <map>
#include <queue>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "domain/values/period.h"
#include "domain/values/require.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

// A closing that was made, whatever became of it.
struct Made {
  ClosingInForce closing;
  std::vector<BureauKey> bureaus;  // ascending
  DayInterval span;
};

// Days of a bureau that a closing closes.
struct Run {
  const Made* made;  // the state owns it
  DayInterval days;

  int64_t revision() const { return made->closing.revision; }
};

struct BureauDays {
  std::vector<Run> in_force;  // by revision and first day; those of one closing are DayIntervals
  // The same with the first closing alone of each day: ascending and disjoint.
  std::vector<Run> first;
};

// The order by which a heap has the first closing on top.
struct IsLater {
  bool operator()(const Run& run, const Run& other) const {
    return run.revision() > other.revision();
  }
};

// The first closing of each day that `runs` close.
std::vector<Run> FirstOfEachDay(std::vector<Run> runs) {
  std::ranges::sort(runs, {}, [](const Run& run) { return run.days.first; });
  std::priority_queue<Run, std::vector<Run>, IsLater> open;  // those that have begun
  std::vector<Run> first;
  auto next = runs.begin();
  int64_t day = std::numeric_limits<int32_t>::min();  // those before it are done
  while (next != runs.end() || !open.empty()) {
    if (open.empty()) day = std::max<int64_t>(day, next->days.first);
    while (next != runs.end() && next->days.first <= day) open.push(*next++);
    while (!open.empty() && open.top().days.last < day) open.pop();
    if (open.empty()) continue;
    int32_t last = open.top().days.last;
    if (next != runs.end()) last = std::min(last, next->days.first - 1);
    if (!first.empty() && first.back().made == open.top().made &&
        int64_t{first.back().days.last} + 1 == day) {
      first.back().days.last = last;
    } else {
      first.push_back({open.top().made, {static_cast<int32_t>(day), last}});
    }
    day = int64_t{last} + 1;
  }
  return first;
}

std::map<BureauKey, DayIntervals> ByBureau(const std::vector<ClosingPart>& parts) {
  std::map<BureauKey, DayIntervals> days;
  for (const ClosingPart& part : parts) days[part.bureau].push_back(part.days);
  for (auto& [bureau, intervals] : days) intervals = Unite(std::move(intervals));
  return days;
}

// Where the runs of one closing begin and end in `runs`.
auto RunsOf(int64_t closing, const std::vector<Run>& runs) {
  const auto begin = std::ranges::lower_bound(runs, closing, {}, &Run::revision);
  return std::pair(begin, std::ranges::upper_bound(begin, runs.end(), closing, {}, &Run::revision));
}

// The days of `closing` in `runs`.
DayIntervals DaysOf(int64_t closing, const std::vector<Run>& runs) {
  DayIntervals days;
  const auto [begin, end] = RunsOf(closing, runs);
  for (auto run = begin; run != end; ++run) days.push_back(run->days);
  return days;
}

// The first run that does not end before `day`.
auto From(int32_t day, const std::vector<Run>& runs) {
  return std::ranges::lower_bound(runs, day, {}, [](const Run& run) { return run.days.last; });
}

}  // namespace

struct ClosedDays::State {
  const Made* FindMade(int64_t closing) const {
    const auto found = std::ranges::lower_bound(
        made, closing, {}, [](const auto& each) { return each->closing.revision; });
    return found != made.end() && (*found)->closing.revision == closing ? found->get() : nullptr;
  }

  const BureauDays* FindBureau(BureauKey bureau) const {
    const auto found = bureaus.find(bureau);
    return found == bureaus.end() ? nullptr : found->second.get();
  }

  std::vector<std::shared_ptr<const Made>> made;  // by revision
  absl::flat_hash_map<BureauKey, std::shared_ptr<const BureauDays>> bureaus;
  int64_t revision = 0;  // of the last entry
};

// A state in the making. Only the bureaus that change are copied.
class ClosedDays::Changes {
 public:
  explicit Changes(State* state) : state_(*state) {}

  void Add(const Closing& entry) {
    JURIMETER_REQUIRE(state_.revision < entry.revision);
    state_.revision = entry.revision;
    if (entry.reopens.has_value()) {
      Reopen(*entry.reopens, ByBureau(entry.parts));
    } else {
      Close(entry, ByBureau(entry.parts));
    }
  }

  void Finish() {
    for (auto& [bureau, runs] : changed_) {
      std::vector<Run> first = FirstOfEachDay(runs);
      state_.bureaus.insert_or_assign(bureau, std::make_shared<const BureauDays>(
                                                  BureauDays{std::move(runs), std::move(first)}));
    }
  }

 private:
  std::vector<Run>& RunsToChange(BureauKey bureau) {
    const auto [place, fresh] = changed_.try_emplace(bureau);
    const BureauDays* before = fresh ? state_.FindBureau(bureau) : nullptr;
    if (before != nullptr) place->second = before->in_force;
    return place->second;
  }

  void Close(const Closing& entry, const std::map<BureauKey, DayIntervals>& closed) {
    Made made = {{entry.revision, entry.reason}, {}, {}};
    for (const auto& [bureau, days] : closed) {
      if (days.empty()) continue;
      const DayInterval span = {days.front().first, days.back().last};
      made.span = made.bureaus.empty() ? span
                                       : DayInterval{std::min(made.span.first, span.first),
                                                     std::max(made.span.last, span.last)};
      made.bureaus.push_back(bureau);
    }
    state_.made.push_back(std::make_shared<const Made>(std::move(made)));
    const Made* const kept = state_.made.back().get();
    for (const BureauKey bureau : kept->bureaus) {
      std::vector<Run>& runs = RunsToChange(bureau);
      for (const DayInterval& days : closed.at(bureau)) runs.push_back({kept, days});
    }
  }

  void Reopen(int64_t closing, const std::map<BureauKey, DayIntervals>& reopened) {
    const Made* const made = state_.FindMade(closing);
    if (made == nullptr) return;
    for (const auto& [bureau, days] : reopened) {
      if (!std::ranges::binary_search(made->bureaus, bureau)) continue;
      std::vector<Run>& runs = RunsToChange(bureau);
      std::vector<Run> left;
      for (const DayInterval& each : Subtract(DaysOf(closing, runs), days)) {
        left.push_back({made, each});
      }
      const auto [begin, end] = RunsOf(closing, runs);
      const auto place = runs.erase(begin, end);
      runs.insert(place, left.begin(), left.end());
    }
  }

  State& state_;
  absl::flat_hash_map<BureauKey, std::vector<Run>> changed_;  // as BureauDays::in_force
};

void ClosedDays::Apply(absl::Span<const Closing> entries) {
  if (entries.empty()) return;
  const auto state =
      state_ == nullptr ? std::make_shared<State>() : std::make_shared<State>(*state_);
  Changes changes(state.get());
  for (const Closing& entry : entries) changes.Add(entry);
  changes.Finish();
  state_ = state;
}

const ClosingInForce* ClosedDays::Find(BureauKey bureau, int32_t day) const {
  const BureauDays* const days = state_ == nullptr ? nullptr : state_->FindBureau(bureau);
  if (days == nullptr) return nullptr;
  const auto run = From(day, days->first);
  return run != days->first.end() && run->days.first <= day ? &run->made->closing : nullptr;
}

DayIntervals ClosedDays::Within(BureauKey bureau, const DayInterval& asked) const {
  const BureauDays* const days = state_ == nullptr ? nullptr : state_->FindBureau(bureau);
  if (days == nullptr) return {};
  std::vector<DayInterval> closed;
  for (auto run = From(asked.first, days->first);
       run != days->first.end() && run->days.first <= asked.last; ++run) {
    closed.push_back(
        {std::max(run->days.first, asked.first), std::min(run->days.last, asked.last)});
  }
  return Unite(std::move(closed));
}

std::vector<ClosingPart> ClosedDays::LeftOf(int64_t closing) const {
  const Made* const made = state_ == nullptr ? nullptr : state_->FindMade(closing);
  if (made == nullptr) return {};
  std::vector<ClosingPart> left;
  for (const BureauKey bureau : made->bureaus) {
    for (const DayInterval& days : DaysOf(closing, state_->FindBureau(bureau)->in_force)) {
      left.push_back({bureau, days});
    }
  }
  return left;
}

std::optional<DayInterval> ClosedDays::SpanOf(int64_t closing) const {
  const Made* const made = state_ == nullptr ? nullptr : state_->FindMade(closing);
  if (made == nullptr) return std::nullopt;
  return made->span;
}

std::string DescribeClosed(absl::CivilDay day, std::string_view bureau,
                           const ClosingInForce& closing) {
  return absl::StrCat(DayText(day), " of ", Quoted(bureau), " is closed by revision ",
                      closing.revision, " (", Quoted(closing.reason),
                      "); expected an open day, or that revision ", closing.revision,
                      " is reopened");
}

}  // namespace jurimeter
