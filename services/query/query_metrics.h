// Gauges of how far the query service is behind the ledger. runtime/call_metrics.h counts calls.
//
// Example:
//   auto gauges = QueryGauges(&ledger);
//   Serve(..., {registry, gauges}, ...);
//
// Threads: sampled from any.
#ifndef JURIMETER_SERVICES_QUERY_QUERY_METRICS_H_
#define JURIMETER_SERVICES_QUERY_QUERY_METRICS_H_

#include <memory>

#include "services/query/ledger_follower.h"
#include "services/query/past_states.h"
#include "services/runtime/clock.h"
#include "services/runtime/sampled_gauges.h"

namespace jurimeter::query {

// Gauges that read `ledger` and `past` at each scrape. All must outlive them; `clock` is that of
// `ledger`.
std::shared_ptr<runtime::SampledGauges> QueryGauges(
    const LedgerFollower* ledger, const PastStates* past,
    const runtime::Clock* clock = runtime::SystemClock());

}  // namespace jurimeter::query

#endif  // JURIMETER_SERVICES_QUERY_QUERY_METRICS_H_
