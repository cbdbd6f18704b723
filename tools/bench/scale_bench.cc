// jurimeter-bench scale: what changes with the number of events, and what must not.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/messages/catalog_text.h"
#include "storage/postgres/verify.h"
#include "tools/bench/bench_service.h"
#include "tools/bench/benches.h"
#include "tools/bench/filled_site.h"
#include "tools/bench/freshness_probe.h"
#include "tools/bench/interruption.h"
#include "tools/bench/libpq.h"
#include "tools/bench/machine.h"
#include "tools/bench/samples.h"
#include "tools/bench/stream_load.h"
#include "tools/bench/unary_load.h"
#include "tools/bench/workload.h"
#include "tools/bench/year_question.h"

namespace jurimeter::bench {
namespace {

constexpr double kHalf = 0.5;
constexpr double kNinetyNinePercent = 0.99;
constexpr size_t kParts = 10;

// All that a verification or an old state must read at least, added up by cell and day.
constexpr char kGroupBy[] = R"(
SELECT bureau_id, indicator_id, category_id, occurred_on, sum(quantity), count(*)
FROM event GROUP BY 1, 2, 3, 4)";

constexpr double kMaxMemoryMib = 256;
constexpr double kFlat = 1.1;
constexpr double kMaxVerifyRatio = 6;
constexpr double kMaxAsOfRatio = 3;

// A state that a question is as of.
struct OldState {
  const char* name;
  double part;  // of all revisions
};

constexpr OldState kOldStates[] = {{"first", 0.01}, {"middle", 0.5}, {"last", 0.99}};

class ScaleBench {
 public:
  ScaleBench(const BenchContext& context, Workload workload)
      : context_(context), options_(context.options), workload_(std::move(workload)) {}

  // Fills a new site with the largest size, tenth by tenth, and watches it. The site stays.
  absl::Status Fill();

  // Makes the sites of the smaller sizes.
  absl::Status FillSmaller();

  // QueryYear on each of the sites, and a start of the query service on the largest.
  absl::Status Look();

  // Has the largest read for the first time, in each of the ways that are measured.
  absl::Status WarmUp();

  // Reads the largest in one statement: the baseline of the next two.
  absl::Status GroupBy(const char* name);

  // Old states of it, each on a service that has not loaded it yet.
  absl::Status AskAsOf();

  // A verification of it.
  absl::Status Verify();

  void Report(std::vector<ReportLine>* lines) const;

 private:
  // How long the old state takes, in seconds.
  absl::StatusOr<double> TimeAsOf(const OldState& state) const;
  absl::Status FillPart(size_t part, std::vector<Acknowledgement>* acknowledgements);
  void AddMemory(const char* when);
  void ReportMemory(const std::string& service, std::vector<ReportLine>* lines) const;
  void ReportLatencies(std::vector<ReportLine>* lines) const;

  size_t largest() const { return options_.sizes.back(); }
  // The tenth of the largest size that follows `part` tenths.
  size_t FirstOf(size_t part) const { return largest() * part / kParts; }

