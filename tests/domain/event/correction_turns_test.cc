#include "domain/event/correction_turns.h"

#include <gmock/gmock.h>

#include "absl/strings/str_format.h"

namespace jurimeter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

EventId Id(int number) {
  return *EventId::Parse(absl::StrFormat("0190a5c2-7a2b-7cde-8f01-%012d", number));
}

NamedEvents Named(int event, std::optional<int> replacement = {},
                  std::string_view bureau = "court") {
  NamedEvents named = {.bureau = bureau, .event_id = Id(event), .replacement = {}};
  if (replacement.has_value()) named.replacement = Id(*replacement);
  return named;
}

TEST(CorrectionTurnsTest, WhatNamesDifferentEventsIsDoneTogether) {
  EXPECT_THAT(TurnsOf({}), IsEmpty());
  EXPECT_THAT(TurnsOf({Named(1), Named(2, 3), Named(4, 5)}), ElementsAre(0, 0, 0));
  EXPECT_THAT(TurnsOf({Named(1), Named(1, {}, "police")}), ElementsAre(0, 0))
      << "each bureau has ids of its own";
}

TEST(CorrectionTurnsTest, ACorrectionWaitsForAllBeforeItThatNameItsEvents) {
  EXPECT_THAT(TurnsOf({Named(1, 2), Named(2, 3), Named(3, 4)}), ElementsAre(0, 1, 2)) << "a chain";
  EXPECT_THAT(TurnsOf({Named(1), Named(1), Named(2), Named(1)}), ElementsAre(0, 1, 0, 2));
  EXPECT_THAT(TurnsOf({Named(1, 9), Named(2, 9), Named(2)}), ElementsAre(0, 1, 2))
      << "two that bring the same event";
  EXPECT_THAT(TurnsOf({Named(1), Named(1), Named(5, 1), Named(5)}), ElementsAre(0, 1, 2, 3));
}

TEST(CorrectionTurnsTest, AnEventMayStandInItsOwnPlace) {
  EXPECT_THAT(TurnsOf({Named(1, 1), Named(1, 2)}), ElementsAre(0, 1));
}

}  // namespace
}  // namespace jurimeter
