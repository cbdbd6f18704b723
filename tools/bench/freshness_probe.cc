#include "tools/bench/freshness_probe.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>

#include "absl/time/clock.h"
#include "jurimeter/v1/query.grpc.pb.h"
#include "tools/bench/workload.h"
#include "tools/jurimeter/local/channel.h"

namespace jurimeter::bench {
namespace {

constexpr absl::Duration kInterval = absl::Milliseconds(5);
constexpr std::chrono::seconds kTimeout(10);
// One indicator is enough, and costs the service least.
constexpr char kIndicator[] = "mediation.disputes_received";

}  // namespace

FreshnessProbe::FreshnessProbe(const std::string& address)
    : thread_([this, address] { Ask(address); }) {}

FreshnessProbe::~FreshnessProbe() { End(); }

void FreshnessProbe::End() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void FreshnessProbe::Ask(const std::string& address) {
  const auto service =
      v1::IndicatorQuery::NewStub(tools::OpenChannel(address, /*own_connection=*/true));
  v1::QueryYearRequest request;
  request.set_year(kSampleYear);
  request.add_indicators(kIndicator);
  // One question more, for events that became visible since the last.
  for (bool last = false; !last;) {
    {
      absl::MutexLock lock(&mutex_);
      last = mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kInterval);
    }
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kTimeout);
    v1::QueryYearResponse response;
    const bool answered = service->QueryYear(&context, request, &response).ok();
    if (answered && (seen_.empty() || response.revision() > seen_.back().revision)) {
      seen_.push_back({absl::Now(), response.revision()});
    }
  }
}

std::vector<double> FreshnessProbe::Stop(const std::vector<Acknowledgement>& acknowledgements) {
  End();
  std::vector<double> delays_ms;
  for (const Acknowledgement& each : acknowledgements) {
    const auto visible = std::lower_bound(
        seen_.begin(), seen_.end(), each.revision,
        [](const Acknowledgement& seen, int64_t revision) { return seen.revision < revision; });
    if (visible == seen_.end()) continue;
    // An answer may count an event before its acknowledgement has arrived.
    delays_ms.push_back(std::max(0.0, absl::ToDoubleMilliseconds(visible->at - each.at)));
  }
  return delays_ms;
}

}  // namespace jurimeter::bench
