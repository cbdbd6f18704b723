#include "domain/catalog/admission.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/catalog/definition.h"
#include "domain/event/event_refusal.h"
#include "domain/values/calendar.h"
#include "domain/values/period.h"
#include "domain/values/quantity.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

// Categories that a refusal lists, so that it stays short enough for an error's details.
constexpr size_t kMaxListedCategories = 10;

using Reason = RefusalReason;

void Refuse(Reason reason, std::string description, EventRefusals* refusals) {
  refusals->emplace_back(reason, std::move(description));
}

// Refuses a text for its own sake; false if it is sound.
bool RefuseText(Reason reason, std::string_view text, EventRefusals* refusals) {
  Checked<std::string_view, std::string> kept = CheckText(text);
  if (kept.ok()) return false;
  Refuse(reason, std::move(kept).faults(), refusals);
  return true;
}

// The reasons to refuse a code, by what is wrong with it.
struct CodeReasons {
  Reason missing;
  Reason not_text;
  Reason unknown;
};

constexpr CodeReasons kBureau = {Reason::kBureauMissing, Reason::kBureauNotText,
                                 Reason::kBureauUnknown};
constexpr CodeReasons kIndicator = {Reason::kIndicatorMissing, Reason::kIndicatorNotText,
                                    Reason::kIndicatorUnknown};

// Refuses a code that `what` does not have.
void RefuseCode(const CodeReasons& reasons, std::string_view code, std::string_view what,
                EventRefusals* refusals) {
  if (code.empty()) {
    Refuse(reasons.missing, absl::StrCat("missing; expected the code of ", ToAbsl(what)), refusals);
  } else if (!RefuseText(reasons.not_text, code, refusals)) {
    Refuse(
        reasons.unknown,
        absl::StrCat(Quoted(code), " is not in the catalog; expected the code of ", ToAbsl(what)),
        refusals);
  }
}

void CheckReportable(const Indicator& indicator, EventRefusals* refusals) {
  if (!indicator.derived()) return;
  const std::string operands = absl::StrJoin(
      OperandsOf(indicator.spec.definition), " and ",
      [](std::string* out, const Operand& operand) { absl::StrAppend(out, ToAbsl(operand.code)); });
  Refuse(Reason::kIndicatorDerived,
         absl::StrCat(Quoted(indicator.spec.code), " is ", ToAbsl(KindName(indicator.kind)),
                      ", derived from ", operands, "; report on the flows and stocks behind it"),
         refusals);
}

std::string DeclaredCategories(const IndicatorSpec& spec) {
  std::string list;
  for (size_t place = 0; place < spec.categories.size(); ++place) {
    if (place == kMaxListedCategories) {
      absl::StrAppend(&list, " and ", spec.categories.size() - place, " more");
      break;
    }
    absl::StrAppend(&list, place == 0 ? "" : ", ", spec.categories[place].code);
  }
  return list;
}

void RefuseCategory(std::string_view category, const Indicator& indicator,
                    EventRefusals* refusals) {
  if (RefuseText(Reason::kCategoryNotText, category, refusals)) return;
  if (indicator.spec.categories.empty()) {
    Refuse(Reason::kCategoryUnknown,
           absl::StrCat(Quoted(category), " given, but ", indicator.spec.code,
                        " declares no categories; expected none"),
           refusals);
  } else {
    Refuse(Reason::kCategoryUnknown,
           absl::StrCat(Quoted(category), " is not a category of ", indicator.spec.code,
                        "; expected none or one of ", DeclaredCategories(indicator.spec)),
           refusals);
  }
}

// The key of the category. Its result means nothing if it added a refusal. `indicator` is null if
// it is not known.
CategoryKey AdmitCategory(std::string_view category, const Catalog& catalog,
                          const Indicator* indicator, EventRefusals* refusals) {
  if (category.empty()) return kNoCategory;
  if (indicator == nullptr) {
    RefuseText(Reason::kCategoryNotText, category, refusals);
    return kNoCategory;
  }
  const std::optional<CategoryKey> declared = catalog.FindCategory(*indicator, category);
  if (!declared) RefuseCategory(category, *indicator, refusals);
  return declared.value_or(kNoCategory);
}

