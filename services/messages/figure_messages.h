// From the domain's figures to the messages of the query API.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_FIGURE_MESSAGES_H_
#define JURIMETER_SERVICES_MESSAGES_FIGURE_MESSAGES_H_

#include "domain/catalog/catalog.h"
#include "domain/figures/period_figures.h"
#include "domain/figures/period_query.h"
#include "domain/figures/value.h"
#include "jurimeter/v1/query.pb.h"

namespace jurimeter::messages {

v1::FigureStatus ToProto(FigureStatus status);

// Adds `figures`, the sections that they belong to, and the warnings about them.
void AddFigures(const Catalog& catalog, const PeriodFigures& figures,
                v1::QueryYearResponse* response);
void AddFigures(const Catalog& catalog, const PeriodFigures& figures,
                v1::QueryPeriodResponse* response);

// Sets the days that `query` asks about, and those that it compares with.
void SetDays(const PeriodQuery& query, v1::QueryPeriodResponse* response);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_FIGURE_MESSAGES_H_
