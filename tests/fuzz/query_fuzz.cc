// Bytes as a client may send them to QueryYear, QueryPeriod and QueryCompleteness, through
// conversion and checks to figures of a few totals and the answer.
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "domain/figures/completeness_query.h"
#include "domain/figures/period_figures.h"
#include "domain/figures/year_query.h"
#include "jurimeter/v1/query.pb.h"
#include "services/messages/figure_messages.h"
#include "services/messages/message_decoder.h"
#include "services/messages/period_messages.h"
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/small_totals.h"

namespace jurimeter::test {
namespace {

const Totals& FewTotals() {
  static const Totals totals = SmallTotals(EveryKindCatalog());
  return totals;
}

// Whether `data` is a request with texts that are all valid: no other is answered.
template <typename Request>
bool Decode(const uint8_t* data, size_t size, Request* request) {
  messages::InvalidTexts invalid_texts;
  return messages::DecodeMessage(data, size, request, &invalid_texts) && invalid_texts.empty();
}

void RequireTextsSound(const std::vector<Figure>& figures) {
  for (const Figure& figure : figures) {
    Require((figure.status == FigureStatus::kOk) == !figure.display.empty(),
            "a figure has a text exactly where it exists");
  }
}

void RequireFiguresSound(const PeriodFigures& figures) {
  RequireTextsSound(figures.figures);
  Require(figures.parts.size() <= kMaxParts, "an answer has no more parts than allowed");
  for (const PartFigures& part : figures.parts) {
    Require(part.figures.size() == figures.figures.size(), "a part has the same indicators");
    RequireTextsSound(part.figures);
  }
}

void FuzzYear(const uint8_t* data, size_t size) {
  v1::QueryYearRequest request;
  if (!Decode(data, size, &request)) return;
  const Catalog& catalog = EveryKindCatalog();
  const YearQuery query = messages::FromProto(request);
  const Violations faults = CheckQuery(catalog, query);
  RequireSound(faults);
  if (!faults.empty()) return;
  const PeriodFigures figures = ComputeFigures(catalog, FewTotals(), PeriodQueryOf(query));
  RequireFiguresSound(figures);
  v1::QueryYearResponse response;
  messages::AddFigures(catalog, figures, &response);
  RequireSendable(response);
}

void FuzzPeriod(const uint8_t* data, size_t size) {
  v1::QueryPeriodRequest request;
  if (!Decode(data, size, &request)) return;
  const Catalog& catalog = EveryKindCatalog();
  Violations faults;
  const PeriodQuery query = messages::FromProto(request, &faults);
  for (Violation& fault : CheckQuery(catalog, query)) faults.push_back(std::move(fault));
  RequireSound(faults);
  if (!faults.empty()) return;
  const PeriodFigures figures = ComputeFigures(catalog, FewTotals(), query);
  RequireFiguresSound(figures);
  v1::QueryPeriodResponse response;
  messages::AddFigures(catalog, figures, &response);
  messages::SetDays(query, &response);
  RequireSendable(response);
}

void FuzzCompleteness(const uint8_t* data, size_t size) {
  v1::QueryCompletenessRequest request;
  if (!Decode(data, size, &request)) return;
  const Catalog& catalog = EveryKindCatalog();
  Violations faults;
  const CompletenessQuery query = messages::FromProto(request, &faults);
  for (Violation& fault : CheckQuery(catalog, query)) faults.push_back(std::move(fault));
  RequireSound(faults);
  if (!faults.empty()) return;
  v1::QueryCompletenessResponse response;
  for (const auto& found : ComputeCompleteness(catalog, FewTotals(), query)) {
    messages::FillCompleteness(found, query.period, response.add_indicators());
  }
  RequireSendable(response);
}

}  // namespace
}  // namespace jurimeter::test

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  jurimeter::test::FuzzYear(data, size);
  jurimeter::test::FuzzPeriod(data, size);
  jurimeter::test::FuzzCompleteness(data, size);
  return 0;
}
