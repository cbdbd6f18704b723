// Between the domain's figures and the messages of the query API.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_QUERY_FIGURE_MESSAGES_H_
#define JURIMETER_SERVICES_QUERY_FIGURE_MESSAGES_H_

#include <vector>

#include "domain/catalog.h"
#include "domain/figures.h"
#include "jurimeter/v1/query.pb.h"

namespace jurimeter::query {

YearQuery FromProto(const v1::QueryYearRequest& request);

// Adds `figures` and the sections that they belong to.
void AddFigures(const Catalog& catalog, const std::vector<Figure>& figures,
                v1::QueryYearResponse* response);

}  // namespace jurimeter::query

#endif  // JURIMETER_SERVICES_QUERY_FIGURE_MESSAGES_H_
