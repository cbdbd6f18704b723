#include "storage/postgres/correction_look_up.h"

#include <cstddef>
#include <utility>

#include "storage/postgres/event_log.h"

namespace jurimeter::storage {
namespace {

using Corrections = absl::Span<const Correction* const>;

bool KnowsRetraction(const RecentIds& recent, const Correction& correction) {
  return recent.MayHaveRetracted(correction.bureau, correction.event_id);
}

bool IsRetracted(const Found& found) {
  return found.target.has_value() && found.target->retracted.has_value();
}

// Finds the targets, and which are retracted if that is to be asked.
std::vector<std::optional<Target>> FindRetractable(Transaction& transaction,
                                                   Corrections corrections, LookUp look_up,
                                                   const RecentIds& recent,
                                                   const ClosedDays& closed) {
  std::vector<std::optional<Target>> targets = FindTargets(transaction, corrections);
  std::vector<size_t> asked;
  for (size_t i = 0; i < targets.size(); ++i) {
    if (!targets[i].has_value()) continue;
    if (look_up == LookUp::kAll || KnowsRetraction(recent, *corrections[i]) ||
        closed.Find(corrections[i]->bureau, targets[i]->day.day) != nullptr) {
      asked.push_back(i);
    }
  }
  FindRetracted(transaction, corrections, asked, &targets);
  return targets;
}

// The replacements to ask for. That of what is retracted is compared: it may be a repetition.
std::vector<BatchEntry> AskedReplacements(Corrections corrections,
                                          const std::vector<std::optional<Target>>& targets,
                                          LookUp look_up, const RecentIds& recent) {
  std::vector<BatchEntry> asked;
  for (size_t i = 0; i < targets.size(); ++i) {
    const std::optional<Event>& replacement = corrections[i]->replacement;
    if (!targets[i].has_value() || !replacement.has_value()) continue;
    if (look_up == LookUp::kAll || targets[i]->retracted.has_value() ||
        recent.MayHave(*replacement)) {
      asked.push_back({&*replacement, i});
    }
  }
  return asked;
}

}  // namespace

std::vector<Found> FindCorrected(Transaction& transaction, Corrections corrections, LookUp look_up,
                                 const RecentIds& recent, const ClosedDays& closed) {
  std::vector<std::optional<Target>> targets =
      FindRetractable(transaction, corrections, look_up, recent, closed);
  std::vector<Found> found(corrections.size());
  const std::vector<BatchEntry> asked = AskedReplacements(corrections, targets, look_up, recent);
  std::vector<size_t> brought;
  if (!asked.empty()) {
    for (auto& [index, stored] : FindStored(transaction, asked)) {
      const size_t place = asked[index].place;
      found[place].replacement = std::move(stored);
      if (!targets[place]->retracted.has_value()) brought.push_back(place);
    }
  }
  // The same request may have been committed between the looks, or be forgotten. Whoever sees its
  // new event sees its retraction from then on.
  FindRetracted(transaction, corrections, brought, &targets);
  for (size_t i = 0; i < targets.size(); ++i) found[i].target = std::move(targets[i]);
  return found;
}

bool RemembersAll(Corrections corrections, absl::Span<const Found> found, const RecentIds& recent) {
  for (size_t i = 0; i < found.size(); ++i) {
    if (IsRetracted(found[i]) && !KnowsRetraction(recent, *corrections[i])) return false;
    if (found[i].replacement.has_value() && !recent.MayHave(*corrections[i]->replacement)) {
      return false;
    }
  }
  return true;
}

void Remember(const Correction& correction, const Found& found, bool is_done, RecentIds* recent) {
  if (is_done || IsRetracted(found)) recent->AddRetracted(correction.bureau, correction.event_id);
  if (!correction.replacement.has_value()) return;
  if (is_done || found.replacement.has_value()) recent->Add(*correction.replacement);
}

}  // namespace jurimeter::storage
