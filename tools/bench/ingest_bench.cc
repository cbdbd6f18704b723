// jurimeter-bench ingest: streamed events against COPY of the same rows.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/event_store.h"
#include "tools/bench/bench_service.h"
#include "tools/bench/benches.h"
#include "tools/bench/copy_baseline.h"
#include "tools/bench/rounds.h"
#include "tools/bench/samples.h"
#include "tools/bench/stream_load.h"
#include "tools/bench/workload.h"

namespace jurimeter::bench {
namespace {

constexpr char kUnit[] = "events/s";
constexpr size_t kOnePercent = 100;

// The messages to send and the rows to copy, made once for all rounds.
struct Loads {
  std::vector<std::string> month_messages;
  std::vector<std::string> month_rows;
  std::vector<std::string> year_messages;
  std::vector<std::string> year_rows;
  std::vector<std::string> one_percent_messages;
};

absl::StatusOr<Loads> MakeLoads(const BenchOptions& options) {
  const absl::StatusOr<Workload> month = Workload::Make(kOneMonth);
  if (!month.ok()) return month.status();
  const absl::StatusOr<Workload> year = Workload::Make(kWholeYear);
  if (!year.ok()) return year.status();
  const EventRange all{.count = options.events};
  const EventRange repeating{.count = options.events, .duplicate_every = kOnePercent};
  return Loads{.month_messages = month->StreamMessages(all, options.batch_events),
               .month_rows = month->CopyChunks(all, storage::kMaxCommitEvents),
               .year_messages = year->StreamMessages(all, options.batch_events),
               .year_rows = year->CopyChunks(all, storage::kMaxCommitEvents),
               .one_percent_messages = month->StreamMessages(repeating, options.batch_events)};
}

class IngestBench {
 public:
  IngestBench(const BenchContext& context, Loads loads)
      : options_(context.options), database_(context.database), loads_(std::move(loads)) {}

  absl::Status Round() {
    absl::Status status = Copy("copy month", loads_.month_rows);
    if (status.ok()) status = MonthAndAgain();
    if (status.ok()) status = OnePercentDuplicates();
    if (status.ok()) status = Copy("copy year", loads_.year_rows);
    if (status.ok()) status = Year();
    return status;
  }

  void Report(std::vector<ReportLine>* lines) const {
    lines->push_back(Line("ingest.month", "of one month, acknowledged durable and totalled",
                          "month", "COPY of the same rows", "copy month", 0.8));
    lines->push_back(Line("ingest.year", "of a whole year, so with many more totals", "year",
                          "COPY of the same rows", "copy year", 0.5));
    lines->push_back(Line("ingest.one_percent_duplicates",
                          "of one month, 1% of which were sent before in the same run",
                          "1% duplicates", "ingest.month", "month", 0.7));
    lines->push_back(Line("ingest.all_duplicates",
                          "of one month, all stored before; the service has just started",
                          "all duplicates", "ingest.month", "month", 0.7));
  }

 private:
  // Sends the events of one month, then sends them again to services that remember nothing.
  absl::Status MonthAndAgain() {
    auto site = MakeBenchSite(database_);
    if (!site.ok()) return site.status();
    absl::Status status = Send("month", *site, loads_.month_messages, 0);
    if (!status.ok()) return status;
    site->ingestion.reset();
    auto anew = BenchService::Start("ingestion", site->schema->url(), database_.directory());
    if (!anew.ok()) return anew.status();
    site->ingestion = *std::move(anew);
    return Send("all duplicates", *site, loads_.month_messages, options_.events);
  }

  absl::Status OnePercentDuplicates() {
    auto site = MakeBenchSite(database_);
    if (!site.ok()) return site.status();
    return Send("1% duplicates", *site, loads_.one_percent_messages, options_.events / kOnePercent);
  }

  absl::Status Year() {
    auto site = MakeBenchSite(database_);
    if (!site.ok()) return site.status();
    return Send("year", *site, loads_.year_messages, 0);
  }

  absl::Status Copy(const std::string& name, const std::vector<std::string>& rows) {
    auto schema = MakeBenchSchema(database_);
    if (!schema.ok()) return schema.status();
    database_.Settle();
    const absl::StatusOr<absl::Duration> elapsed = TimeCopy((*schema)->url(), rows);
    if (!elapsed.ok()) return elapsed.status();
    Add(name, *elapsed);
    return absl::OkStatus();
  }

  absl::Status Send(const std::string& name, const BenchSite& site,
                    const std::vector<std::string>& messages, size_t duplicates) {
    database_.Settle();
    const absl::StatusOr<StreamOutcome> outcome =
        SendByStreams(site.ingestion->address(), messages, options_.streams);
    if (!outcome.ok()) return site.ingestion->Explain(outcome.status());
    // Events that are sent again after a stream broke may have been stored before.
    const int64_t expected = static_cast<int64_t>(duplicates);
    const int64_t sent = outcome->recorded + outcome->duplicates;
    if (sent != static_cast<int64_t>(options_.events) || outcome->duplicates < expected ||
        (outcome->duplicates > expected && outcome->resumed_streams == 0)) {
      return absl::InternalError(absl::StrCat(
          name, ": ", outcome->recorded, " events were recorded and ", outcome->duplicates,
          " were duplicates, of ", options_.events, " with ", duplicates, " duplicates"));
    }
    resumed_streams_[name] += outcome->resumed_streams;
    Add(name, outcome->elapsed);
    return absl::OkStatus();
  }

  void Add(const std::string& name, absl::Duration elapsed) {
    samples_.Add(name, static_cast<double>(options_.events) / absl::ToDoubleSeconds(elapsed));
  }

  ReportLine Line(const char* name, const char* what, const char* measured,
                  const char* baseline_what, const char* baseline, double at_least) const {
    const int resumed = resumed_streams_.at(measured);
    return {.name = name,
            .what = absl::StrCat(options_.events, " streamed events ", what,
                                 resumed == 0 ? ""
                                              : absl::StrCat("; in all rounds ", resumed,
                                                             " streams broke and were resumed")),
            .unit = kUnit,
            .measured = samples_.Of(measured),
            .baseline = Baseline{baseline_what, samples_.Of(baseline)},
            .goal = {GoalBound::kAtLeast, at_least}};
  }

  const BenchOptions& options_;
  const BenchDatabase& database_;
  const Loads loads_;
  Samples samples_{kUnit};
  std::map<std::string, int> resumed_streams_;
};

}  // namespace

absl::Status BenchIngest(const BenchContext& context) {
  absl::StatusOr<Loads> loads = MakeLoads(context.options);
  if (!loads.ok()) return loads.status();
  IngestBench bench(context, *std::move(loads));
  return RunRounds(context, &bench);
}

}  // namespace jurimeter::bench
