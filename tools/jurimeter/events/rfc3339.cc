#include "tools/jurimeter/events/rfc3339.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/time/civil_time.h"

namespace jurimeter::tools {
namespace {

constexpr int kLeapSecond = 60;

// Takes the parts of a text from its beginning. If a part is missing, the text is not sound.
class Parts {
 public:
  explicit Parts(std::string_view text) : rest_(text) {}

  // A number of exactly `digits` digits, from 0 to `most`.
  int Number(size_t digits, int most) {
    int number = 0;
    for (size_t place = 0; place < digits; ++place) {
      const char digit = Next("0123456789");
      if (!sound_) return 0;
      number = number * 10 + (digit - '0');
    }
    sound_ = sound_ && number <= most;
    return number;
  }

  // The next character, which must be one of `wanted`.
  char Next(std::string_view wanted) {
    sound_ = sound_ && !rest_.empty() && wanted.find(rest_.front()) != std::string_view::npos;
    if (!sound_) return '\0';
    const char taken = rest_.front();
    rest_.remove_prefix(1);
    return taken;
  }

  // A point and digits; zero if there is no point.
  absl::Duration Fraction() {
    if (!rest_.starts_with('.')) return absl::ZeroDuration();
    rest_.remove_prefix(1);
    sound_ = sound_ && !rest_.empty() && absl::ascii_isdigit(rest_.front());
    int64_t nanoseconds = 0;
    for (int64_t unit = 100'000'000; !rest_.empty() && absl::ascii_isdigit(rest_.front());
         unit /= 10) {
      nanoseconds += unit * (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return absl::Nanoseconds(nanoseconds);
  }

  absl::Duration Offset() {
    const char sign = Next("Zz+-");
    if (sign == 'Z' || sign == 'z') return absl::ZeroDuration();
    const int hours = Number(2, 23);
    Next(":");
    const int minutes = Number(2, 59);
    const absl::Duration offset = absl::Hours(hours) + absl::Minutes(minutes);
    return sign == '-' ? -offset : offset;
  }

  bool sound() const { return sound_; }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  bool sound_ = true;
};

bool EndsMonth(absl::Time second) {
  const absl::CivilSecond next = absl::ToCivilSecond(second, absl::UTCTimeZone()) + 1;
  return next == absl::CivilSecond(absl::CivilMonth(next));
}

}  // namespace

std::optional<absl::Time> ParseRfc3339(std::string_view text) {
  Parts parts(text);
  const int year = parts.Number(4, 9999);
  parts.Next("-");
  const int month = parts.Number(2, 12);
  parts.Next("-");
  const int day = parts.Number(2, 31);
  parts.Next("Tt ");
  const int hour = parts.Number(2, 23);
  parts.Next(":");
  const int minute = parts.Number(2, 59);
  parts.Next(":");
  const int second = parts.Number(2, kLeapSecond);
  const absl::Duration fraction = parts.Fraction();
  const absl::Duration offset = parts.Offset();
  if (!parts.sound() || !parts.at_end()) return std::nullopt;

  const bool leap = second == kLeapSecond;
  const absl::CivilSecond civil(year, month, day, hour, minute, leap ? kLeapSecond - 1 : second);
  // absl::CivilSecond turns a day that the month does not have into another day.
  if (civil.month() != month || civil.day() != day) return std::nullopt;
  const absl::Time whole = absl::FromCivil(civil, absl::UTCTimeZone()) - offset;
  if (!leap) return whole + fraction;
  if (!EndsMonth(whole)) return std::nullopt;
  return whole + absl::Seconds(1) - absl::Microseconds(1);
}

}  // namespace jurimeter::tools