  const BenchContext context_;
  const BenchOptions& options_;
  const Workload workload_;
  BenchSite site_;
  int64_t last_revision_ = 0;  // of the site
  std::vector<BenchSite> smaller_;
  Samples rates_{"events/s"};
  Samples milliseconds_{"ms"};
  Samples memory_{"MiB"};
  Samples seconds_{"s"};
};

absl::Status ScaleBench::Fill() {
  site_ = BenchSite();
  auto site = MakeBenchSite(context_.database);
  if (!site.ok()) return site.status();
  site_ = *std::move(site);
  context_.database.Settle();
  FreshnessProbe probe(site_.query->address());
  std::vector<Acknowledgement> acknowledgements;
  for (size_t part = 0; part < kParts; ++part) {
    const absl::Status status = FillPart(part, &acknowledgements);
    if (!status.ok()) return status;
  }
  const std::vector<double> delays_ms = probe.Stop(acknowledgements);
  if (delays_ms.size() < acknowledgements.size()) {
    return absl::InternalError("some events were acknowledged and never seen by QueryYear");
  }
  milliseconds_.Add("freshness", Quantile(delays_ms, kNinetyNinePercent));
  return TidyUp(site_);
}

absl::Status ScaleBench::FillPart(size_t part, std::vector<Acknowledgement>* acknowledgements) {
  const EventRange range{.first = FirstOf(part), .count = FirstOf(part + 1) - FirstOf(part)};
  const std::vector<std::string> messages = workload_.StreamMessages(range, options_.batch_events);
  const auto outcome = SendByStreams(site_.ingestion->address(), messages, options_.streams);
  if (!outcome.ok()) return site_.ingestion->Explain(outcome.status());
  const double rate = static_cast<double>(range.count) / absl::ToDoubleSeconds(outcome->elapsed);
  acknowledgements->insert(acknowledgements->end(), outcome->acknowledgements.begin(),
                           outcome->acknowledgements.end());
  if (part == 0) {
    rates_.Add("first tenth", rate);
    AddMemory("first");
  } else if (part + 1 == kParts) {
    rates_.Add("last tenth", rate);
    AddMemory("last");
  }
  last_revision_ = outcome->last_revision();
  const absl::Status visible = AwaitRevision(site_.query->address(), last_revision_);
  return site_.query->Explain(visible);
}

void ScaleBench::AddMemory(const char* when) {
  for (const auto& [name, service] :
       {std::pair("ingestion", site_.ingestion.get()), std::pair("query", site_.query.get())}) {
    const ProcessMemory memory = MemoryOf(service->pid());
    memory_.Add(absl::StrCat(name, " ", when), memory.resident_mib);
    memory_.Add(absl::StrCat(name, " peak at ", when), memory.peak_mib);
  }
}

absl::Status ScaleBench::FillSmaller() {
  for (size_t n = 0; n + 1 < options_.sizes.size(); ++n) {
    auto site = MakeFilledSite(context_, options_.sizes[n]);
    if (!site.ok()) return site.status();
    site->ingestion.reset();
    smaller_.push_back(*std::move(site));
  }
  site_.ingestion.reset();
  context_.database.Settle();
  return absl::OkStatus();
}

absl::Status ScaleBench::Look() {
  const std::vector<std::string> requests = {YearRequest(0)};
  for (size_t n = 0; n < options_.sizes.size(); ++n) {
    const BenchSite& site = n < smaller_.size() ? smaller_[n] : site_;
    const auto outcome = MakeCalls({.address = site.query->address(),
                                    .method = kQueryYearMethod,
                                    .requests = requests,
                                    .calls = options_.lone_calls});
    if (!outcome.ok()) return site.query->Explain(outcome.status());
    milliseconds_.Add(absl::StrCat("query at ", options_.sizes[n]),
                      Quantile(outcome->latencies_ms, kHalf));
  }
  const auto cold =
      BenchService::Start("query", site_.schema->url(), context_.database.directory());
  if (!cold.ok()) return cold.status();
  seconds_.Add("cold start", absl::ToDoubleSeconds((*cold)->start_time()));
  return absl::OkStatus();
}

absl::Status ScaleBench::WarmUp() {
  const absl::Status status = GroupBy("group by, first");
  if (!status.ok()) return status;
  return TimeAsOf(kOldStates[0]).status();
}

absl::Status ScaleBench::GroupBy(const char* name) {
  const absl::StatusOr<LibpqConnection> connection = ConnectByLibpq(site_.schema->url());
  if (!connection.ok()) return connection.status();
  const absl::Time begin = absl::Now();
  const absl::Status status = Execute(connection->get(), kGroupBy);
  if (!status.ok()) return status;
  seconds_.Add(name, absl::ToDoubleSeconds(absl::Now() - begin));
  return CheckInterruption();
}

absl::StatusOr<double> ScaleBench::TimeAsOf(const OldState& state) const {
  const auto service =
      BenchService::Start("query", site_.schema->url(), context_.database.directory());
  if (!service.ok()) return service.status();
  const auto revision = static_cast<int64_t>(state.part * static_cast<double>(last_revision_));
  const absl::Time begin = absl::Now();
  const absl::Status status = AwaitAsOf((*service)->address(), std::max<int64_t>(revision, 1));
  if (!status.ok()) return (*service)->Explain(status);
  return absl::ToDoubleSeconds(absl::Now() - begin);
}

absl::Status ScaleBench::AskAsOf() {
  double worst = 0;
  for (const OldState& state : kOldStates) {
    const absl::StatusOr<double> seconds = TimeAsOf(state);
    if (!seconds.ok()) return seconds.status();
    seconds_.Add(absl::StrCat("as of the ", state.name), *seconds);
    worst = std::max(worst, *seconds);
  }
  seconds_.Add("as of", worst);
  return absl::OkStatus();
}

absl::Status ScaleBench::Verify() {
  const absl::Time begin = absl::Now();
  const auto report = storage::Verify(
      {.url = site_.schema->url()},
      [](const storage::StoredCatalog& stored) -> absl::StatusOr<std::shared_ptr<const Catalog>> {
        const auto parsed = messages::ParseCatalog(stored.text, &stored.keys);
        if (parsed.ok()) return parsed->catalog;
        return absl::InternalError(parsed.faults().front().ToString());
      });
  if (!report.ok()) return report.status();
  seconds_.Add("verify", absl::ToDoubleSeconds(absl::Now() - begin));
  if (report->findings.empty()) return CheckInterruption();
  return absl::InternalError(
      absl::StrCat("a verification finds: ", report->findings.front().detail));
}

void ScaleBench::Report(std::vector<ReportLine>* lines) const {
  ReportLatencies(lines);
  lines->push_back(
      {.name = "scale.ingest_rate",
       .what = absl::StrCat("streamed events of a year, the last tenth of ", largest()),
       .unit = rates_.unit(),
       .measured = rates_.Of("last tenth"),
       .baseline = Baseline{"the first tenth", rates_.Of("first tenth")},
       .goal = {GoalBound::kAtLeast, 0.8}});
  lines->push_back({.name = "scale.freshness",
                    .what = "99th percentile of the time from an acknowledgement to QueryYear "
                            "counting it, while streams send all they can",
                    .unit = milliseconds_.unit(),
                    .measured = milliseconds_.Of("freshness"),
                    .baseline = std::nullopt,
                    .goal = {GoalBound::kAtMost, 200}});
  ReportMemory("ingestion", lines);
  ReportMemory("query", lines);
  lines->push_back({.name = "scale.cold_start",
                    .what = absl::StrCat("the query service from its start to SERVING, with ",
                                         largest(), " events"),
                    .unit = seconds_.unit(),
                    .measured = seconds_.Of("cold start"),
                    .baseline = std::nullopt,
                    .goal = {GoalBound::kAtMost, 2}});
  lines->push_back(
      {.name = "scale.as_of",
       .what = absl::StrCat("an old state of ", largest(),
                            " events, from the first question to its answer: near the first "
                            "revision, in the middle or near the last, whichever takes longest"),
       .unit = seconds_.unit(),
       .measured = seconds_.Of("as of"),
       .baseline = Baseline{"GROUP BY of them by cell and day", seconds_.Of("group by")},
       .goal = {GoalBound::kAtMost, kMaxAsOfRatio}});
  lines->push_back(
      {.name = "scale.verify",
       .what = absl::StrCat("a verification of ", largest(), " events"),
       .unit = seconds_.unit(),
       .measured = seconds_.Of("verify"),
       .baseline = Baseline{"GROUP BY of them by cell and day", seconds_.Of("group by")},
       .goal = {GoalBound::kAtMost, kMaxVerifyRatio}});
}

void ScaleBench::ReportLatencies(std::vector<ReportLine>* lines) const {
  const size_t smallest = options_.sizes.front();
  for (size_t n = 1; n < options_.sizes.size(); ++n) {
    const size_t size = options_.sizes[n];
    lines->push_back(
        {.name = absl::StrCat("scale.query_latency_", size),
         .what = absl::StrCat("median of QueryYear over ", size, " events, one after the other"),
         .unit = milliseconds_.unit(),
         .measured = milliseconds_.Of(absl::StrCat("query at ", size)),
         .baseline = Baseline{absl::StrCat("over ", smallest),
                              milliseconds_.Of(absl::StrCat("query at ", smallest))},
         .goal = {GoalBound::kAtMost, kFlat}});
  }
}

void ScaleBench::ReportMemory(const std::string& service, std::vector<ReportLine>* lines) const {
  lines->push_back({.name = absl::StrCat("scale.", service, "_memory"),
                    .what = absl::StrCat("most resident memory of the ", service,
                                         " service, while streams send all they can"),
                    .unit = memory_.unit(),
                    .measured = memory_.Of(service + " peak at last"),
                    .baseline = std::nullopt,
                    .goal = {GoalBound::kAtMost, kMaxMemoryMib}});
  lines->push_back(
      {.name = absl::StrCat("scale.", service, "_memory_growth"),
       .what = absl::StrCat("resident memory of the ", service, " service after the last tenth"),
       .unit = memory_.unit(),
       .measured = memory_.Of(service + " last"),
       .baseline = Baseline{"after the first tenth", memory_.Of(service + " first")},
       .goal = {GoalBound::kAtMost, kFlat}});
}

}  // namespace

absl::Status BenchScale(const BenchContext& context) {
  absl::StatusOr<Workload> workload = Workload::Make(kWholeYear);
  if (!workload.ok()) return workload.status();
  ScaleBench bench(context, *std::move(workload));
  for (int round = 1; round <= context.options.rounds; ++round) {
    const absl::Status status = bench.Fill();
    if (!status.ok()) return status;
  }
  absl::Status status = bench.FillSmaller();
  if (status.ok()) status = bench.WarmUp();
  for (int round = 1; status.ok() && round <= context.options.rounds; ++round) {
    status = bench.Look();
    if (status.ok()) status = bench.GroupBy("group by");
    if (status.ok()) status = bench.AskAsOf();
    if (status.ok()) status = bench.Verify();
  }
  if (!status.ok()) return status;
  bench.Report(&context.report->lines);
  return absl::OkStatus();
}

}  // namespace jurimeter::bench
