#include "domain/figures/double_stock.h"

#include <cstdint>
#include <optional>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "domain/figures/message_number.h"
#include "domain/values/calendar.h"
#include "domain/values/fraction.h"
#include "domain/values/int128_math.h"

namespace jurimeter {
namespace {

const RuleSpec& Rule() {
  static const auto& rule =
      *new RuleSpec{.code = kDoubleStockCode,
                    .name_zh = "同一存量既按类别又不按类别报送",
                    .name_en = "Stock reported both with and without categories",
                    .rule = {}};
  return rule;
}

std::string LevelText(const Indicator& stock, absl::int128 level) {
  const Fraction number(level, PowerOfTen(stock.quantity_decimals));
  return MessageNumber(stock, number, stock.spec.display);
}

Breach MakeBreach(const Indicator& stock, const Bureau& bureau, const Period& period,
                  absl::int128 without, absl::int128 within) {
  const std::string& code = stock.spec.code;
  Breach breach = {&Rule(), &bureau, period, {}, ""};
  breach.numbers = {{code, LevelText(stock, without)}, {code, LevelText(stock, within)}};
  breach.text = absl::StrCat(bureau.spec.code, ", ", DayText(period.first), " to ",
                             DayText(period.last), ": ", code, " ", breach.numbers[0].number,
                             " without a category and ", breach.numbers[1].number,
                             " in categories; expected one of both to be 0, since they are added");
  return breach;
}

}  // namespace

void AddDoubleStocks(const Indicator& stock, const Question& question, BureauTables* tables,
                     std::vector<Breach>* breaches) {
  const int32_t day = DayNumber(question.period.last);
  const BureauTable& without = tables->Levels(stock.key, kNoCategory, day);
  if (without.empty()) return;
  const BureauTable& all = tables->Levels(stock.key, std::nullopt, day);
  for (const Scope::Member& member : question.scope.members()) {
    const auto found = without.find(member.bureau->key);
    if (found == without.end() || Clipped(member, {day, day}).empty()) continue;
    const absl::int128 none = found->second.total;
    const absl::int128 within = all.at(member.bureau->key).total - none;
    if (none == 0 || within == 0) continue;
    breaches->push_back(MakeBreach(stock, *member.bureau, question.period, none, within));
  }
}

}  // namespace jurimeter