// Reads a quantity from its text. `indicator` is null if it is not known.
int64_t AdmitQuantityText(const EventDraft& draft, const Indicator* indicator,
                          EventRefusals* refusals) {
  if (draft.quantity) {
    Refuse(Reason::kQuantityTextBesideQuantity,
           absl::StrCat(Quoted(draft.quantity_text), " given beside quantity, ", *draft.quantity,
                        "; expected one of the two"),
           refusals);
    return 0;
  }
  if (indicator == nullptr) {
    auto decimal = CheckDecimal(draft.quantity_text);
    if (!decimal.ok()) {
      Refuse(Reason::kQuantityTextMalformed, std::move(decimal).faults(), refusals);
    }
    return 0;
  }
  auto quantity = ParseQuantity(draft.quantity_text, indicator->quantity_decimals);
  if (quantity.ok()) return *quantity;
  Refuse(Reason::kQuantityTextMalformed, std::move(quantity).faults(), refusals);
  return 0;
}

// The quantity in 10^-quantity_decimals units. Its result means nothing if it added a refusal. A
// missing quantity is not taken for 0.
int64_t AdmitQuantity(const EventDraft& draft, const Indicator* indicator,
                      EventRefusals* refusals) {
  if (!draft.quantity_text.empty()) return AdmitQuantityText(draft, indicator, refusals);
  if (!draft.quantity) {
    Refuse(Reason::kQuantityMissing,
           absl::StrCat("missing; expected 0 to ", kMaxQuantity, ", 0 if there was nothing"),
           refusals);
    return 0;
  }
  if (*draft.quantity < 0 || *draft.quantity > kMaxQuantity) {
    Refuse(Reason::kQuantityOutOfRange,
           absl::StrCat(*draft.quantity, " is out of range; expected 0 to ", kMaxQuantity),
           refusals);
  }
  return *draft.quantity;
}

std::string TimeText(absl::Time time, absl::TimeZone zone) {
  return absl::FormatTime(absl::RFC3339_full, time, zone);
}

// "from 2023-06-01 on", "up to 2023-06-30" or both of a bureau that begins or ends.
std::string LifeText(const BureauSpec& spec) {
  if (spec.begins.empty()) return absl::StrCat("up to ", spec.ends);
  return absl::StrCat("from ", spec.begins, spec.ends.empty() ? " on" : " to ", spec.ends);
}

void RefuseOutsideLife(absl::CivilDay day, const Bureau& bureau, EventRefusals* refusals) {
  const BureauSpec& spec = bureau.spec;
  Refuse(Reason::kTimeOutsideBureau,
         absl::StrCat(DayText(day), " is ", day < bureau.begins ? "before " : "after ",
                      Quoted(spec.code), day < bureau.begins ? " begins" : " ended",
                      "; expected a day ", LifeText(spec)),
         refusals);
}

void RefuseClosed(absl::CivilDay day, const Bureau& bureau, const ClosedDays& closed,
                  EventRefusals* refusals) {
  const ClosingInForce* const closing = closed.Find(bureau.key, DayNumber(day));
  if (closing == nullptr) return;
  Refuse(Reason::kTimeClosed, DescribeClosed(day, bureau.spec.code, *closing), refusals);
}

