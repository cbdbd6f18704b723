// Reports one event and reads a figure back that counts it.
//
// Run: submit_event [INGESTION [QUERY]]
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <random>
#include <string>
#include <thread>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "jurimeter/v1/ingestion.grpc.pb.h"
#include "jurimeter/v1/query.grpc.pb.h"

namespace {

namespace v1 = jurimeter::v1;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using std::chrono::system_clock;

constexpr std::chrono::seconds kCallTimeout(10);
constexpr std::chrono::minutes kPatience(5);
constexpr milliseconds kLongestPause(30'000);

// Copies the detail of a failed call that has Detail's type into `detail`; false if it has none.
template <typename Detail>
bool FindDetail(const grpc::Status& status, Detail* detail) {
  google::rpc::Status rich;
  if (!rich.ParseFromString(status.error_details())) return false;
  for (const auto& packed : rich.details()) {
    if (packed.UnpackTo(detail)) return true;
  }
  return false;
}

// Whether the same event may be sent again, with the same id. After DEADLINE_EXCEEDED too: whether
// it was stored is not known then, and it never counts twice.
bool IsRetryable(const grpc::Status& status) {
  if (status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED) {
    google::rpc::RetryInfo retry;
    return FindDetail(status, &retry);  // else the message is too large
  }
  return status.error_code() == grpc::StatusCode::UNAVAILABLE ||
         status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
}

// `pause`, or what the server asks for if that is longer, spread out so that many clients do
// not come back at one moment.
milliseconds PauseBefore(const grpc::Status& status, milliseconds pause) {
  google::rpc::RetryInfo retry;
  if (FindDetail(status, &retry)) {
    const milliseconds told(retry.retry_delay().seconds() * 1000 +
                            retry.retry_delay().nanos() / 1'000'000);
    pause = std::max(pause, told);
  }
  static std::mt19937 random(std::random_device{}());
  return pause * std::uniform_int_distribution(100, 150)(random) / 100;
}

// Reports `event`. If nobody answered for kPatience, keep the event and send it again later.
grpc::Status Submit(v1::IndicatorIngestion::Stub& stub, const v1::IndicatorEvent& event,
                    v1::SubmitIndicatorResponse* response) {
  v1::SubmitIndicatorRequest request;
  *request.mutable_event() = event;
  const auto give_up = steady_clock::now() + kPatience;
  for (milliseconds pause(200);; pause = std::min(2 * pause, kLongestPause)) {
    grpc::ClientContext context;
    context.set_deadline(system_clock::now() + kCallTimeout);
    const grpc::Status status = stub.SubmitIndicator(&context, request, response);
    if (status.ok() || !IsRetryable(status)) return status;
    if (steady_clock::now() + pause > give_up) return status;
    std::this_thread::sleep_for(PauseBefore(status, pause));
  }
}

// A random UUID from Linux. Keep it with the record that the event is about, so that a retry has
// the same.
std::string NewEventId() {
  std::string id;
  std::ifstream("/proc/sys/kernel/random/uuid") >> id;
  return id;
}

v1::IndicatorEvent NewEvent() {
  v1::IndicatorEvent event;
  event.set_event_id(NewEventId());
  event.set_bureau("justice");
  event.set_indicator("mediation.disputes_received");
  event.set_category("neighbours");
  event.set_quantity(1);
  event.mutable_occurred_at()->set_seconds(1685583000);  // 2023-06-01T09:30:00+08:00
  event.set_subject("例-2023-0001");
  return event;
}

void PrintRefusal(const grpc::Status& status) {
  google::rpc::ErrorInfo info;
  FindDetail(status, &info);
  std::cout << "code " << status.error_code() << ' ' << info.reason() << '\n';
  google::rpc::BadRequest faults;
  FindDetail(status, &faults);
  for (const auto& fault : faults.field_violations()) {
    std::cout << "  " << fault.field() << ": " << fault.description() << '\n';
  }
}

// Prints the resolution rate at `revision` or later.
grpc::Status PrintRate(v1::IndicatorQuery::Stub& stub, int64_t revision) {
  v1::QueryYearRequest request;
  request.set_year(2023);
  request.add_indicators("mediation.resolution_rate");
  request.set_min_revision(revision);
  grpc::ClientContext context;
  context.set_deadline(system_clock::now() + kCallTimeout);
  v1::QueryYearResponse response;
  const grpc::Status status = stub.QueryYear(&context, request, &response);
  if (!status.ok()) return status;
  const v1::Figure& figure = response.figures(0);
  std::cout << figure.name_zh() << ' ' << figure.display() << " (" << figure.ratio().numerator()
            << " / " << figure.ratio().denominator() << ") at revision " << response.revision()
            << '\n';
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  const auto open = [](const char* address) {
    return grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  };
  const auto ingestion =
      v1::IndicatorIngestion::NewStub(open(argc > 1 ? argv[1] : "127.0.0.1:50051"));
  const auto query = v1::IndicatorQuery::NewStub(open(argc > 2 ? argv[2] : "127.0.0.1:50052"));

  const v1::IndicatorEvent event = NewEvent();
  v1::SubmitIndicatorResponse first;
  v1::SubmitIndicatorResponse again;
  grpc::Status status = Submit(*ingestion, event, &first);
  if (status.ok()) status = Submit(*ingestion, event, &again);
  if (status.ok()) {
    std::cout << v1::Outcome_Name(first.outcome()) << " at revision " << first.revision()
              << ", sent again: " << v1::Outcome_Name(again.outcome()) << '\n';
    v1::IndicatorEvent faulty = NewEvent();
    faulty.set_bureau("justise");
    faulty.set_quantity(-1);
    PrintRefusal(Submit(*ingestion, faulty, &again));
    status = PrintRate(*query, first.revision());
  }
  if (status.ok()) return 0;
  std::cerr << "submit_event: " << status.error_message() << '\n';
  return 1;
}
