// Random histories of a ledger whose catalog has the codes of TestCatalogSpec: events, retractions,
// corrections, catalogs, closings and reopenings, one step after the other.
//
// From so few cells, days and moments that steps often meet what was before. Some come to nothing:
// a retraction of what is retracted already, an event of a closed day.
//
// Example:
//   RandomHistory history(seed());
//   std::visit([&](const auto& step) { Do(step); }, history.Next());
//
// Threads: one.
#ifndef JURIMETER_TESTS_SUPPORT_RANDOM_HISTORY_H_
#define JURIMETER_TESTS_SUPPORT_RANDOM_HISTORY_H_

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "tests/support/test_catalog.h"
#include "tests/support/test_closing.h"

namespace jurimeter::test {

// A retraction, or a correction if it has a replacement.
struct TestCorrection {
  int request;
  std::string bureau;
  int event;
  std::optional<TestEvent> replacement;
};

// Another catalog comes into force.
struct TestCatalogChange {
  int number;   // of the change, from 1
  int variant;  // 0 to RandomHistory::kMaxVariant: which catalog
};

using TestEvents = std::vector<TestEvent>;
// A TestClosing that reopens takes back the days of all bureaus of its closing.
using HistoryStep = std::variant<TestEvents, TestCorrection, TestCatalogChange, TestClosing>;

class RandomHistory {
 public:
  static constexpr int kMaxVariant = 63;

  explicit RandomHistory(uint32_t seed) : random_(seed) {}

  HistoryStep Next();

  // The last step was a closing and has this revision: from now on reopenings may be of it.
  void AddClosing(int64_t revision) {
    made_.revision = revision;
    closings_.push_back(made_);
  }

  // The bureau follows from the id.
  TestEvent Event(int id);

  // 0 to `limit`.
  int UpTo(int limit) { return std::uniform_int_distribution(0, limit)(random_); }

 private:
  TestEvents Events();
  TestCorrection Correction();
  TestClosing Closing();
  TestClosing Reopening();

  // What a closing still closes, as places in the list of days.
  struct ClosingLeft {
    int64_t revision;
    int first;
    int last;
  };

  std::mt19937 random_;
  int next_id_ = 1;  // of an event
  int next_request_ = 1;
  int changes_ = 0;        // of the catalog
  ClosingLeft made_ = {};  // the last closing
  std::vector<ClosingLeft> closings_;
};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SUPPORT_RANDOM_HISTORY_H_
