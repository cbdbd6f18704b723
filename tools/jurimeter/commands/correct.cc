// jurimeter retract, jurimeter correct: have one recorded event no longer count, perhaps with
// another in its place.
#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>

#include "jurimeter/v1/ingestion.grpc.pb.h"
#include "services/runtime/command_line.h"
#include "tools/jurimeter/commands/command.h"
#include "tools/jurimeter/commands/event_options.h"
#include "tools/jurimeter/commands/request_options.h"
#include "tools/jurimeter/events/event_fields.h"
#include "tools/jurimeter/local/channel.h"

namespace jurimeter::tools {
namespace {

constexpr std::chrono::seconds kTimeout(30);

struct RetractOptions {
  std::string ingestion;
  std::string bureau;
  std::string event_id;
  std::string reason;
  std::string request_id;
  bool dry_run = false;
};

struct CorrectOptions {
  RetractOptions retract;
  EventOptions event;
};

void Fill(const RetractOptions& options, v1::Retraction* retraction) {
  retraction->set_request_id(options.request_id.empty() ? RandomEventId() : options.request_id);
  retraction->set_bureau(options.bureau);
  retraction->set_event_id(options.event_id);
  retraction->set_reason(options.reason);
}

// Sends `request` and prints what became of it. `done` says what a success does, such as
// "retracted"; `about` names all ids, so that the same can be sent again.
template <typename Request, typename Response>
int Call(const RetractOptions& options, const Request& request,
         grpc::Status (v1::IndicatorIngestion::Stub::*method)(grpc::ClientContext*, const Request&,
                                                              Response*),
         const char* done, const std::string& about) {
  const auto channel = OpenChannel(options.ingestion);
  const absl::Status connected = AwaitConnection(*channel, options.ingestion, kIngestionProgram);
  if (!connected.ok()) return Fail(connected);
  const auto service = v1::IndicatorIngestion::NewStub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kTimeout);
  Response response;
  const grpc::Status status = (*service.*method)(&context, request, &response);
  if (!status.ok()) {
    std::cerr << about << '\n';
    return FailCall(options.ingestion, kIngestionProgram, status);
  }
  const bool duplicate = response.outcome() == v1::CORRECTION_OUTCOME_DUPLICATE;
  if (options.dry_run) {
    std::cout << (duplicate ? "has been " : "would be ") << done;
  } else {
    std::cout << (duplicate ? "duplicate" : done) << " at revision " << response.revision();
  }
  std::cout << ", " << about << '\n';
  return kDone;
}

int Retract(const RetractOptions& options) {
  v1::RetractIndicatorRequest request;
  Fill(options, request.mutable_retraction());
  request.set_dry_run(options.dry_run);
  return Call(options, request, &v1::IndicatorIngestion::Stub::RetractIndicator, "retracted",
              "event " + options.event_id + ", request " + request.retraction().request_id());
}

int Correct(const CorrectOptions& options) {
  v1::CorrectIndicatorRequest request;
  v1::Correction* correction = request.mutable_correction();
  if (!ReadEvent(options.event, options.retract.bureau, correction->mutable_replacement())) {
    return kFindings;
  }
  Fill(options.retract, correction->mutable_retraction());
  request.set_dry_run(options.retract.dry_run);
  return Call(
      options.retract, request, &v1::IndicatorIngestion::Stub::CorrectIndicator, "corrected",
      "event " + options.retract.event_id + ", new event " + correction->replacement().event_id() +
          ", request " + correction->retraction().request_id());
}

void AddOptions(CLI::App& app, RetractOptions* options) {
  AddIngestionOption(app, &options->ingestion);
  app.add_option("BUREAU", options->bureau, "Code of the bureau that reported the event")
      ->required();
  app.add_option("EVENT_ID", options->event_id, "Id of the event")->required();
  AddRequestOptions(app, "Why, in 1 to 500 characters; kept for ever, so name no persons",
                    &options->reason, &options->request_id, &options->dry_run);
}

}  // namespace

void RegisterRetract(CLI::App& app, Action* chosen) {
  CLI::App* command =
      app.add_subcommand("retract", "Have one recorded event no longer count; it stays in the log");
  auto options = std::make_shared<RetractOptions>();
  AddOptions(*command, options.get());
  command->callback([options, chosen] { *chosen = [options] { return Retract(*options); }; });
}

void RegisterCorrect(CLI::App& app, Action* chosen) {
  CLI::App* command = app.add_subcommand(
      "correct", "Have another event count in place of a recorded one, which stays in the log");
  auto options = std::make_shared<CorrectOptions>();
  AddOptions(*command, &options->retract);
  AddEventOptions(*command, &options->event);
  command->callback([options, chosen] { *chosen = [options] { return Correct(*options); }; });
}

}  // namespace jurimeter::tools
