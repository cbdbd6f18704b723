#include "domain/audit/claim.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "domain/values/text.h"

namespace jurimeter::audit {
namespace {

using absl::int128;

constexpr std::string_view kRangeSign = "..";

int128 PowerOfTen(int exponent) {
  int128 power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

int ShiftOf(PrintedUnit unit) {
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

absl::Status Refusal(std::string_view text, std::string_view expectation) {
  return absl::InvalidArgumentError(
      absl::StrCat("is ", ToAbsl(Quoted(text)), "; ", ToAbsl(expectation)));
}

int64_t ClampCount(int128 count) {
  return static_cast<int64_t>(std::clamp(count, int128(0), int128(kMaxCount)));
}

KnownCount CountOf(const PrintedNumber& number, Rounding rounding) {
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

absl::StatusOr<KnownCounts> ParsePrintedCount(std::string_view text) {
  const absl::StatusOr<PrintedNumber> number = ParsePrintedNumber(text);
  if (!number.ok()) return number.status();
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
      counts[i] = CountOf(*number, kRoundings[i]);
    }
  }
  return counts;
}

// One end of a range: nothing, or a whole number.
absl::StatusOr<int64_t> ParseEnd(std::string_view text, std::string_view end, int64_t otherwise) {
  if (end.empty()) return otherwise;
  const absl::StatusOr<KnownCounts> counts = ParsePrintedCount(end);
  if (!counts.ok()) return counts.status();
  if (!counts->front().exact()) return Refusal(text, "expected whole numbers on both sides of ..");
  return counts->front().min;
}

absl::StatusOr<KnownCounts> ParseRange(std::string_view text, size_t place) {
  const std::string_view last = text.substr(place + kRangeSign.size());
  const absl::StatusOr<int64_t> min = ParseEnd(text, text.substr(0, place), 0);
  if (!min.ok()) return min.status();
  const absl::StatusOr<int64_t> max = ParseEnd(text, last, kMaxCount);
  if (!max.ok()) return max.status();
  if (*min > *max) return Refusal(text, "expected the smaller number before ..");
  KnownCounts counts;
  counts.fill({*min, *max, !last.empty()});
  return counts;
}

// Collects the faults of one claim.
class ClaimReader {
 public:
  void Read(const ClaimText& text, FigureClaim* claim) {
    const bool of_periods = text.kind == ClaimKind::kGrowth || text.kind == ClaimKind::kMultiple;
    claim->kind = text.kind;
    if (text.kind == ClaimKind::kUnspecified) {
      Refuse("kind", "is not given; expected ratio, share, growth or multiple");
    }
    ReadPrinted(text, &claim->printed);
    claim->numerator = ReadCount("numerator", text.numerator, !of_periods);
    claim->denominator = ReadCount("denominator", text.denominator, !of_periods);
    KnownCounts current = ReadCount("current", text.current, of_periods);
    KnownCounts prior = ReadCount("prior", text.prior, of_periods);
    if (of_periods) {
      claim->numerator = current;
      claim->denominator = prior;
    }
    RequirePositive(of_periods ? "prior" : "denominator", &claim->denominator);
  }

  Violations Take() { return std::move(faults_); }

 private:
  void Refuse(const char* field, std::string description) {
    faults_.push_back({field, std::move(description)});
  }

  void RefusePrinted(std::string_view text, std::string_view expectation) {
    Refuse("printed", std::string(Refusal(text, expectation).message()));
  }

  void ReadPrinted(const ClaimText& text, PrintedNumber* printed) {
    const absl::StatusOr<PrintedNumber> number = ParsePrintedNumber(text.printed);
    if (!number.ok()) return Refuse("printed", std::string(number.status().message()));
    *printed = *number;
    const bool growth = text.kind == ClaimKind::kGrowth;
    const PrintedUnit unit = number->unit;
    if (number->exponent != 0) {
      RefusePrinted(text.printed, "expected digits only before the unit");
    }
    if (!growth && number->sign != PrintedSign::kNone) {
      RefusePrinted(text.printed, "expected a sign only of a growth");
    }
    if (growth && unit == PrintedUnit::kNone) RefusePrinted(text.printed, "expected %, ‰ or 倍");
    const bool hundredths = unit == PrintedUnit::kPercent || unit == PrintedUnit::kPermille;
    if (text.kind == ClaimKind::kShare && !hundredths) {
      RefusePrinted(text.printed, "expected % or ‰");
    }
  }

  KnownCounts ReadCount(const char* field, std::string_view text, bool belongs) {
    if (!belongs && !text.empty()) {
      Refuse(field,
             std::string(Refusal(text, "expected nothing of this kind of figure").message()));
      return {};
    }
    const absl::StatusOr<KnownCounts> counts = ParseKnownCounts(text);
    if (counts.ok()) return *counts;
    Refuse(field, std::string(counts.status().message()));
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

  Violations faults_;
};

}  // namespace

absl::StatusOr<KnownCounts> ParseKnownCounts(std::string_view text) {
  if (text.empty()) return KnownCounts{};
  const size_t range = text.find(kRangeSign);
  return range == std::string_view::npos ? ParsePrintedCount(text) : ParseRange(text, range);
}

Violations ReadClaim(const ClaimText& text, FigureClaim* claim) {
  ClaimReader reader;
  reader.Read(text, claim);
  return reader.Take();
}

RatioInterval IntervalOf(const PrintedNumber& printed, ClaimKind kind, Rounding rounding) {
  MagnitudeRange range = MagnitudeOf(printed, rounding);
  const int128 under = 2 * PowerOfTen(printed.decimals + ShiftOf(printed.unit));
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
