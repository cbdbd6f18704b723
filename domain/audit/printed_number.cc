#include "domain/audit/printed_number.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/audit/whole_pairs.h"
#include "domain/values/text.h"

namespace jurimeter::audit {
namespace {

using absl::int128;

struct SignWord {
  std::string_view text;
  PrintedSign sign;
};
constexpr SignWord kSignWords[] = {
    {"+", PrintedSign::kPlus},     {"-", PrintedSign::kMinus},    {"−", PrintedSign::kMinus},
    {"增长", PrintedSign::kPlus},  {"上升", PrintedSign::kPlus},  {"增加", PrintedSign::kPlus},
    {"提高", PrintedSign::kPlus},  {"下降", PrintedSign::kMinus}, {"减少", PrintedSign::kMinus},
    {"降低", PrintedSign::kMinus},
};

struct WordText {
  std::string_view text;
  BoundWord word;
};
// The longer of two with the same beginning stands first.
constexpr WordText kWordsBefore[] = {
    {"超过", BoundWord::kChao}, {"超", BoundWord::kChao},   {"逾", BoundWord::kChao},
    {"近", BoundWord::kJin},    {"不足", BoundWord::kBuzu}, {"不到", BoundWord::kBuzu},
    {"约", BoundWord::kYue},    {"上", BoundWord::kShang},
};
constexpr WordText kWordsWithin[] = {{"余", BoundWord::kYu}, {"多", BoundWord::kYu}};
constexpr WordText kWordsBehind[] = {
    {"余", BoundWord::kYu},      {"多", BoundWord::kYu},      {"以上", BoundWord::kYishang},
    {"以内", BoundWord::kYinei}, {"以下", BoundWord::kYinei}, {"左右", BoundWord::kYue},
};

struct PowerWord {
  std::string_view text;
  int exponent;
};
constexpr PowerWord kSmallPowers[] = {{"十", 1}, {"百", 2}, {"千", 3}};
constexpr PowerWord kLargePowers[] = {{"万", 4}, {"亿", 8}};

struct UnitSign {
  std::string_view text;
  PrintedUnit unit;
};
constexpr UnitSign kUnitSigns[] = {{"%", PrintedUnit::kPercent},
                                   {"％", PrintedUnit::kPercent},
                                   {"‰", PrintedUnit::kPermille},
                                   {"倍", PrintedUnit::kTimes}};

bool Consume(std::string_view* rest, std::string_view text) {
  if (rest->substr(0, text.size()) != text) return false;
  rest->remove_prefix(text.size());
  return true;
}

// Takes the entry of `table` that `rest` begins with off `rest`; null if there is none.
template <typename Table>
auto ConsumeOne(std::string_view* rest, const Table& table) -> decltype(&table[0]) {
  for (const auto& entry : table) {
    if (Consume(rest, entry.text)) return &entry;
  }
  return nullptr;
}

// Reads one number, from its front to its back.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), rest_(text) {}

  Checked<PrintedNumber, std::string> Read() {
    if (const SignWord* sign = ConsumeOne(&rest_, kSignWords)) number_.sign = sign->sign;
    ReadWord(kWordsBefore);
    ReadDigits();
    ReadWord(kWordsWithin);
    ReadPowers();
    ReadWord(kWordsWithin);
    if (const UnitSign* sign = ConsumeOne(&rest_, kUnitSigns)) number_.unit = sign->unit;
    ReadWord(kWordsBehind);
    if (fault_.empty()) Finish();
    if (fault_.empty()) return number_;
    return absl::StrCat("is ", ToAbsl(Quoted(text_)), "; ", fault_);
  }

 private:
  void Refuse(const std::string& expectation) {
    if (fault_.empty()) fault_ = expectation;
  }

  template <typename Table>
  void ReadWord(const Table& table) {
    const WordText* found = ConsumeOne(&rest_, table);
    if (found == nullptr) return;
    if (number_.word) Refuse("expected one word such as 余, 以上 or 近, not two");
    number_.word = found->word;
  }

