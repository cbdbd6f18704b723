#include "domain/event/event_id.h"

#include <algorithm>
#include <cstddef>

namespace jurimeter {
namespace {

constexpr size_t kTextBytes = 36;

constexpr bool IsHyphenPlace(size_t place) {
  return place == 8 || place == 13 || place == 18 || place == 23;
}

// The value of a hexadecimal digit; -1 of anything else.
constexpr int DigitValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::optional<EventId> EventId::Parse(std::string_view text) {
  if (text.size() != kTextBytes) return std::nullopt;
  std::array<uint8_t, 16> bytes;
  size_t filled = 0;
  for (size_t place = 0; place < kTextBytes;) {
    if (IsHyphenPlace(place)) {
      if (text[place] != '-') return std::nullopt;
      ++place;
      continue;
    }
    const int high = DigitValue(text[place]);
    const int low = DigitValue(text[place + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes[filled++] = static_cast<uint8_t>(high * 16 + low);
    place += 2;
  }
  if (std::ranges::all_of(bytes, [](uint8_t byte) { return byte == 0; })) return std::nullopt;
  return EventId(bytes);
}

std::string EventId::ToString() const {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(kTextBytes);
  for (const uint8_t byte : bytes_) {
    if (IsHyphenPlace(text.size())) text.push_back('-');
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 0xF]);
  }
  return text;
}

}  // namespace jurimeter
