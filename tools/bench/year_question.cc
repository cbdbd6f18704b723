#include "tools/bench/year_question.h"

#include <grpcpp/grpcpp.h>

#include <chrono>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "jurimeter/v1/query.grpc.pb.h"
#include "tools/bench/interruption.h"
#include "tools/bench/workload.h"
#include "tools/jurimeter/local/channel.h"

namespace jurimeter::bench {
namespace {

constexpr absl::Duration kPatience = absl::Minutes(5);
// Short, so that Ctrl-C is noticed. The service says UNAVAILABLE before it has passed.
constexpr std::chrono::seconds kOneWait(1);

// A service that has to load a state says so at once. Far shorter than that takes.
constexpr absl::Duration kPause = absl::Milliseconds(5);

v1::QueryYearRequest Request(int64_t min_revision) {
  v1::QueryYearRequest request;
  request.set_year(kSampleYear);
  request.set_min_revision(min_revision);
  return request;
}

absl::Status AwaitAnswer(const std::string& address, const v1::QueryYearRequest& request) {
  const auto service = v1::IndicatorQuery::NewStub(tools::OpenChannel(address));
  const absl::Time deadline = absl::Now() + kPatience;
  while (true) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kOneWait);
    v1::QueryYearResponse response;
    const grpc::Status status = service->QueryYear(&context, request, &response);
    if (status.ok()) return absl::OkStatus();
    const absl::Status going_on = CheckInterruption();
    if (!going_on.ok()) return going_on;
    if (absl::Now() >= deadline) {
      return absl::UnavailableError(absl::StrCat("the query service does not answer {",
                                                 request.ShortDebugString(),
                                                 "}: ", status.error_message()));
    }
    absl::SleepFor(kPause);
  }
}

}  // namespace

std::string YearRequest(int64_t min_revision) { return Request(min_revision).SerializeAsString(); }

absl::Status AwaitRevision(const std::string& address, int64_t revision) {
  return AwaitAnswer(address, Request(revision));
}

absl::Status AwaitAsOf(const std::string& address, int64_t revision) {
  v1::QueryYearRequest request = Request(0);
  request.mutable_as_of()->set_revision(revision);
  return AwaitAnswer(address, request);
}

}  // namespace jurimeter::bench
