#include "services/runtime/rpc/health_service.h"

#include <optional>
#include <utility>

#include "domain/values/require.h"
#include "services/runtime/rpc/request_decoder.h"
#include "services/runtime/rpc/rpc_status.h"

namespace jurimeter::runtime {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

// Longer than the name of any service.
constexpr size_t kMaxRequestBytes = 1024;

std::set<std::string> WithWholeServer(const std::vector<std::string>& services) {
  std::set<std::string> known(services.begin(), services.end());
  known.insert("");
  return known;
}

// The service that a request asks about; nothing if it cannot be read.
std::optional<std::string> ServiceOf(const grpc::ByteBuffer& bytes) {
  HealthCheckRequest request;
  if (bytes.Length() > kMaxRequestBytes || !DecodeRequest(bytes, &request)) return std::nullopt;
  return request.service();
}

grpc::ByteBuffer Encode(HealthService::Status status) {
  HealthCheckResponse response;
  response.set_status(status);
  return EncodeResponse(response);
}

}  // namespace

// One watching call. Deletes itself when it is done.
class HealthService::Watcher : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  explicit Watcher(HealthService* service) : service_(service) {}

  // Sends `status`, unless it was the last that was sent. If several come while one is on its way,
  // only the last is sent.
  void Send(Status status) {
    absl::MutexLock lock(&mutex_);
    wanted_ = status;
    WriteWanted();
  }

  void OnWriteDone(bool ok) override {
    absl::MutexLock lock(&mutex_);
    writing_ = false;
    if (!ok) return End(grpc::Status::CANCELLED);
    WriteWanted();
  }

  void Refuse(const grpc::Status& status) {
    absl::MutexLock lock(&mutex_);
    End(status);
  }

  void OnCancel() override { Refuse(grpc::Status::CANCELLED); }

  void OnDone() override {
    service_->Remove(this);
    delete this;
  }

 private:
  void WriteWanted() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (ended_ || writing_ || wanted_ == sent_) return;
    writing_ = true;
    sent_ = wanted_;
    bytes_ = Encode(*wanted_);
    StartWrite(&bytes_);
  }

  // Finishes once: the client may cancel a call that was refused.
  void End(const grpc::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (std::exchange(ended_, true)) return;
    Finish(status);
  }

  HealthService* const service_;
  absl::Mutex mutex_;
  std::optional<Status> wanted_ ABSL_GUARDED_BY(mutex_);
  std::optional<Status> sent_ ABSL_GUARDED_BY(mutex_);
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ByteBuffer bytes_;
};

HealthService::HealthService(std::vector<std::string> services)
    : known_(WithWholeServer(services)) {}

HealthService::~HealthService() {
  absl::MutexLock lock(&mutex_);
  JURIMETER_REQUIRE(watchers_.empty());
}

void HealthService::SetServing(bool serving) {
  absl::MutexLock lock(&mutex_);
  status_ = serving ? HealthCheckResponse::SERVING : HealthCheckResponse::NOT_SERVING;
  for (Watcher* watcher : watchers_) watcher->Send(status_);
}

grpc::ServerUnaryReactor* HealthService::Check(grpc::CallbackServerContext* context,
                                               const grpc::ByteBuffer* request,
                                               grpc::ByteBuffer* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const std::optional<std::string> service = ServiceOf(*request);
  if (!service.has_value()) {
    reactor->Finish(NotAMessage(HealthCheckRequest()));
  } else if (!Knows(*service)) {
    reactor->Finish(grpc::Status(grpc::StatusCode::NOT_FOUND, "service name unknown"));
  } else {
    absl::MutexLock lock(&mutex_);
    *response = Encode(status_);
    reactor->Finish(grpc::Status::OK);
  }
  return reactor;
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* HealthService::Watch(
    grpc::CallbackServerContext* /*context*/, const grpc::ByteBuffer* request) {
  auto* watcher = new Watcher(this);
  const std::optional<std::string> service = ServiceOf(*request);
  if (!service.has_value()) {
    watcher->Refuse(NotAMessage(HealthCheckRequest()));
  } else if (Knows(*service)) {
    Add(watcher);
  } else {
    watcher->Send(HealthCheckResponse::SERVICE_UNKNOWN);
  }
  return watcher;
}

void HealthService::Add(Watcher* watcher) {
  absl::MutexLock lock(&mutex_);
  watchers_.insert(watcher);
  watcher->Send(status_);
}

void HealthService::Remove(Watcher* watcher) {
  absl::MutexLock lock(&mutex_);
  watchers_.erase(watcher);
}

}  // namespace jurimeter::runtime
