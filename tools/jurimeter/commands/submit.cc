// jurimeter submit: reports one event.
#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <memory>

#include "jurimeter/v1/ingestion.grpc.pb.h"
#include "tools/jurimeter/commands/command.h"
#include "tools/jurimeter/events/event_fields.h"
#include "tools/jurimeter/local/channel.h"

namespace jurimeter::tools {
namespace {

constexpr std::chrono::seconds kTimeout(30);

struct SubmitOptions {
  std::string ingestion;
  std::string event_id;
  std::string bureau;
  std::string indicator;
  std::string category;
  std::string quantity;
  std::string occurred_at;
  std::string subject;
};

// Fills `event` from `options`. Prints every option that cannot be read, and then returns false.
bool ReadEvent(const SubmitOptions& options, v1::IndicatorEvent* event) {
  const absl::Status quantity = SetQuantity(options.quantity, event);
  const auto occurred_at = ParseOccurredAt(options.occurred_at);
  if (!quantity.ok()) std::cerr << "jurimeter: quantity: " << quantity.message() << '\n';
  if (!occurred_at.ok()) {
    std::cerr << "jurimeter: occurred_at: " << occurred_at.status().message() << '\n';
  }
  if (!quantity.ok() || !occurred_at.ok()) return false;
  event->set_event_id(options.event_id.empty() ? RandomEventId() : options.event_id);
  event->set_bureau(options.bureau);
  event->set_indicator(options.indicator);
  event->set_category(options.category);
  *event->mutable_occurred_at() = *occurred_at;
  event->set_subject(options.subject);
  return true;
}

int Submit(const SubmitOptions& options) {
  v1::SubmitIndicatorRequest request;
  if (!ReadEvent(options, request.mutable_event())) return kFindings;
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
  const bool duplicate = response.outcome() == v1::OUTCOME_DUPLICATE;
  std::cout << (duplicate ? "duplicate" : "recorded") << " at revision " << response.revision()
            << ", event " << request.event().event_id() << '\n';
  return kDone;
}

}  // namespace

void RegisterSubmit(CLI::App& app, Action* chosen) {
  CLI::App* command = app.add_subcommand("submit", "Report one event");
  auto options = std::make_shared<SubmitOptions>();
  AddIngestionOption(*command, &options->ingestion);
  command->add_option("--bureau", options->bureau, "Code of the bureau that reports")->required();
  command->add_option("--indicator", options->indicator, "Code of the flow or stock reported on")
      ->required();
  command
      ->add_option(
          "--quantity", options->quantity,
          "How many, in the indicator's unit, such as 12, or 12.50 if it has decimals; 0 of a "
          "flow is a nil report")
      ->required();
  command
      ->add_option("--occurred-at", options->occurred_at,
                   "When, as RFC 3339 with its offset, such as 2023-12-31T23:59:59+08:00")
      ->required();
  command->add_option("--event-id", options->event_id,
                      "UUID, to be given again when this is sent again. Default: a random one");
  command->add_option("--category", options->category,
                      "Code of a category of the indicator. Default: none");
  command->add_option(
      "--subject", options->subject,
      "What it is about, such as a case number, at most 128 bytes. Default: nothing");
  command->callback([options, chosen] { *chosen = [options] { return Submit(*options); }; });
}

}  // namespace jurimeter::tools
