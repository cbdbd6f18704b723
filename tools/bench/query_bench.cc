// jurimeter-bench query: QueryYear against a call that returns as many constant bytes, and
// against GROUP BY over the events.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tools/bench/bench_service.h"
#include "tools/bench/benches.h"
#include "tools/bench/filled_site.h"
#include "tools/bench/interruption.h"
#include "tools/bench/libpq.h"
#include "tools/bench/rounds.h"
#include "tools/bench/samples.h"
#include "tools/bench/unary_load.h"
#include "tools/bench/workload.h"
#include "tools/bench/year_question.h"

namespace jurimeter::bench {
namespace {

constexpr double kHalf = 0.5;

// The question of a dashboard that has no totals.
constexpr char kGroupBy[] = R"(
SELECT indicator_id, sum(quantity) FROM event
WHERE occurred_on >= '2023-01-01' AND occurred_on < '2024-01-01'
GROUP BY indicator_id)";
static_assert(kSampleYear == 2023);

class QueryBench {
 public:
  QueryBench(const BenchContext& context, BenchSite site, std::unique_ptr<BenchService> bare)
      : options_(context.options), site_(std::move(site)), bare_(std::move(bare)) {}

  absl::Status Round() {
    absl::Status status = Calls("constant", *bare_);
    if (status.ok()) status = Calls("year", *site_.query);
    if (status.ok()) status = LoneCalls("constant alone", *bare_);
    if (status.ok()) status = LoneCalls("alone", *site_.query);
    if (status.ok()) status = GroupBy();
    return status;
  }

  void Report(std::vector<ReportLine>* lines) const {
    lines->push_back(
        {.name = "query.year",
         .what = absl::StrCat("QueryYear of the sample's report over ", options_.events,
                              " events, ", options_.in_flight, " in flight"),
         .unit = rates_.unit(),
         .measured = rates_.Of("year"),
         .baseline = Baseline{"a call that returns as many constant bytes", rates_.Of("constant")},
         .goal = {GoalBound::kAtLeast, 0.9}});
    const std::string alone =
        absl::StrCat("median of QueryYear over ", options_.events, " events, one after the other");
    lines->push_back({.name = "query.alone",
                      .what = alone,
                      .unit = latencies_.unit(),
                      .measured = latencies_.Of("alone"),
                      .baseline = Baseline{"a call that returns as many constant bytes",
                                           latencies_.Of("constant alone")},
                      .goal = {GoalBound::kAtMost, 1.1}});
    lines->push_back({.name = "query.against_group_by",
                      .what = alone,
                      .unit = latencies_.unit(),
                      .measured = latencies_.Of("alone"),
                      .baseline = Baseline{"GROUP BY over the events, one after the other",
                                           latencies_.Of("group by")},
                      .goal = {GoalBound::kAtMost, 0.001}});
  }

 private:
  absl::Status Calls(const char* name, const BenchService& service) {
    const auto outcome = MakeCalls({.address = service.address(),
                                    .method = kQueryYearMethod,
                                    .requests = requests_,
                                    .calls = options_.calls,
                                    .in_flight = options_.in_flight,
                                    .connections = options_.connections});
    if (!outcome.ok()) return service.Explain(outcome.status());
    rates_.Add(name, outcome->calls_per_s());
    return absl::OkStatus();
  }

  absl::Status LoneCalls(const char* name, const BenchService& service) {
    const auto outcome = MakeCalls({.address = service.address(),
                                    .method = kQueryYearMethod,
                                    .requests = requests_,
                                    .calls = options_.lone_calls});
    if (!outcome.ok()) return service.Explain(outcome.status());
    latencies_.Add(name, Quantile(outcome->latencies_ms, kHalf));
    return absl::OkStatus();
  }

  absl::Status GroupBy() {
    const absl::StatusOr<LibpqConnection> connection = ConnectByLibpq(site_.schema->url());
    if (!connection.ok()) return connection.status();
    std::vector<double> latencies_ms;
    for (size_t run = 0; run < options_.group_by_runs; ++run) {
      const absl::Time begin = absl::Now();
      absl::Status status = Execute(connection->get(), kGroupBy);
      latencies_ms.push_back(absl::ToDoubleMilliseconds(absl::Now() - begin));
      if (status.ok()) status = CheckInterruption();
      if (!status.ok()) return status;
    }
    latencies_.Add("group by", Quantile(latencies_ms, kHalf));
    return absl::OkStatus();
  }

  const BenchOptions& options_;
  const BenchSite site_;
  const std::unique_ptr<BenchService> bare_;
  const std::vector<std::string> requests_ = {YearRequest(0)};
  Samples rates_{"calls/s"};
  Samples latencies_{"ms"};
};

}  // namespace

absl::Status BenchQuery(const BenchContext& context) {
  auto site = MakeFilledSite(context, context.options.events);
  if (!site.ok()) return site.status();
  const std::vector<std::string> request = {YearRequest(0)};
  const auto one = MakeCalls(
      {.address = site->query->address(), .method = kQueryYearMethod, .requests = request});
  if (!one.ok()) return site->query->Explain(one.status());
  auto bare =
      BenchService::Start("bare-server", context.database.url(), context.database.directory(),
                          {"--answer-bytes", absl::StrCat(one->response_bytes)});
  if (!bare.ok()) return bare.status();
  context.database.Settle();
  QueryBench bench(context, *std::move(site), *std::move(bare));
  return RunRounds(context, &bench);
}

}  // namespace jurimeter::bench
