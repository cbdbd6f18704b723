#include "services/query/figure_messages.h"

#include <algorithm>
#include <set>
#include <string>
#include <variant>

#include "services/runtime/catalog_messages.h"

namespace jurimeter::query {
namespace {

v1::IndicatorKind ToProto(IndicatorKind kind) {
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
  }
  return v1::INDICATOR_KIND_UNSPECIFIED;
}

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
  }
  return v1::FIGURE_STATUS_UNSPECIFIED;
}

// Sets the member of the oneof that belongs to an exact value.
struct ExactSetter {
  v1::Figure& figure;

  void operator()(std::monostate) const {}
  void operator()(int64_t value) const { figure.set_value(value); }
  void operator()(const RatioParts& parts) const {
    figure.mutable_ratio()->set_numerator(parts.numerator);
    figure.mutable_ratio()->set_denominator(parts.denominator);
  }
  void operator()(const GrowthParts& parts) const {
    figure.mutable_growth()->set_current(parts.current);
    figure.mutable_growth()->set_prior(parts.prior);
  }
};

void FillFigure(const Figure& figure, v1::Figure* message) {
  const IndicatorSpec& spec = figure.indicator->spec;
  message->set_indicator(spec.code);
  message->set_name_zh(spec.name_zh);
  message->set_name_en(spec.name_en);
  message->set_section(spec.section);
  message->set_kind(ToProto(figure.indicator->kind));
  message->set_unit_zh(spec.unit_zh);
  message->set_unit_en(spec.unit_en);
  message->set_status(ToProto(figure.status));
  message->set_rounding(runtime::ToProto(spec.rounding));
  message->set_display(figure.display);
  std::visit(ExactSetter{*message}, figure.exact);
}

}  // namespace

YearQuery FromProto(const v1::QueryYearRequest& request) {
  return {.year = request.year(),
          .region = request.region(),
          .bureaus = {request.bureaus().begin(), request.bureaus().end()},
          .indicators = {request.indicators().begin(), request.indicators().end()},
          .include_supporting = request.include_supporting()};
}

void AddFigures(const Catalog& catalog, const std::vector<Figure>& figures,
                v1::QueryYearResponse* response) {
  const std::vector<SectionSpec>& sections = catalog.spec().sections;
  std::set<std::string> seen;
  for (const Figure& figure : figures) {
    FillFigure(figure, response->add_figures());
    const std::string& code = figure.indicator->spec.section;
    if (!seen.insert(code).second) continue;
    const auto section = std::find_if(sections.begin(), sections.end(),
                                      [&](const SectionSpec& each) { return each.code == code; });
    *response->add_sections() = runtime::ToProto(*section);
  }
}

}  // namespace jurimeter::query
