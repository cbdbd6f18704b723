#include "domain/audit/claim.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/values/int128_math.h"
#include "domain/values/text.h"

namespace jurimeter::audit {
namespace {

using absl::int128;

constexpr std::string_view kRangeSign = "..";

int ShiftOfUnit(PrintedUnit unit) {
  switch (unit) {
    case PrintedUnit::kPercent:
      return 2;
    case PrintedUnit::kPermille:
      return 3;
    case PrintedUnit::kNone:
    case PrintedUnit::kTimes:
      return 0;
  }
  return 0;
}

std::string Refusal(std::string_view text, std::string_view expectation) {
  return absl::StrCat("is ", ToAbsl(Quoted(text)), "; ", ToAbsl(expectation));
}

int64_t ClampCount(int128 count) {
  return static_cast<int64_t>(std::clamp(count, int128(0), int128(kMaxCount)));
}

KnownCount CountPrintedAs(const PrintedNumber& number, Rounding rounding) {
  const MagnitudeRange range = MagnitudeOf(number, rounding);
  const int128 under = 2 * PowerOfTen(number.decimals);
  const int128 factor = PowerOfTen(number.exponent);
  KnownCount count;
  count.min = ClampCount(LeastWithin({range.low, under, range.low_open}, factor));
  if (range.unlimited) return count;
  count.max = ClampCount(GreatestWithin({range.high, under, range.high_open}, factor));
  count.limited = true;
  return count;
}

Checked<KnownCounts, std::string> ParsePrintedCount(std::string_view text) {
  const Checked<PrintedNumber, std::string> number = ParsePrintedNumber(text);
  if (!number.ok()) return number.faults();
  if (number->unit != PrintedUnit::kNone || number->sign != PrintedSign::kNone) {
    return Refusal(text, "expected a count, without a sign and without a unit");
  }
  if (number->decimals > number->exponent) {
    return Refusal(text, "expected a whole number");
  }
  if (int128(number->digits) * PowerOfTen(number->exponent - number->decimals) > kMaxCount) {
    return Refusal(text, absl::StrCat("expected at most ", kMaxCount));
  }
  KnownCounts counts;
  for (size_t i = 0; i < counts.size(); ++i) {
    if (number->exponent == 0 && !number->word) {
      counts[i] = {number->digits, number->digits, true};
    } else {
      counts[i] = CountPrintedAs(*number, kRoundings[i]);
    }
  }
  return counts;
}

// One end of a range: nothing, or a whole number.
Checked<int64_t, std::string> ParseEnd(std::string_view text, std::string_view end,
                                       int64_t otherwise) {
  if (end.empty()) return otherwise;
  const Checked<KnownCounts, std::string> counts = ParsePrintedCount(end);
  if (!counts.ok()) return counts.faults();
  if (!counts->front().exact()) return Refusal(text, "expected whole numbers on both sides of ..");
  return counts->front().min;
}

Checked<KnownCounts, std::string> ParseRange(std::string_view text, size_t place) {
  const std::string_view last = text.substr(place + kRangeSign.size());
  const Checked<int64_t, std::string> min = ParseEnd(text, text.substr(0, place), 0);
  if (!min.ok()) return min.faults();
  const Checked<int64_t, std::string> max = ParseEnd(text, last, kMaxCount);
  if (!max.ok()) return max.faults();
  if (*min > *max) return Refusal(text, "expected the smaller number before ..");
  KnownCounts counts;
  counts.fill({*min, *max, !last.empty()});
  return counts;
}

// Collects the faults of one claim.
class ClaimReader {
 public:
  explicit ClaimReader(const ClaimText& text) : text_(text) {}

  Checked<FigureClaim> Read() && {
    FigureClaim claim;
    ReadAll(&claim);
    if (!faults_.empty()) return std::move(faults_);
    return claim;
  }

