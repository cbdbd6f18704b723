// jurimeter-bare-server: answers the calls that `jurimeter-bench` measures with as many constant
// bytes, in the services' own gRPC server and process, and does nothing else. What it reaches is
// what the wire allows.
#include <grpcpp/support/byte_buffer.h>

#include <CLI/CLI.hpp>
#include <string>
#include <utility>
#include <vector>

#include "jurimeter/v1/ingestion.grpc.pb.h"
#include "jurimeter/v1/query.grpc.pb.h"
#include "services/runtime/command_line.h"
#include "services/runtime/library_logs.h"
#include "services/runtime/readiness.h"
#include "services/runtime/serve.h"
#include "services/runtime/server_options.h"
#include "services/runtime/termination_signals.h"

namespace jurimeter::bench {
namespace {

constexpr char kListening[] = "listening";

struct Options {
  runtime::ServerOptions server{.listen = "127.0.0.1:0", .metrics_listen = "127.0.0.1:0"};
  size_t answer_bytes = 0;
};

grpc::ByteBuffer ConstantBytes(size_t count) {
  const grpc::Slice slice(std::string(count, 'x'));
  return grpc::ByteBuffer(&slice, 1);
}

grpc::ServerUnaryReactor* Answer(const grpc::ByteBuffer& bytes,
                                 grpc::CallbackServerContext* context, grpc::ByteBuffer* response) {
  *response = bytes;
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

class BareIngestion : public v1::IndicatorIngestion::WithRawCallbackMethod_SubmitIndicator<
                          v1::IndicatorIngestion::Service> {
 public:
  explicit BareIngestion(size_t answer_bytes) : answer_(ConstantBytes(answer_bytes)) {}

  grpc::ServerUnaryReactor* SubmitIndicator(grpc::CallbackServerContext* context,
                                            const grpc::ByteBuffer* /*request*/,
                                            grpc::ByteBuffer* response) override {
    return Answer(answer_, context, response);
  }

 private:
  const grpc::ByteBuffer answer_;
};

class BareQuery
    : public v1::IndicatorQuery::WithRawCallbackMethod_QueryYear<v1::IndicatorQuery::Service> {
 public:
  explicit BareQuery(size_t answer_bytes) : answer_(ConstantBytes(answer_bytes)) {}

  grpc::ServerUnaryReactor* QueryYear(grpc::CallbackServerContext* context,
                                      const grpc::ByteBuffer* /*request*/,
                                      grpc::ByteBuffer* response) override {
    return Answer(answer_, context, response);
  }

 private:
  const grpc::ByteBuffer answer_;
};

absl::Status Run(const Options& options) {
  absl::StatusOr<runtime::BoundAddresses> bound = runtime::BindAddresses(options.server);
  if (!bound.ok()) return bound.status();
  BareIngestion ingestion(options.answer_bytes);
  BareQuery query(options.answer_bytes);
  runtime::Readiness readiness({kListening});
  readiness.Set(kListening, true);
  const std::vector<runtime::ServedService> served = {
      {&ingestion, v1::IndicatorIngestion::service_full_name()},
      {&query, v1::IndicatorQuery::service_full_name()}};
  return runtime::Serve(
      *std::move(bound), options.server, served, &readiness, {}, [] {},
      [&options] { return options.server; });
}

}  // namespace
}  // namespace jurimeter::bench

int main(int argc, char** argv) {
  using namespace jurimeter;
  runtime::BlockSignals();
  runtime::RouteLibraryLogs();
  bench::Options options;
  CLI::App app{"Answers calls with constant bytes: a baseline of `jurimeter-bench`.",
               "jurimeter-bare-server"};
  runtime::AddServerOptions(app, &options.server);
  app.add_option("--answer-bytes", options.answer_bytes, "bytes of each answer")
      ->capture_default_str();
  if (const auto status = runtime::ParseCommandLine(app, argc, argv)) return *status;
  return runtime::ExitCode(bench::Run(options));
}
