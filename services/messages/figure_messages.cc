#include "services/messages/figure_messages.h"

#include <algorithm>
#include <set>
#include <string>
#include <variant>

#include "services/messages/catalog_messages.h"

namespace jurimeter::messages {
namespace {

v1::IndicatorKind KindToProto(IndicatorKind kind) {
  switch (kind) {
    case IndicatorKind::kFlow:
      return v1::INDICATOR_KIND_FLOW;
    case IndicatorKind::kStock:
      return v1::INDICATOR_KIND_STOCK;
    case IndicatorKind::kCumulative:
      return v1::INDICATOR_KIND_CUMULATIVE;
    case IndicatorKind::kRatio:
      return v1::INDICATOR_KIND_RATIO;
    case IndicatorKind::kGrowth:
      return v1::INDICATOR_KIND_GROWTH;
    case IndicatorKind::kSum:
      return v1::INDICATOR_KIND_SUM;
    case IndicatorKind::kPart:
      return v1::INDICATOR_KIND_PART;
    case IndicatorKind::kShare:
      return v1::INDICATOR_KIND_SHARE;
    case IndicatorKind::kRegionShare:
      return v1::INDICATOR_KIND_REGION_SHARE;
    case IndicatorKind::kMultiple:
      return v1::INDICATOR_KIND_MULTIPLE;
    case IndicatorKind::kChange:
      return v1::INDICATOR_KIND_CHANGE;
    case IndicatorKind::kAverageGrowth:
      return v1::INDICATOR_KIND_AVERAGE_GROWTH;
    case IndicatorKind::kRank:
      return v1::INDICATOR_KIND_RANK;
    case IndicatorKind::kCountBeyond:
      return v1::INDICATOR_KIND_COUNT_BEYOND;
    case IndicatorKind::kMaximum:
      return v1::INDICATOR_KIND_MAXIMUM;
    case IndicatorKind::kCoverage:
      return v1::INDICATOR_KIND_COVERAGE;
  }
  return v1::INDICATOR_KIND_UNSPECIFIED;
}

void Set(const RatioParts& parts, v1::RatioParts* message) {
  message->set_numerator(parts.numerator);
  message->set_denominator(parts.denominator);
}

void Set(const GrowthParts& parts, v1::GrowthParts* message) {
  message->set_current(parts.current);
  message->set_prior(parts.prior);
  message->set_current_denominator(parts.current_denominator);
  message->set_prior_denominator(parts.prior_denominator);
}

void Set(const RankParts& parts, v1::RankParts* message) {
  message->set_rank(parts.rank);
  message->set_of(parts.of);
}

// Sets the member of a message's oneof that belongs to an exact value. Figure and Compared have the
// same members.
template <typename Message>
struct ExactSetter {
  Message& message;

  void operator()(std::monostate) const {}
  void operator()(int64_t value) const { message.set_value(value); }
  void operator()(const RatioParts& parts) const { Set(parts, message.mutable_ratio()); }
  void operator()(const GrowthParts& parts) const { Set(parts, message.mutable_growth()); }
  void operator()(const RankParts& parts) const { Set(parts, message.mutable_rank()); }
};

void FillCompared(const FigureComparison& compared, v1::Compared* message) {
  message->set_status(ToProto(compared.status));
  std::visit(ExactSetter<v1::Compared>{*message}, compared.prior);
  message->set_display(compared.display);
  message->set_growth_display(compared.growth_display);
  message->set_change_display(compared.change_display);
}

void FillFigure(const Figure& figure, v1::Figure* message) {
  const IndicatorSpec& spec = figure.indicator->spec;
  message->set_indicator(spec.code);
  message->set_name_zh(spec.name_zh);
  message->set_name_en(spec.name_en);
  message->set_section(spec.section);
  message->set_kind(KindToProto(figure.indicator->kind));
  message->set_unit_zh(spec.unit_zh);
  message->set_unit_en(spec.unit_en);
  message->set_status(ToProto(figure.status));
  message->set_rounding(messages::ToProto(spec.rounding));
  message->set_display(figure.display);
  std::visit(ExactSetter<v1::Figure>{*message}, figure.exact);
  message->set_quantity_decimals(figure.indicator->quantity_decimals);
  message->set_denominator_decimals(figure.indicator->denominator_decimals);
  for (const std::string& holder : figure.holders) message->add_holders(holder);
  if (figure.compared) FillCompared(*figure.compared, message->mutable_compared());
}

void FillWarning(const Breach& breach, v1::Warning* message) {
  message->set_rule(breach.rule->code);
  message->set_name_zh(breach.rule->name_zh);
  message->set_name_en(breach.rule->name_en);
  if (breach.bureau != nullptr) message->set_bureau(breach.bureau->spec.code);
  message->set_first_day(DayText(breach.period.first));
  message->set_last_day(DayText(breach.period.last));
  for (const BreachNumber& number : breach.numbers) {
    v1::WarningNumber& added = *message->add_numbers();
    added.set_indicator(number.indicator);
    added.set_number(number.number);
  }
  message->set_text(breach.text);
}

template <typename Response>
void AddTo(const Catalog& catalog, const std::vector<Figure>& figures, Response* response) {
  const std::vector<SectionSpec>& sections = catalog.spec().sections;
  std::set<std::string> seen;
  for (const Figure& figure : figures) {
    FillFigure(figure, response->add_figures());
    const std::string& code = figure.indicator->spec.section;
    if (!seen.insert(code).second) continue;
    const auto section = std::find_if(sections.begin(), sections.end(),
                                      [&](const SectionSpec& each) { return each.code == code; });
    *response->add_sections() = messages::ToProto(*section);
  }
}

}  // namespace

v1::FigureStatus ToProto(FigureStatus status) {
  switch (status) {
    case FigureStatus::kOk:
      return v1::FIGURE_STATUS_OK;
    case FigureStatus::kUndefined:
      return v1::FIGURE_STATUS_UNDEFINED;
    case FigureStatus::kNoData:
      return v1::FIGURE_STATUS_NO_DATA;
    case FigureStatus::kOverflow:
      return v1::FIGURE_STATUS_OVERFLOW;
    case FigureStatus::kNotApplicable:
      return v1::FIGURE_STATUS_NOT_APPLICABLE;
  }
  return v1::FIGURE_STATUS_UNSPECIFIED;
}

void AddFigures(const Catalog& catalog, const PeriodFigures& figures,
                v1::QueryYearResponse* response) {
  AddTo(catalog, figures.figures, response);
  for (const Breach& breach : figures.breaches) FillWarning(breach, response->add_warnings());
}

void AddFigures(const Catalog& catalog, const PeriodFigures& figures,
                v1::QueryPeriodResponse* response) {
  AddTo(catalog, figures.figures, response);
  for (const PartFigures& part : figures.parts) {
    v1::FiguresOfPart& added = *response->add_parts();
    added.set_key(part.key);
    added.set_name_zh(part.name_zh);
    added.set_name_en(part.name_en);
    for (const Figure& figure : part.figures) FillFigure(figure, added.add_figures());
  }
  for (const Breach& breach : figures.breaches) FillWarning(breach, response->add_warnings());
}

void SetDays(const PeriodQuery& query, v1::QueryPeriodResponse* response) {
  response->set_first_day(DayText(query.period.first));
  response->set_last_day(DayText(query.period.last));
  if (!query.compare) return;
  const Period compared = ComparedPeriod(query.period, *query.compare);
  response->set_compared_first_day(DayText(compared.first));
  response->set_compared_last_day(DayText(compared.last));
}

}  // namespace jurimeter::messages