 private:
  void ReadAll(FigureClaim* claim) {
    const bool of_periods = text_.kind == ClaimKind::kGrowth || text_.kind == ClaimKind::kMultiple;
    claim->kind = text_.kind;
    if (text_.kind == ClaimKind::kUnspecified) {
      Refuse("kind", "is not given; expected ratio, share, growth or multiple");
    }
    ReadPrinted(&claim->printed);
    claim->numerator = ReadCount("numerator", text_.numerator, !of_periods);
    claim->denominator = ReadCount("denominator", text_.denominator, !of_periods);
    KnownCounts current = ReadCount("current", text_.current, of_periods);
    KnownCounts prior = ReadCount("prior", text_.prior, of_periods);
    if (of_periods) {
      claim->numerator = current;
      claim->denominator = prior;
    }
    RequirePositive(of_periods ? "prior" : "denominator", &claim->denominator);
  }

  void Refuse(const char* field, std::string description) {
    faults_.push_back({field, std::move(description)});
  }

  void RefusePrinted(std::string_view text, std::string_view expectation) {
    Refuse("printed", Refusal(text, expectation));
  }

  void ReadPrinted(PrintedNumber* printed) {
    const Checked<PrintedNumber, std::string> number = ParsePrintedNumber(text_.printed);
    if (!number.ok()) return Refuse("printed", number.faults());
    *printed = *number;
    const bool growth = text_.kind == ClaimKind::kGrowth;
    const PrintedUnit unit = number->unit;
    if (number->exponent != 0) {
      RefusePrinted(text_.printed, "expected digits only before the unit");
    }
    if (!growth && number->sign != PrintedSign::kNone) {
      RefusePrinted(text_.printed, "expected a sign only of a growth");
    }
    if (growth && unit == PrintedUnit::kNone) RefusePrinted(text_.printed, "expected %, ‰ or 倍");
    const bool hundredths = unit == PrintedUnit::kPercent || unit == PrintedUnit::kPermille;
    if (text_.kind == ClaimKind::kShare && !hundredths) {
      RefusePrinted(text_.printed, "expected % or ‰");
    }
  }

  KnownCounts ReadCount(const char* field, std::string_view text, bool belongs) {
    if (!belongs && !text.empty()) {
      Refuse(field, Refusal(text, "expected nothing of this kind of figure"));
      return {};
    }
    const Checked<KnownCounts, std::string> counts = ParseKnownCounts(text);
    if (counts.ok()) return *counts;
    Refuse(field, counts.faults());
    return {};
  }

  void RequirePositive(const char* field, KnownCounts* counts) {
    for (KnownCount& count : *counts) {
      if (count.max < 1) {
        return Refuse(field, "is 0; expected at least 1, since nothing is divided by zero");
      }
      count.min = std::max<int64_t>(count.min, 1);
    }
  }

  const ClaimText& text_;
  Violations faults_;
};

}  // namespace

Checked<KnownCounts, std::string> ParseKnownCounts(std::string_view text) {
  if (text.empty()) return KnownCounts{};
  const size_t range = text.find(kRangeSign);
  return range == std::string_view::npos ? ParsePrintedCount(text) : ParseRange(text, range);
}

Checked<FigureClaim> ReadClaim(const ClaimText& text) { return ClaimReader(text).Read(); }

RatioInterval IntervalOf(const PrintedNumber& printed, ClaimKind kind, Rounding rounding) {
  MagnitudeRange range = MagnitudeOf(printed, rounding);
  const int128 under = 2 * PowerOfTen(printed.decimals + ShiftOfUnit(printed.unit));
  if (printed.sign == PrintedSign::kMinus) {
    // A decline without a lower end still leaves a ratio of counts at 0.
    range = {range.unlimited ? -under : -range.high, -range.low,
             !range.unlimited && range.high_open, range.low_open, false};
  } else if (printed.digits == 0) {
    range = {-range.high, range.high, range.high_open, range.high_open, false};
  }
  const int128 offset = kind == ClaimKind::kGrowth ? under : int128(0);
  RatioInterval interval{.low = {range.low + offset, under, range.low_open},
                         .high = {range.high + offset, under, range.high_open}};
  if (range.unlimited) interval.high = {1, 0, true};
  if (interval.high.over < 0) return {.low = {0, 1, true}, .high = {0, 1, true}};
  if (interval.low.over < 0) interval.low = {0, under, false};
  if (kind == ClaimKind::kShare && (interval.high.infinite() || interval.high.over > under)) {
    interval.high = {under, under, false};
  }
  return interval;
}

}  // namespace jurimeter::audit
