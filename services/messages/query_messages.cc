#include "services/messages/query_messages.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/values/period.h"
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

}  // namespace

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

namespace {

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

void CheckMinRevision(int64_t min_revision, Violations* faults) {
  if (min_revision >= 0) return;
  faults->push_back({"min_revision", absl::StrCat("is ", min_revision, "; expected 0 or more")});
}

YearQuery FromProto(const v1::QueryYearRequest& request, Violations* /*every one can be read*/) {
  return {.year = request.year(),
          .region = request.region(),
          .bureaus = {request.bureaus().begin(), request.bureaus().end()},
          .indicators = {request.indicators().begin(), request.indicators().end()},
          .include_supporting = request.include_supporting()};
}

PeriodQuery FromProto(const v1::QueryPeriodRequest& request, Violations* faults) {
  PeriodQuery query = {PeriodFromProto(request.period(), faults)};
  query.region = request.region();
  query.bureaus = {request.bureaus().begin(), request.bureaus().end()};
  query.indicators = {request.indicators().begin(), request.indicators().end()};
  query.include_supporting = request.include_supporting();
  if (request.has_compare()) query.compare = ComparisonFromProto(request.compare());
  if (request.has_by()) query.by = BreakdownFromProto(request.by(), faults);
  return query;
}

CompletenessQuery FromProto(const v1::QueryCompletenessRequest& request, Violations* faults) {
  CompletenessQuery query = {PeriodFromProto(request.period(), faults)};
  query.region = request.region();
  query.indicators = {request.indicators().begin(), request.indicators().end()};
  return query;
}

// What could not be read is a fault, and the rest is checked all the same.
template <typename Query, typename Request>
Checked<Query> ReadAndCheck(const Catalog& catalog, const Request& request) {
  Violations faults;
  Query query = FromProto(request, &faults);
  for (Violation& fault : CheckQuery(catalog, query)) faults.push_back(std::move(fault));
  CheckMinRevision(request.min_revision(), &faults);
  if (!faults.empty()) return faults;
  return query;
}

}  // namespace

Checked<YearQuery> ReadQuery(const Catalog& catalog, const v1::QueryYearRequest& request) {
  return ReadAndCheck<YearQuery>(catalog, request);
}

Checked<PeriodQuery> ReadQuery(const Catalog& catalog, const v1::QueryPeriodRequest& request) {
  return ReadAndCheck<PeriodQuery>(catalog, request);
}

Checked<CompletenessQuery> ReadQuery(const Catalog& catalog,
                                     const v1::QueryCompletenessRequest& request) {
  return ReadAndCheck<CompletenessQuery>(catalog, request);
}

}  // namespace jurimeter::messages
