// ClosedDays against a model that keeps each closed day by itself.

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "domain/closing/closed_days.h"
#include "tests/support/seeded_test.h"

namespace jurimeter {
namespace {

constexpr BureauKey kBureaus = 4;
constexpr int32_t kDays = 60;

// Every day that a closing still closes.
class Model {
 public:
  void Apply(const Closing& entry) {
    if (!entry.reopens.has_value()) made_.insert(entry.revision);
    for (const ClosingPart& part : entry.parts) {
      for (int32_t day = part.days.first; day <= part.days.last; ++day) {
        if (entry.reopens.has_value()) {
          closed_.erase({part.bureau, day, *entry.reopens});
        } else {
          closed_.insert({part.bureau, day, entry.revision});
        }
      }
    }
  }

  // The first closing of the day; 0: none.
  int64_t Find(BureauKey bureau, int32_t day) const {
    const auto found = closed_.lower_bound({bureau, day, 0});
    const bool is_of_day =
        found != closed_.end() && std::get<0>(*found) == bureau && std::get<1>(*found) == day;
    return is_of_day ? std::get<2>(*found) : 0;
  }

  DayIntervals Within(BureauKey bureau, const DayInterval& days) const {
    DayIntervals closed;
    for (int32_t day = days.first; day <= days.last; ++day) {
      if (Find(bureau, day) != 0) Extend(day, &closed);
    }
    return closed;
  }

  std::vector<ClosingPart> LeftOf(int64_t closing) const {
    std::map<BureauKey, DayIntervals> days;
    for (const auto& [bureau, day, revision] : closed_) {
      if (revision == closing) Extend(day, &days[bureau]);
    }
    std::vector<ClosingPart> left;
    for (const auto& [bureau, intervals] : days) {
      for (const DayInterval& each : intervals) left.push_back({bureau, each});
    }
    return left;
  }

  bool Knows(int64_t closing) const { return made_.contains(closing); }

 private:
  static void Extend(int32_t day, DayIntervals* days) {
    if (!days->empty() && days->back().last + 1 == day) {
      days->back().last = day;
    } else {
      days->push_back({day, day});
    }
  }

  std::set<std::tuple<BureauKey, int32_t, int64_t>> closed_;
  std::set<int64_t> made_;
};

class ClosedDaysRandomTest : public test::SeededTest {
 protected:
  int32_t Draw(int32_t below) {
    return static_cast<int32_t>(random_() % static_cast<uint32_t>(below));
  }

  std::vector<ClosingPart> DrawParts() {
    std::vector<ClosingPart> parts;
    for (BureauKey bureau = 1; bureau <= kBureaus; ++bureau) {
      if (Draw(2) == 0) continue;
      std::vector<DayInterval> days(static_cast<size_t>(1 + Draw(3)));
      for (DayInterval& each : days) {
        each.first = Draw(kDays);
        each.last = std::min(kDays - 1, each.first + Draw(20));
      }
      for (const DayInterval& each : Unite(days)) parts.push_back({bureau, each});
    }
    return parts;
  }

  // A closing; or a reopening of part of an earlier closing, of all that is left of it, of days
  // that it never closed, or of no closing at all.
  Closing Next(int64_t revision) {
    Closing entry = {revision, std::nullopt, "reason " + std::to_string(revision), DrawParts()};
    if (revision == 1 || Draw(2) == 0) return entry;
    entry.reopens = 1 + Draw(static_cast<int32_t>(revision) - 1);
    if (Draw(3) == 0) entry.parts = model_.LeftOf(*entry.reopens);
    return entry;
  }

  void ExpectAsModel(const ClosedDays& closed, const Model& model, int64_t last) {
    for (BureauKey bureau = 0; bureau <= kBureaus; ++bureau) {
      for (int32_t day = -1; day <= kDays; ++day) {
        const ClosingInForce* found = closed.Find(bureau, day);
        ASSERT_EQ(found == nullptr ? 0 : found->revision, model.Find(bureau, day))
            << bureau << ' ' << day;
        if (found != nullptr) {
          ASSERT_EQ(found->reason, "reason " + std::to_string(found->revision));
        }
      }
      const int32_t first = Draw(kDays);
      for (const DayInterval days : {DayInterval{-1, kDays}, {first, first + Draw(30)}}) {
        ASSERT_EQ(closed.Within(bureau, days), model.Within(bureau, days));
      }
    }
    for (int64_t revision = 0; revision <= last + 1; ++revision) {
      ASSERT_EQ(closed.LeftOf(revision), model.LeftOf(revision)) << revision;
      ASSERT_EQ(closed.SpanOf(revision).has_value(), model.Knows(revision)) << revision;
    }
  }

  std::mt19937 random_{seed()};
  Model model_;
};

TEST_P(ClosedDaysRandomTest, AgreesWithAModelInOneGoOrPieceByPiece) {
  for (int round = 0; round < 40; ++round) {
    model_ = Model();
    std::vector<Closing> entries, piece;
    ClosedDays piecewise;
    const int64_t last = 1 + Draw(25);
    for (int64_t revision = 1; revision <= last; ++revision) {
      entries.push_back(Next(revision));
      piece.push_back(entries.back());
      model_.Apply(entries.back());
      if (Draw(3) > 0) continue;
      const ClosedDays before = piecewise;
      const std::vector<ClosingPart> left = before.LeftOf(1);
      piecewise.Apply(piece);
      piece.clear();
      ASSERT_NO_FATAL_FAILURE(ExpectAsModel(piecewise, model_, revision));
      ASSERT_EQ(before.LeftOf(1), left);
    }
    piecewise.Apply(piece);
    ASSERT_NO_FATAL_FAILURE(ExpectAsModel(piecewise, model_, last));
    ClosedDays at_once;
    at_once.Apply(entries);
    ASSERT_NO_FATAL_FAILURE(ExpectAsModel(at_once, model_, last));
  }
}

INSTANTIATE_SEEDS(ClosedDaysRandomTest);

}  // namespace
}  // namespace jurimeter
