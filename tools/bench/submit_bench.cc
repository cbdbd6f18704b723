// jurimeter-bench submit: unary calls against an empty call, against a bare commit, and against
// one transaction an event.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tools/bench/bench_service.h"
#include "tools/bench/benches.h"
#include "tools/bench/rounds.h"
#include "tools/bench/samples.h"
#include "tools/bench/stream_load.h"
#include "tools/bench/transaction_baseline.h"
#include "tools/bench/unary_load.h"
#include "tools/bench/workload.h"

namespace jurimeter::bench {
namespace {

constexpr double kHalf = 0.5;
// Bytes of an answer: an outcome, and a revision of three bytes.
constexpr size_t kAnswerBytes = 6;

// The requests to send and the rows to store, made once for all rounds. No event is in two rounds.
struct Loads {
  std::vector<std::string> calls;
  std::vector<std::string> lone_calls;
  std::vector<std::string> stream;
  std::vector<EventRow> lone_rows;
  std::vector<EventRow> rows;
};

absl::StatusOr<Loads> MakeLoads(const BenchOptions& options) {
  const absl::StatusOr<Workload> workload = Workload::Make(kOneMonth);
  if (!workload.ok()) return workload.status();
  const EventRange calls{.first = 0, .count = options.calls};
  const EventRange lone{.first = calls.count, .count = options.lone_calls};
  const EventRange stream{.first = lone.first + lone.count, .count = options.events};
  return Loads{.calls = workload->UnaryMessages(calls),
               .lone_calls = workload->UnaryMessages(lone),
               .stream = workload->StreamMessages(stream, options.batch_events),
               .lone_rows = workload->Rows(lone),
               .rows = workload->Rows({.first = 0, .count = options.transactions})};
}

class SubmitBench {
 public:
  SubmitBench(const BenchContext& context, Loads loads)
      : options_(context.options), database_(context.database), loads_(std::move(loads)) {}

  absl::Status Round() {
    absl::Status status = EmptyCalls();
    if (status.ok()) status = Service();
    if (status.ok()) status = BareCommits();
    if (status.ok()) status = Transactions();
    return status;
  }

  void Report(std::vector<ReportLine>* lines) const {
    const std::string unary = absl::StrCat("SubmitIndicator, ", options_.in_flight, " in flight");
    const std::string transactions = absl::StrCat("one transaction an event (insert and upsert), ",
                                                  options_.transaction_connections, " connections");
    lines->push_back(Line(rates_, "submit.unary", unary, "unary",
                          "an empty call of the same message sizes in the same server", "empty",
                          {GoalBound::kAtLeast, 0.5}));
    lines->push_back(Line(latencies_, "submit.alone",
                          "median of SubmitIndicator, one after the other", "alone",
                          "the commit of a single row", "commit", {GoalBound::kAtMost, 3}));
    lines->push_back(Line(rates_, "submit.unary_against_transactions", unary, "unary", transactions,
                          "transactions", {GoalBound::kAtLeast, 2}));
    lines->push_back(Line(rates_, "submit.stream_against_transactions",
                          absl::StrCat(options_.events, " streamed events"), "stream", transactions,
                          "transactions", {GoalBound::kAtLeast, 20}));
  }

 private:
  // Its answers are as large as the service's.
  absl::Status EmptyCalls() {
    auto server = BenchService::Start("bare-server", database_.url(), database_.directory(),
                                      {"--answer-bytes", absl::StrCat(kAnswerBytes)});
    if (!server.ok()) return server.status();
    return Calls("empty", **server);
  }

  absl::Status Service() {
    auto site = MakeBenchSite(database_);
    if (!site.ok()) return site.status();
    absl::Status status = Calls("unary", *site->ingestion);
    if (status.ok()) status = LoneCalls(*site->ingestion);
    if (!status.ok()) return status;
    database_.Settle();
    const auto outcome = SendByStreams(site->ingestion->address(), loads_.stream, options_.streams);
    if (!outcome.ok()) return site->ingestion->Explain(outcome.status());
    rates_.Add("stream",
               static_cast<double>(options_.events) / absl::ToDoubleSeconds(outcome->elapsed));
    return absl::OkStatus();
  }

  absl::Status Calls(const char* name, const BenchService& service) {
    database_.Settle();
    const auto outcome = MakeCalls({.address = service.address(),
                                    .method = kSubmitMethod,
                                    .requests = loads_.calls,
                                    .calls = options_.calls,
                                    .in_flight = options_.in_flight,
                                    .connections = options_.connections});
    if (!outcome.ok()) return service.Explain(outcome.status());
    rates_.Add(name, outcome->calls_per_s());
    return absl::OkStatus();
  }

  absl::Status LoneCalls(const BenchService& service) {
    database_.Settle();
    const auto outcome = MakeCalls({.address = service.address(),
                                    .method = kSubmitMethod,
                                    .requests = loads_.lone_calls,
                                    .calls = options_.lone_calls});
    if (!outcome.ok()) return service.Explain(outcome.status());
    latencies_.Add("alone", Quantile(outcome->latencies_ms, kHalf));
    return absl::OkStatus();
  }

  absl::Status BareCommits() {
    auto schema = MakeBenchSchema(database_);
    if (!schema.ok()) return schema.status();
    database_.Settle();
    const auto latencies_ms = TimeSingleRowCommits((*schema)->url(), loads_.lone_rows);
    if (!latencies_ms.ok()) return latencies_ms.status();
    latencies_.Add("commit", Quantile(*latencies_ms, kHalf));
    return absl::OkStatus();
  }

  absl::Status Transactions() {
    auto schema = MakeBenchSchema(database_);
    if (!schema.ok()) return schema.status();
    database_.Settle();
    const auto elapsed =
        TimeOneTransactionAnEvent((*schema)->url(), loads_.rows, options_.transaction_connections);
    if (!elapsed.ok()) return elapsed.status();
    rates_.Add("transactions",
               static_cast<double>(options_.transactions) / absl::ToDoubleSeconds(*elapsed));
    return absl::OkStatus();
  }

  static ReportLine Line(const Samples& samples, const char* name, const std::string& what,
                         const char* measured, const std::string& baseline_what,
                         const char* baseline, Goal goal) {
    return {.name = name,
            .what = what,
            .unit = samples.unit(),
            .measured = samples.Of(measured),
            .baseline = Baseline{baseline_what, samples.Of(baseline)},
            .goal = goal};
  }

  const BenchOptions& options_;
  const BenchDatabase& database_;
  const Loads loads_;
  Samples rates_{"events/s"};
  Samples latencies_{"ms"};
};

}  // namespace

absl::Status BenchSubmit(const BenchContext& context) {
  absl::StatusOr<Loads> loads = MakeLoads(context.options);
  if (!loads.ok()) return loads.status();
  SubmitBench bench(context, *std::move(loads));
  return RunRounds(context, &bench);
}

}  // namespace jurimeter::bench
