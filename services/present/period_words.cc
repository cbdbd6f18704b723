#include "services/present/period_words.h"

#include <cstdint>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "domain/values/digits.h"
#include "domain/values/period.h"
#include "domain/values/text.h"

namespace jurimeter::present {
namespace {

absl::Status Unread(const std::string& word, const char* what, const char* expected) {
  return absl::InvalidArgumentError(
      absl::StrCat(Quoted(word), " is no ", what, "; expected ", expected));
}

// Reads digits only; a sign or a blank makes it return false.
bool ReadNumber(absl::string_view text, int32_t* number) {
  return AreDigits({text.data(), text.size()}) && absl::SimpleAtoi(text, number);
}

bool ReadRange(const std::string& word, v1::DayRange* range) {
  const std::pair<std::string, std::string> ends = absl::StrSplit(word, absl::MaxSplits("..", 1));
  if (!ParseDay(ends.first) || !ParseDay(ends.second)) return false;
  range->set_first(ends.first);
  range->set_last(ends.second);
  return true;
}

}  // namespace

absl::StatusOr<v1::Period> PeriodFromWord(const std::string& word) {
  constexpr size_t kYearDigits = 4;
  v1::Period period;
  int32_t year;
  absl::string_view to_date = word;
  if (word.size() == kYearDigits && ReadNumber(word, &year)) {
    period.set_year(year);
  } else if (ParseHalfYear(word)) {
    period.set_half_year(word);
  } else if (ParseQuarter(word)) {
    period.set_quarter(word);
  } else if (ParseMonth(word)) {
    period.set_month(word);
  } else if (ParseDay(word)) {
    period.set_day(word);
  } else if (absl::ConsumePrefix(&to_date, "ytd:") && ParseDay(std::string(to_date))) {
    period.set_year_to_date(std::string(to_date));
  } else if (!ReadRange(word, period.mutable_range())) {
    return Unread(word, "period", kPeriodWords);
  }
  return period;
}

absl::StatusOr<v1::Comparison> ComparisonFromWord(const std::string& word) {
  v1::Comparison comparison;
  int32_t years = 1;
  absl::string_view count = word;
  if (word == "period-before") {
    comparison.mutable_period_before();
    return comparison;
  }
  const bool known = word == "year-before" ||
                     (absl::ConsumeSuffix(&count, "-years-before") && ReadNumber(count, &years));
  if (!known) return Unread(word, "comparison", kComparisonWords);
  comparison.set_years_before(years);
  return comparison;
}

absl::StatusOr<v1::Breakdown> BreakdownFromWord(const std::string& word) {
  v1::Breakdown breakdown;
  v1::BreakdownBy kind;
  int32_t digits;
  absl::string_view region = word;
  if (absl::ConsumePrefix(&region, "region:") && ReadNumber(region, &digits)) {
    breakdown.set_region_digits(digits);
  } else if (word == absl::AsciiStrToLower(word) && word != "unspecified" &&
             v1::BreakdownBy_Parse(absl::StrCat("BREAKDOWN_BY_", absl::AsciiStrToUpper(word)),
                                   &kind)) {
    breakdown.set_kind(kind);
  } else {
    return Unread(word, "breakdown", kBreakdownWords);
  }
  return breakdown;
}

}  // namespace jurimeter::present
