#include "storage/postgres/sql_text.h"

#include <charconv>
#include <utility>

#include "domain/values/calendar.h"
#include "domain/values/require.h"

namespace jurimeter::storage {
namespace {

constexpr char kHexDigits[] = "0123456789abcdef";
constexpr int64_t kMicrosPerSecond = 1'000'000;
constexpr int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

// Writes `value` as `width` digits that end before `end`.
void WriteDigits(int64_t value, int width, char* end) {
  for (int i = 0; i < width; ++i, value /= 10) *--end = static_cast<char>('0' + value % 10);
}

}  // namespace

void AppendInteger(int64_t value, std::string* out) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out->append(digits, end);
}

void AppendDay(absl::CivilDay day, std::string* out) {
  JURIMETER_REQUIRE(0 <= day.year() && day.year() <= 9999);
  char text[] = "yyyy-mm-dd";
  WriteDigits(day.year(), 4, text + 4);
  WriteDigits(day.month(), 2, text + 7);
  WriteDigits(day.day(), 2, text + 10);
  out->append(text, sizeof text - 1);
}

void AppendTimestamp(absl::Time time, std::string* out) {
  const int64_t micros = absl::ToUnixMicros(time);
  int64_t day = micros / kMicrosPerDay;
  int64_t rest = micros % kMicrosPerDay;
  if (rest < 0) {
    --day;
    rest += kMicrosPerDay;
  }
  AppendDay(DayFromNumber(static_cast<int32_t>(day)), out);
  const int64_t seconds = rest / kMicrosPerSecond;
  char text[] = " hh:mm:ss.ffffff+00";
  WriteDigits(seconds / 3600, 2, text + 3);
  WriteDigits(seconds / 60 % 60, 2, text + 6);
  WriteDigits(seconds % 60, 2, text + 9);
  WriteDigits(rest % kMicrosPerSecond, 6, text + 16);
  out->append(text, sizeof text - 1);
}

void AppendUuid(const EventId& id, std::string* out) {
  // PostgreSQL takes the hyphens or leaves them.
  char digits[32];
  char* next = digits;
  for (const uint8_t byte : id.bytes()) {
    *next++ = kHexDigits[byte >> 4];
    *next++ = kHexDigits[byte & 15];
  }
  out->append(digits, sizeof digits);
}

void ArrayText::AddInteger(int64_t value) {
  Separate();
  AppendInteger(value, &text_);
}

void ArrayText::AddText(std::string_view text) {
  Separate();
  text_.push_back('"');
  for (const char byte : text) {
    if (byte == '"' || byte == '\\') text_.push_back('\\');
    text_.push_back(byte);
  }
  text_.push_back('"');
}

std::string ArrayText::Finish() {
  text_.push_back('}');
  std::string finished = std::move(text_);
  text_.assign(1, '{');
  return finished;
}

void ArrayText::Separate() {
  if (text_.size() > 1) text_.push_back(',');
}

}  // namespace jurimeter::storage