// The statistic day of `moment`. Its result means nothing if it added a refusal. `bureau` is null
// if it is not known.
absl::CivilDay AdmitTime(std::optional<absl::Time> moment, absl::Time now,
                         const AdmissionRules& rules, const Bureau* bureau,
                         EventRefusals* refusals) {
  const Catalog& catalog = rules.catalog;
  if (!moment) {
    Refuse(Reason::kTimeMissing, "missing; expected the moment when it happened", refusals);
    return {};
  }
  // Compared before any calendar arithmetic, which the infinite times would not survive.
  if (*moment > now + kMaxAhead) {
    Refuse(Reason::kTimeInFuture,
           absl::StrCat(TimeText(*moment, catalog.time_zone()),
                        " lies in the future; expected at most ", absl::FormatDuration(kMaxAhead),
                        " after the server's clock, ", TimeText(now, catalog.time_zone())),
           refusals);
    return {};
  }
  const absl::CivilDay day = StatisticDay(*moment, catalog.time_zone());
  if (day.year() < catalog.first_year() || day.year() > kMaxYear) {
    Refuse(Reason::kTimeOutsideCatalog,
           absl::StrCat(TimeText(*moment, catalog.time_zone()), " (", catalog.time_zone().name(),
                        ") is outside what the catalog counts; expected ", catalog.first_year(),
                        "-01-01 or later"),
           refusals);
  } else if (bureau != nullptr && !bureau->ExistsOn(day)) {
    RefuseOutsideLife(day, *bureau, refusals);
  } else if (bureau != nullptr) {
    RefuseClosed(day, *bureau, rules.closed, refusals);
  }
  return day;
}

// Does not quote the subject: it can be the name of a person, and refusals are logged.
void CheckSubject(std::string_view subject, EventRefusals* refusals) {
  if (subject.size() > kMaxSubjectBytes) {
    Refuse(Reason::kSubjectTooLong,
           absl::StrCat("has ", subject.size(), " bytes; expected at most ", kMaxSubjectBytes),
           refusals);
  }
  if (!CheckText(subject).ok()) {
    Refuse(Reason::kSubjectNotText,
           absl::StrCat("its ", subject.size(), " bytes are no text; expected UTF-8 without NUL"),
           refusals);
  }
}

}  // namespace

std::optional<EventId> AdmitId(std::string_view text, EventRefusals* refusals) {
  constexpr std::string_view kNil = "00000000-0000-0000-0000-000000000000";
  std::optional<EventId> id = EventId::Parse(text);
  if (id) return id;
  if (text.empty()) {
    Refuse(Reason::kIdMissing, "missing; expected a UUID of 36 characters", refusals);
  } else if (text == kNil) {
    Refuse(Reason::kIdNil, "the nil UUID identifies nothing; expected one that was generated",
           refusals);
  } else if (!RefuseText(Reason::kIdNotText, text, refusals)) {
    Refuse(Reason::kIdMalformed,
           absl::StrCat(Quoted(text),
                        " is not a UUID; expected 36 characters such as "
                        "0190a5c2-7a2b-7cde-8f01-23456789abcd"),
           refusals);
  }
  return std::nullopt;
}

const Bureau* AdmitBureau(const Catalog& catalog, std::string_view code, EventRefusals* refusals) {
  const Bureau* bureau = catalog.FindBureau(code);
  if (bureau == nullptr) RefuseCode(kBureau, code, "a bureau", refusals);
  return bureau;
}

Checked<Event, EventRefusals> AdmitEvent(const AdmissionRules& rules, const EventDraft& draft,
                                         absl::Time now) {
  const Catalog& catalog = rules.catalog;
  EventRefusals refusals;
  const std::optional<EventId> id = AdmitId(draft.event_id, &refusals);
  const Bureau* bureau = AdmitBureau(catalog, draft.bureau, &refusals);

  const Indicator* indicator = catalog.FindIndicator(draft.indicator);
  if (indicator != nullptr) {
    CheckReportable(*indicator, &refusals);
  } else {
    RefuseCode(kIndicator, draft.indicator, "a flow or stock", &refusals);
  }

  const CategoryKey category = AdmitCategory(draft.category, catalog, indicator, &refusals);
  const int64_t quantity = AdmitQuantity(draft, indicator, &refusals);
  const absl::CivilDay day = AdmitTime(draft.occurred_at, now, rules, bureau, &refusals);
  CheckSubject(draft.subject, &refusals);
  if (!refusals.empty()) return refusals;

  const Measure measure =
      indicator->kind == IndicatorKind::kFlow ? Measure::kFlow : Measure::kStock;
  return Event(*id, bureau->key, indicator->key, category, measure, quantity,
               ToMicroseconds(*draft.occurred_at), day, std::string(draft.subject));
}

}  // namespace jurimeter
