#include "domain/ledger/canonical_bytes.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "absl/strings/escaping.h"

namespace jurimeter {
namespace {

std::string Hex(std::string_view bytes) {
  return absl::BytesToHexString(absl::string_view(bytes.data(), bytes.size()));
}

EventContent SomeEvent() {
  return {.bureau = "justice",
          .event_id = *EventId::Parse("0190a5c2-7a2b-7cde-8f01-23456789abcd"),
          .indicator = "cases.received",
          .category = "",
          .principal = "nobody",
          .occurred_at = absl::FromUnixMicros(-2),
          .occurred_on = 2,
          .quantity = 258,
          .subject = std::nullopt};
}

constexpr char kSomeEvent[] =
    "01"
    "0190a5c27a2b7cde8f0123456789abcd"
    "fffffffffffffffe"
    "00000002"
    "0000000000000102"
    "00000007"
    "6a757374696365"
    "0000000e"
    "63617365732e7265636569766564"
    "00000000"
    "00000006"
    "6e6f626f6479";

TEST(CanonicalBytesTest, OfAnEventAreAsDocumented) {
  std::string bytes = "before";
  AppendEvent(SomeEvent(), &bytes);
  EXPECT_EQ(bytes.substr(0, 6), "before");
  EXPECT_EQ(Hex(bytes.substr(6)), std::string(kSomeEvent) + "00");
}

TEST(CanonicalBytesTest, OfAnEventHaveTheDigestOfItsSubject) {
  EventContent event = SomeEvent();
  event.subject = Sha256("abc");
  std::string bytes;
  AppendEvent(event, &bytes);
  EXPECT_EQ(Hex(bytes), std::string(kSomeEvent) +
                            "01"
                            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(CanonicalBytesTest, ASubjectIsHashedBehindItsSeal) {
  EXPECT_EQ(CommitToSubject("0123456789abcdef", "案"), Sha256("0123456789abcdef案"));
}

TEST(CanonicalBytesTest, OfARetractionAreAsDocumented) {
  const EventId event = *EventId::Parse("00000000-0000-0000-0000-000000000001");
  const EventId request = *EventId::Parse("00000000-0000-0000-0000-000000000002");
  const EventId other = *EventId::Parse("00000000-0000-0000-0000-000000000003");
  std::string bytes;
  AppendRetraction({.bureau = "b",
                    .event_id = event,
                    .request_id = request,
                    .replaced_by = std::nullopt,
                    .principal = "p",
                    .reason = "错"},
                   &bytes);
  const std::string ids =
      "06"
      "00000000000000000000000000000001"
      "00000000000000000000000000000002";
  const std::string texts =
      "00000001"
      "62"
      "00000001"
      "70"
      "00000003"
      "e99499";
  EXPECT_EQ(Hex(bytes), ids + "00" + texts);
  bytes.clear();
  AppendRetraction({.bureau = "b",
                    .event_id = event,
                    .request_id = request,
                    .replaced_by = other,
                    .principal = "p",
                    .reason = "错"},
                   &bytes);
  EXPECT_EQ(Hex(bytes), ids + "01" + "00000000000000000000000000000003" + texts);
}

TEST(CanonicalBytesTest, OfAnErasureAreAsDocumented) {
  std::string bytes;
  AppendErasure(*EventId::Parse("00000000-0000-0000-0000-000000000001"), "b", "p", "r", &bytes);
  EXPECT_EQ(Hex(bytes),
            "07"
            "00000000000000000000000000000001"
            "00000001"
            "62"
            "00000001"
            "70"
            "00000001"
            "72");
}

TEST(CanonicalBytesTest, OfAClosingAndAReopeningAreAsDocumented) {
  ClosingContent content = {.request_id = *EventId::Parse("00000000-0000-0000-0000-000000000001"),
                            .reopens = std::nullopt,
                            .days = {-1, 258},
                            .scope = "all",
                            .principal = "p",
                            .reason = "错"};
  const std::string id = "00000000000000000000000000000001";
  const std::string rest =
      "ffffffff"
      "00000102"
      "00000003"
      "616c6c"
      "00000001"
      "70"
      "00000003"
      "e99499";
  std::string bytes;
  AppendClosing(content, &bytes);
  EXPECT_EQ(Hex(bytes), "08" + id + rest);
  bytes.clear();
  content.reopens = 258;
  AppendClosing(content, &bytes);
  EXPECT_EQ(Hex(bytes), "09" + id + "0000000000000102" + rest);
}

TEST(CanonicalBytesTest, OfAPartOfAClosingAreAsDocumented) {
  std::string bytes;
  AppendClosingPart("b", {-1, 258}, &bytes);
  EXPECT_EQ(Hex(bytes),
            "0a"
            "00000001"
            "62"
            "ffffffff"
            "00000102");
}

TEST(CanonicalBytesTest, OfACatalogAreAsDocumented) {
  std::string bytes;
  AppendCatalog("UTC", "ab", "p", &bytes);
  EXPECT_EQ(Hex(bytes),
            "02"
            "00000003"
            "555443"
            "00000002"
            "6162"
            "00000001"
            "70");
}

TEST(CanonicalBytesTest, OfAnAccessListAreAsDocumented) {
  std::string bytes;
  AppendAccessList("ab", "p", &bytes);
  EXPECT_EQ(Hex(bytes),
            "0b"
            "00000002"
            "6162"
            "00000001"
            "70");
}

TEST(CanonicalBytesTest, OfKeysAreAsDocumented) {
  std::string bytes;
  AppendBureauKey(1, "b", &bytes);
  EXPECT_EQ(Hex(bytes),
            "03"
            "00000001"
            "00000001"
            "62");
  bytes.clear();
  AppendIndicatorKey(258, "i", "flow", 2, &bytes);
  EXPECT_EQ(Hex(bytes),
            "04"
            "00000102"
            "00000001"
            "69"
            "00000004"
            "666c6f77"
            "00000002");
  bytes.clear();
  AppendCategoryKey(3, 258, "c", &bytes);
  EXPECT_EQ(Hex(bytes),
            "05"
            "00000003"
            "00000102"
            "00000001"
            "63");
}

}  // namespace
}  // namespace jurimeter
