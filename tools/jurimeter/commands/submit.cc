// jurimeter submit: reports one event.
#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <memory>

#include "jurimeter/v1/ingestion.grpc.pb.h"
#include "tools/jurimeter/commands/command.h"
#include "tools/jurimeter/commands/event_options.h"
#include "tools/jurimeter/local/channel.h"

namespace jurimeter::tools {
namespace {

constexpr std::chrono::seconds kTimeout(30);

struct SubmitOptions {
  std::string ingestion;
  std::string bureau;
  EventOptions event;
};

const char* Word(v1::Outcome outcome) {
  switch (outcome) {
    case v1::OUTCOME_DUPLICATE:
      return "duplicate";
    case v1::OUTCOME_RETRACTED:
      return "retracted before, counts nothing";
    default:
      return "recorded";
  }
}

int Submit(const SubmitOptions& options) {
  v1::SubmitIndicatorRequest request;
  if (!ReadEvent(options.event, options.bureau, request.mutable_event())) return kFindings;
  const auto channel = OpenChannel(options.ingestion);
  const absl::Status connected = AwaitConnection(*channel, options.ingestion, kIngestionProgram);
  if (!connected.ok()) return Fail(connected);
  const auto service = v1::IndicatorIngestion::NewStub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kTimeout);
  v1::SubmitIndicatorResponse response;
  const grpc::Status status = service->SubmitIndicator(&context, request, &response);
  if (!status.ok()) {
    std::cerr << "event " << request.event().event_id() << '\n';
    return FailCall(options.ingestion, kIngestionProgram, status);
  }
  std::cout << Word(response.outcome()) << " at revision " << response.revision() << ", event "
            << request.event().event_id() << '\n';
  return kDone;
}

}  // namespace

void RegisterSubmit(CLI::App& app, Action* chosen) {
  CLI::App* command = app.add_subcommand("submit", "Report one event");
  auto options = std::make_shared<SubmitOptions>();
  AddIngestionOption(*command, &options->ingestion);
  command->add_option("--bureau", options->bureau, "Code of the bureau that reports")->required();
  AddEventOptions(*command, &options->event);
  command->callback([options, chosen] { *chosen = [options] { return Submit(*options); }; });
}

}  // namespace jurimeter::tools
