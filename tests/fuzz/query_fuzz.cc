// Bytes as a client may send them to QueryYear, QueryPeriod and QueryCompleteness, through
// conversion and checks to figures of a few totals and the answer.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "domain/figures/completeness_query.h"
#include "domain/figures/period_figures.h"
#include "domain/figures/year_query.h"
#include "jurimeter/v1/query.pb.h"
#include "services/messages/completeness_messages.h"
#include "services/messages/figure_messages.h"
#include "services/messages/message_decoder.h"
#include "services/messages/query_messages.h"
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/small_totals.h"

namespace jurimeter::test {
namespace {

const Totals& FewTotals() {
  static const Totals totals = SmallTotals(EveryKindCatalog());
  return totals;
}

// Whether `bytes` are a request with texts that are all valid: no other is answered.
template <typename Request>
bool Decode(std::string_view bytes, Request* request) {
  return messages::DecodeMessage(bytes, request) == messages::InvalidTexts();
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

void FuzzYear(std::string_view bytes) {
  v1::QueryYearRequest request;
  if (!Decode(bytes, &request)) return;
  const Catalog& catalog = EveryKindCatalog();
  const Checked<YearQuery> query = messages::ReadQuery(catalog, request);
  if (!query.ok()) return RequireSound(query.faults());
  const PeriodFigures figures = ComputeFigures(catalog, FewTotals(), PeriodQueryOf(*query));
  RequireFiguresSound(figures);
  v1::QueryYearResponse response;
  messages::AddFigures(catalog, figures, &response);
  RequireSendable(response);
}

void FuzzPeriod(std::string_view bytes) {
  v1::QueryPeriodRequest request;
  if (!Decode(bytes, &request)) return;
  const Catalog& catalog = EveryKindCatalog();
  const Checked<PeriodQuery> query = messages::ReadQuery(catalog, request);
  if (!query.ok()) return RequireSound(query.faults());
  const PeriodFigures figures = ComputeFigures(catalog, FewTotals(), *query);
  RequireFiguresSound(figures);
  v1::QueryPeriodResponse response;
  messages::AddFigures(catalog, figures, &response);
  messages::SetDays(*query, &response);
  RequireSendable(response);
}

void FuzzCompleteness(std::string_view bytes) {
  v1::QueryCompletenessRequest request;
  if (!Decode(bytes, &request)) return;
  const Catalog& catalog = EveryKindCatalog();
  const Checked<CompletenessQuery> query = messages::ReadQuery(catalog, request);
  if (!query.ok()) return RequireSound(query.faults());
  v1::QueryCompletenessResponse response;
  for (const auto& found : ComputeCompleteness(catalog, FewTotals(), {}, *query)) {
    messages::FillCompleteness(found, query->period, response.add_indicators());
  }
  RequireSendable(response);
}

}  // namespace
}  // namespace jurimeter::test

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  jurimeter::test::FuzzYear(bytes);
  jurimeter::test::FuzzPeriod(bytes);
  jurimeter::test::FuzzCompleteness(bytes);
  return 0;
}
