// Corrections of which some name the same events, done one turn after the other.
//
// Example:
//   absl::StatusOr<CorrectResult> result = CorrectInTurns(store, corrections, rules);
#ifndef JURIMETER_TESTS_SUPPORT_CORRECT_IN_TURNS_H_
#define JURIMETER_TESTS_SUPPORT_CORRECT_IN_TURNS_H_

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/event/correction.h"
#include "domain/event/correction_turns.h"
#include "storage/event_store.h"

namespace jurimeter::test {

inline absl::StatusOr<storage::CorrectResult> CorrectInTurns(
    storage::EventStore& store, const std::vector<Correction>& corrections,
    const storage::LedgerRules& rules) {
  std::vector<std::string> bureaus;
  for (const Correction& each : corrections) bureaus.push_back(std::to_string(each.bureau));
  std::vector<NamedEvents> named;
  for (size_t i = 0; i < corrections.size(); ++i) {
    const auto& replacement = corrections[i].replacement;
    named.push_back({bureaus[i], corrections[i].event_id,
                     replacement ? std::optional(replacement->id()) : std::nullopt});
  }
  const std::vector<size_t> turns = TurnsOf(named);
  storage::CorrectResult all;
  all.results.resize(corrections.size());
  for (size_t turn = 0; std::count(turns.begin(), turns.end(), turn) > 0; ++turn) {
    std::vector<Correction> together;
    std::vector<size_t> places;
    for (size_t i = 0; i < turns.size(); ++i) {
      if (turns[i] != turn) continue;
      together.push_back(corrections[i]);
      places.push_back(i);
    }
    auto result = store.Correct(together, rules, /*dry_run=*/false);
    if (!result.ok()) return result.status();
    all.revision = std::max(all.revision, result->revision);
    for (size_t i = 0; i < places.size(); ++i) {
      all.results[places[i]] = std::move(result->results[i]);
    }
  }
  return all;
}

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SUPPORT_CORRECT_IN_TURNS_H_
