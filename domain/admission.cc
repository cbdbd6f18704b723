// Catalog::Admit: the way in for events. It runs hundreds of thousands of times a second, so a
// sound event allocates nothing but its subject; words are made for faults only.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/calendar.h"
#include "domain/catalog.h"
#include "domain/definition.h"
#include "domain/period.h"
#include "domain/quantity.h"
#include "domain/text.h"

namespace jurimeter {
namespace {

// Categories that a refusal lists, so that it stays short enough for an error's details.
constexpr size_t kMaxListedCategories = 10;

void Refuse(std::string_view field, std::string description, Violations* violations) {
  violations->push_back({std::string(field), std::move(description)});
}

std::optional<EventId> AdmitId(std::string_view text, Violations* violations) {
  constexpr std::string_view kNil = "00000000-0000-0000-0000-000000000000";
  std::optional<EventId> id = EventId::Parse(text);
  if (id) return id;
  if (text.empty()) {
    Refuse("event_id", "missing; expected a UUID of 36 characters", violations);
  } else if (text == kNil) {
    Refuse("event_id", "the nil UUID identifies nothing; expected one that was generated",
           violations);
  } else {
    Refuse("event_id",
           TextFault(text).value_or(absl::StrCat(Quoted(text),
                                                 " is not a UUID; expected 36 characters such as "
                                                 "0190a5c2-7a2b-7cde-8f01-23456789abcd")),
           violations);
  }
  return std::nullopt;
}

// Refuses a code that `what` does not have.
void RefuseCode(std::string_view field, std::string_view code, std::string_view what,
                Violations* violations) {
  if (code.empty()) {
    Refuse(field, absl::StrCat("missing; expected the code of ", ToAbsl(what)), violations);
    return;
  }
  Refuse(field,
         TextFault(code).value_or(absl::StrCat(Quoted(code), " is not in the catalog; expected ",
                                               "the code of ", ToAbsl(what))),
         violations);
}

void CheckReportable(const Indicator& indicator, Violations* violations) {
  if (!indicator.derived()) return;
  const std::string operands = absl::StrJoin(
      OperandsOf(indicator.spec.definition), " and ",
      [](std::string* out, const Operand& operand) { absl::StrAppend(out, ToAbsl(operand.code)); });
  Refuse("indicator",
         absl::StrCat(Quoted(indicator.spec.code), " is ", ToAbsl(KindName(indicator.kind)),
                      ", derived from ", operands, "; report on the flows and stocks behind it"),
         violations);
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

void RefuseCategory(std::string_view category, const Indicator& indicator, Violations* violations) {
  if (auto fault = TextFault(category)) {
    Refuse("category", *std::move(fault), violations);
  } else if (indicator.spec.categories.empty()) {
    Refuse("category",
           absl::StrCat(Quoted(category), " given, but ", indicator.spec.code,
                        " declares no categories; expected none"),
           violations);
  } else {
    Refuse("category",
           absl::StrCat(Quoted(category), " is not a category of ", indicator.spec.code,
                        "; expected none or one of ", DeclaredCategories(indicator.spec)),
           violations);
  }
}

// Reads a quantity from its text. `indicator` is null where it is not known.
int64_t AdmitQuantityText(const EventDraft& draft, const Indicator* indicator,
                          Violations* violations) {
  constexpr std::string_view kField = "quantity_text";
  if (draft.quantity) {
    Refuse(kField,
           absl::StrCat(Quoted(draft.quantity_text), " given beside quantity, ", *draft.quantity,
                        "; expected one of the two"),
           violations);
    return 0;
  }
  if (indicator == nullptr) {
    if (auto fault = DecimalFault(draft.quantity_text)) {
      Refuse(kField, *std::move(fault), violations);
    }
    return 0;
  }
  auto read = ParseQuantity(draft.quantity_text, indicator->quantity_decimals);
  if (const int64_t* quantity = std::get_if<int64_t>(&read)) return *quantity;
  Refuse(kField, std::get<std::string>(std::move(read)), violations);
  return 0;
}

// The quantity in 10^-quantity_decimals units. Its result means nothing where it added a
// violation. One that was forgotten is told from a report of none.
int64_t AdmitQuantity(const EventDraft& draft, const Indicator* indicator, Violations* violations) {
  if (!draft.quantity_text.empty()) return AdmitQuantityText(draft, indicator, violations);
  if (!draft.quantity) {
    Refuse("quantity",
           absl::StrCat("missing; expected 0 to ", kMaxQuantity, ", 0 where there was nothing"),
           violations);
    return 0;
  }
  if (*draft.quantity < 0 || *draft.quantity > kMaxQuantity) {
    Refuse("quantity",
           absl::StrCat(*draft.quantity, " is out of range; expected 0 to ", kMaxQuantity),
           violations);
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

void RefuseOutsideLife(absl::CivilDay day, const Bureau& bureau, Violations* violations) {
  const BureauSpec& spec = bureau.spec;
  Refuse("occurred_at",
         absl::StrCat(DayText(day), " is ", day < bureau.begins ? "before " : "after ",
                      Quoted(spec.code), day < bureau.begins ? " begins" : " ended",
                      "; expected a day ", LifeText(spec)),
         violations);
}

// The statistic day of `moment`. Its result means nothing where it added a violation. `bureau` is
// null where it is not known.
absl::CivilDay AdmitTime(std::optional<absl::Time> moment, absl::Time now, const Catalog& catalog,
                         const Bureau* bureau, Violations* violations) {
  if (!moment) {
    Refuse("occurred_at", "missing; expected the moment when it happened", violations);
    return {};
  }
  // Compared before any calendar arithmetic, which the infinite times would not survive.
  if (*moment > now + kMaxAhead) {
    Refuse("occurred_at",
           absl::StrCat(TimeText(*moment, catalog.time_zone()),
                        " lies in the future; expected at most ", absl::FormatDuration(kMaxAhead),
                        " after the server's clock, ", TimeText(now, catalog.time_zone())),
           violations);
    return {};
  }
  const absl::CivilDay day = StatisticDay(*moment, catalog.time_zone());
  if (day.year() < catalog.first_year() || day.year() > kMaxYear) {
    Refuse("occurred_at",
           absl::StrCat(TimeText(*moment, catalog.time_zone()), " (", catalog.time_zone().name(),
                        ") is outside what the catalog counts; expected ", catalog.first_year(),
                        "-01-01 or later"),
           violations);
  } else if (bureau != nullptr && !bureau->ExistsOn(day)) {
    RefuseOutsideLife(day, *bureau, violations);
  }
  return day;
}

void CheckSubject(std::string_view subject, Violations* violations) {
  if (subject.size() > kMaxSubjectBytes) {
    Refuse("subject",
           absl::StrCat(Quoted(subject), " has ", subject.size(), " bytes; expected at most ",
                        kMaxSubjectBytes),
           violations);
  }
  if (auto fault = TextFault(subject)) Refuse("subject", *std::move(fault), violations);
}

}  // namespace

std::variant<Event, Violations> Catalog::Admit(const EventDraft& draft, absl::Time now) const {
  Violations violations;
  const std::optional<EventId> id = AdmitId(draft.event_id, &violations);

  const Bureau* bureau = FindBureau(draft.bureau);
  if (bureau == nullptr) RefuseCode("bureau", draft.bureau, "a bureau", &violations);

  const Indicator* indicator = FindIndicator(draft.indicator);
  if (indicator != nullptr) {
    CheckReportable(*indicator, &violations);
  } else {
    RefuseCode("indicator", draft.indicator, "a flow or stock", &violations);
  }

  CategoryKey category = kNoCategory;
  if (!draft.category.empty() && indicator != nullptr) {
    const auto& declared = categories_[static_cast<size_t>(indicator - indicators_.data())];
    const auto found = declared.find(ToAbsl(draft.category));
    if (found != declared.end()) {
      category = found->second;
    } else {
      RefuseCategory(draft.category, *indicator, &violations);
    }
  } else if (auto fault = TextFault(draft.category)) {
    Refuse("category", *std::move(fault), &violations);
  }

  const int64_t quantity = AdmitQuantity(draft, indicator, &violations);
  const absl::CivilDay day = AdmitTime(draft.occurred_at, now, *this, bureau, &violations);
  CheckSubject(draft.subject, &violations);
  if (!violations.empty()) return violations;

  const Measure measure =
      indicator->kind == IndicatorKind::kFlow ? Measure::kFlow : Measure::kStock;
  return Event(*id, bureau->key, indicator->key, category, measure, quantity,
               ToMicroseconds(*draft.occurred_at), day, std::string(draft.subject));
}

}  // namespace jurimeter
