#include "services/messages/period_messages.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/values/text.h"
#include "services/messages/definition_messages.h"

namespace jurimeter::messages {
namespace {

// The period to go on with if none could be read. It passes every check.
Period Unread() { return YearPeriod(kMaxYear); }

void AddUnread(std::string_view field, const std::string& text, std::string_view example,
               Violations* faults) {
  faults->push_back(
      {absl::StrCat("period.", ToAbsl(field)),
       absl::StrCat(Quoted(text), " cannot be read; expected one such as ", ToAbsl(example))});
}

Period Read(std::optional<Period> period, std::string_view field, const std::string& text,
            std::string_view example, Violations* faults) {
  if (period) return *period;
  AddUnread(field, text, example, faults);
  return Unread();
}

std::optional<absl::CivilDay> ReadDay(std::string_view field, const std::string& text,
                                      Violations* faults) {
  std::optional<absl::CivilDay> day = ParseDay(text);
  if (!day) AddUnread(field, text, "\"2023-09-30\"", faults);
  return day;
}

Period PeriodFromProto(const v1::Period& message, Violations* faults) {
  switch (message.period_case()) {
    case v1::Period::kDay: {
      const auto day = ReadDay("day", message.day(), faults);
      return day ? DayPeriod(*day) : Unread();
    }
    case v1::Period::kMonth:
      return Read(ParseMonth(message.month()), "month", message.month(), "\"2023-09\"", faults);
    case v1::Period::kQuarter:
      return Read(ParseQuarter(message.quarter()), "quarter", message.quarter(), "\"2023-Q3\"",
                  faults);
    case v1::Period::kHalfYear:
      return Read(ParseHalfYear(message.half_year()), "half_year", message.half_year(),
                  "\"2023-H2\"", faults);
    case v1::Period::kYear:
      return YearPeriod(message.year());
    case v1::Period::kYearToDate: {
      const auto day = ReadDay("year_to_date", message.year_to_date(), faults);
      return day ? YearToDatePeriod(*day) : Unread();
    }
    case v1::Period::kRange: {
      const auto first = ReadDay("range.first", message.range().first(), faults);
      const auto last = ReadDay("range.last", message.range().last(), faults);
      return first && last ? RangePeriod(*first, *last) : Unread();
    }
    case v1::Period::PERIOD_NOT_SET:
      break;
  }
  faults->push_back({"period", "missing; expected one such as year: 2023"});
  return Unread();
}

std::optional<BreakdownBy> KindFromProto(v1::BreakdownBy by) {
  switch (by) {
    case v1::BREAKDOWN_BY_BUREAU:
      return BreakdownBy::kBureau;
    case v1::BREAKDOWN_BY_CATEGORY:
      return BreakdownBy::kCategory;
    case v1::BREAKDOWN_BY_MONTH:
      return BreakdownBy::kMonth;
    case v1::BREAKDOWN_BY_QUARTER:
      return BreakdownBy::kQuarter;
    case v1::BREAKDOWN_BY_YEAR:
      return BreakdownBy::kYear;
    default:
      return std::nullopt;
  }
}

std::optional<Breakdown> BreakdownFromProto(const v1::Breakdown& message, Violations* faults) {
  if (message.has_region_digits()) {
    return Breakdown{BreakdownBy::kRegion, message.region_digits()};
  }
  const std::optional<BreakdownBy> by = KindFromProto(message.kind());
  if (by) return Breakdown{*by};
  faults->push_back(
      {"by.kind", absl::StrCat(message.kind(), " is not a kind of breakdown; expected ",
                               "one such as BREAKDOWN_BY_BUREAU")});
  return std::nullopt;
}

}  // namespace

PeriodQuery FromProto(const v1::QueryPeriodRequest& request, Violations* faults) {
  PeriodQuery query = {PeriodFromProto(request.period(), faults)};
  query.region = request.region();
  query.bureaus = {request.bureaus().begin(), request.bureaus().end()};
  query.indicators = {request.indicators().begin(), request.indicators().end()};
  query.include_supporting = request.include_supporting();
  if (request.has_compare()) query.compare = messages::ComparisonFromProto(request.compare());
  if (request.has_by()) query.by = BreakdownFromProto(request.by(), faults);
  return query;
}

CompletenessQuery FromProto(const v1::QueryCompletenessRequest& request, Violations* faults) {
  CompletenessQuery query = {PeriodFromProto(request.period(), faults)};
  query.region = request.region();
  query.indicators = {request.indicators().begin(), request.indicators().end()};
  return query;
}

void SetDays(const PeriodQuery& query, v1::QueryPeriodResponse* response) {
  response->set_first_day(DayText(query.period.first));
  response->set_last_day(DayText(query.period.last));
  if (!query.compare) return;
  const Period compared = ComparedPeriod(query.period, *query.compare);
  response->set_compared_first_day(DayText(compared.first));
  response->set_compared_last_day(DayText(compared.last));
}

void FillCompleteness(const IndicatorCompleteness& found, const Period& period,
                      v1::IndicatorCompleteness* message) {
  message->set_indicator(found.indicator->spec.code);
  message->set_name_zh(found.indicator->spec.name_zh);
  message->set_name_en(found.indicator->spec.name_en);
  message->set_expected(found.completeness.expected);
  message->set_reported(found.completeness.reported);
  for (const BureauReports& each : found.completeness.bureaus) {
    const Assignment& assigned = each.bureau->On(period.last);
    v1::BureauReports& added = *message->add_bureaus();
    added.set_bureau(each.bureau->spec.code);
    added.set_name_zh(assigned.name_zh);
    added.set_name_en(assigned.name_en);
    added.set_expected(each.expected);
    added.set_events(each.events);
    if (each.last_day) added.set_last_day(DayText(*each.last_day));
  }
}

}  // namespace jurimeter::messages
