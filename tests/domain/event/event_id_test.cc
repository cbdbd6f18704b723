#include "domain/event/event_id.h"

#include <gtest/gtest.h>

#include <string_view>

namespace jurimeter {
namespace {

TEST(EventIdTest, ReadsBothCasesAndPrintsTheLower) {
  const struct {
    const char* text;
    const char* printed;
  } kCases[] = {
      {"0190a5c2-7a2b-7cde-8f01-23456789abcd", "0190a5c2-7a2b-7cde-8f01-23456789abcd"},
      {"0190A5C2-7A2B-7CDE-8F01-23456789ABCD", "0190a5c2-7a2b-7cde-8f01-23456789abcd"},
      {"ffffffff-ffff-ffff-ffff-ffffffffffff", "ffffffff-ffff-ffff-ffff-ffffffffffff"},
      {"00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000001"},
      {"80000000-0000-0000-0000-000000000000", "80000000-0000-0000-0000-000000000000"},
  };
  for (const auto& c : kCases) {
    const auto id = EventId::Parse(c.text);
    ASSERT_TRUE(id) << c.text;
    EXPECT_EQ(id->ToString(), c.printed);
    EXPECT_EQ(EventId::FromBytes(id->bytes()), *id);
  }
}

TEST(EventIdTest, RefusesEverythingElse) {
  const std::string_view kCases[] = {
      "",
      "00000000-0000-0000-0000-000000000000",
      "0190a5c2-7a2b-7cde-8f01-23456789abc",
      "0190a5c2-7a2b-7cde-8f01-23456789abcde",
      "0190a5c27a2b7cde8f0123456789abcd",
      "{0190a5c2-7a2b-7cde-8f01-23456789abcd}",
      "urn:uuid:0190a5c2-7a2b-7cde-8f01-23456789abcd",
      "0190a5c2-7a2b-7cde-8f01-23456789abcg",
      "0190a5c2-7a2b-7cde-8f01-23456789ab:d",
      "0190a5c2-7a2b-7cde-8f01-23456789ab@d",
      "0190a5c2-7a2b-7cde-8f01-23456789ab`d",
      "0190a5c2-7a2b-7cde-8f01-23456789ab/d",
      "0190a5c2_7a2b-7cde-8f01-23456789abcd",
      "0190a5c-27a2b-7cde-8f01-23456789abcd",
      "0190a5c2-7a2b-7cde-8f01--3456789abcd",
      " 190a5c2-7a2b-7cde-8f01-23456789abcd",
      std::string_view("0190a5c2-7a2b-7cde-8f01-23456789abc\0", 36),
      "0190a5c2-7a2b-7cde-8f01-23456789ab\xC3\xA9",
  };
  for (const std::string_view text : kCases) EXPECT_FALSE(EventId::Parse(text)) << text;
}

TEST(EventIdTest, IsOrderedByBytes) {
  const char* kAscending[] = {
      "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000100",
      "0190a5c2-7a2b-7cde-8f01-23456789abcd", "7fffffff-ffff-ffff-ffff-ffffffffffff",
      "80000000-0000-0000-0000-000000000000", "ffffffff-0000-0000-0000-000000000000"};
  for (size_t i = 1; i < std::size(kAscending); ++i) {
    EXPECT_LT(EventId::Parse(kAscending[i - 1]), EventId::Parse(kAscending[i]));
  }
}

}  // namespace
}  // namespace jurimeter