  void ReadDigits() {
    bool behind_point = false;
    for (; !rest_.empty() && (absl::ascii_isdigit(rest_[0]) || rest_[0] == '.');
         rest_.remove_prefix(1)) {
      if (rest_[0] == '.') {
        if (behind_point || !has_digits_) return Refuse("expected one point between digits");
        behind_point = true;
        continue;
      }
      const int64_t digit = rest_[0] - '0';
      if (number_.digits > (kMaxCount - digit) / 10) {
        return Refuse(absl::StrCat("expected at most ", kMaxCount));
      }
      number_.digits = number_.digits * 10 + digit;
      has_digits_ = true;
      if (behind_point) ++number_.decimals;
    }
    if (behind_point && number_.decimals == 0) Refuse("expected digits behind the point");
    if (number_.decimals > kMaxDecimals) {
      Refuse(absl::StrCat("expected at most ", kMaxDecimals, " digits behind the point"));
    }
  }

  void ReadPowers() {
    if (const PowerWord* small = ConsumeOne(&rest_, kSmallPowers)) {
      number_.exponent += small->exponent;
    }
    for (const PowerWord& large : kLargePowers) {
      if (Consume(&rest_, large.text)) number_.exponent += large.exponent;
    }
    if (has_digits_ || number_.exponent == 0) return;
    // 千余, 上百亿: the power is the number.
    number_.digits = 1;
    has_digits_ = true;
  }

  void Finish() {
    if (!has_digits_ || !rest_.empty()) {
      return Refuse("expected a number such as 99.38%, 2.96倍, 500余, 95%以上 or 36.39万");
    }
    if (number_.digits == 0 && number_.sign == PrintedSign::kMinus) {
      return Refuse("expected no sign before zero");
    }
    if (!number_.word) return;
    if (number_.digits == 0) return Refuse("expected no bound on zero");
    while (number_.digits / number_.step % 10 == 0) number_.step *= 10;
  }

  std::string_view text_;
  std::string_view rest_;
  PrintedNumber number_;
  bool has_digits_ = false;
  std::string fault_;
};

// The values that are rounded to `doubled`, in halves of a unit. Rounding is to 2 * step of them.
MagnitudeRange Rounded(int128 doubled, int128 step, Rounding rounding) {
  const bool zero = doubled == 0;
  switch (rounding) {
    case Rounding::kHalfUp:
      return {zero ? int128(0) : doubled - step, doubled + step, false, true, false};
    case Rounding::kHalfEven: {
      const bool odd = doubled / (2 * step) % 2 != 0;
      return {zero ? int128(0) : doubled - step, doubled + step, odd, odd, false};
    }
    case Rounding::kDown:
      return {doubled, doubled + 2 * step, false, true, false};
    case Rounding::kUp:
      return {zero ? int128(0) : doubled - 2 * step, doubled, !zero, false, false};
  }
  return {};
}

}  // namespace

Checked<PrintedNumber, std::string> ParsePrintedNumber(std::string_view text) {
  return Reader(text).Read();
}

MagnitudeRange MagnitudeOf(const PrintedNumber& number, Rounding rounding) {
  const int128 doubled = int128(number.digits) * 2;
  const int128 step = number.step;
  if (!number.word) return Rounded(doubled, step, rounding);
  switch (*number.word) {
    case BoundWord::kYu:
      return {doubled, doubled + 2 * step, true, true, false};
    case BoundWord::kChao:
      return {doubled, 0, true, true, true};
    case BoundWord::kYishang:
    case BoundWord::kShang:
      return {doubled, 0, false, true, true};
    case BoundWord::kYinei:
      return {0, doubled, false, false, false};
    case BoundWord::kJin:
      return {doubled - 2 * step, doubled, true, true, false};
    case BoundWord::kBuzu:
      return {0, doubled, false, true, false};
    case BoundWord::kYue:
      return Rounded(doubled, step, rounding);
  }
  return {};
}

}  // namespace jurimeter::audit
