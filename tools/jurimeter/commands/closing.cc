// jurimeter closing: closes days whose figures are final, opens them again, and lists both.
#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "domain/values/period.h"
#include "jurimeter/v1/ledger.grpc.pb.h"
#include "services/messages/query_messages.h"
#include "services/present/closing_formats.h"
#include "services/present/period_words.h"
#include "services/runtime/command_line.h"
#include "tools/jurimeter/commands/command.h"
#include "tools/jurimeter/commands/query_options.h"
#include "tools/jurimeter/commands/request_options.h"
#include "tools/jurimeter/events/event_fields.h"
#include "tools/jurimeter/local/channel.h"

namespace jurimeter::tools {
namespace {

constexpr std::chrono::seconds kTimeout(30);
constexpr int kPageSize = 1000;

struct ClosingOptions {
  std::string ingestion;
  int64_t closing = 0;  // of a reopening
  std::string days;     // can be read: the command line checked it; empty: all of a reopening
  bool all = false;
  std::string region;
  std::vector<std::string> bureaus;
  std::string reason;
  std::string request_id;
  bool dry_run = false;

  bool has_scope() const { return all || !region.empty() || !bureaus.empty(); }
};

struct ListOptions {
  std::string ingestion;
  std::string format = "table";
  bool in_force = false;
};

// Calls `method` of the service at `address`. If there is no answer, prints why. Returns the exit
// code.
template <typename Request, typename Response>
int Call(const std::string& address,
         grpc::Status (v1::IndicatorLedger::Stub::*method)(grpc::ClientContext*, const Request&,
                                                           Response*),
         const Request& request, Response* response) {
  const auto channel = OpenChannel(address);
  const absl::Status connected = AwaitConnection(*channel, address, kIngestionProgram);
  if (!connected.ok()) return Fail(connected);
  const auto service = v1::IndicatorLedger::NewStub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kTimeout);
  const grpc::Status status = ((*service).*method)(&context, request, response);
  return status.ok() ? kDone : FailCall(address, kIngestionProgram, status);
}

// A request with the fields that both requests have.
template <typename Request>
Request RequestOf(const ClosingOptions& options) {
  Request request;
  request.set_request_id(options.request_id.empty() ? RandomEventId() : options.request_id);
  if (!options.days.empty()) {
    Violations unread;  // none: the command line checked the word
    const Period days = messages::PeriodFromProto(*present::PeriodFromWord(options.days), &unread);
    request.set_first_day(DayText(days.first));
    request.set_last_day(DayText(days.last));
  }
  if (options.has_scope()) {
    v1::Scope& scope = *request.mutable_scope();
    scope.set_all(options.all);
    scope.set_region(options.region);
    scope.mutable_bureaus()->Add(options.bureaus.begin(), options.bureaus.end());
  }
  request.set_reason(options.reason);
  request.set_dry_run(options.dry_run);
  return request;
}

// Sends `request` and prints what became of it. `done` is "closed" or "reopened".
template <typename Request, typename Response>
int Do(const ClosingOptions& options,
       grpc::Status (v1::IndicatorLedger::Stub::*method)(grpc::ClientContext*, const Request&,
                                                         Response*),
       const Request& request, const char* done) {
  const std::string about = "request " + request.request_id();
  Response response;
  const int outcome = Call(options.ingestion, method, request, &response);
  if (outcome != kDone) {
    // So that the same can be sent again.
    std::cerr << about << '\n';
    return outcome;
  }
  const bool duplicate = response.outcome() == v1::CLOSING_OUTCOME_DUPLICATE;
  const std::string extent = present::ExtentText(response.bureau_days(), response.bureaus());
  if (options.dry_run) {
    std::cout << (duplicate ? "has been " : "would be ") << done << ": " << extent;
  } else {
    std::cout << (duplicate ? "duplicate" : done) << " at revision " << response.revision() << ": "
              << extent;
  }
  std::cout << ", " << about << '\n';
  return kDone;
}

int Close(const ClosingOptions& options) {
  return Do(options, &v1::IndicatorLedger::Stub::Close, RequestOf<v1::CloseRequest>(options),
            "closed");
}

int Reopen(const ClosingOptions& options) {
  auto request = RequestOf<v1::ReopenRequest>(options);
  request.set_closing(options.closing);
  return Do(options, &v1::IndicatorLedger::Stub::Reopen, request, "reopened");
}

int List(const ListOptions& options) {
  v1::ListClosingsRequest request;
  request.set_page_size(kPageSize);
  request.set_in_force(options.in_force);
  v1::ListClosingsResponse list;
  do {
    v1::ListClosingsResponse page;
    const int outcome =
        Call(options.ingestion, &v1::IndicatorLedger::Stub::ListClosings, request, &page);
    if (outcome != kDone) return outcome;
    request.set_page_token(page.next_page_token());
    list.mutable_closings()->MergeFrom(page.closings());
  } while (!request.page_token().empty());
  std::cout << present::FormatClosings(options.format, list);
  return kDone;
}

void AddOptions(CLI::App& app, const std::string& by_default, ClosingOptions* options) {
  AddIngestionOption(app, &options->ingestion);
  app.add_option("--days", options->days, present::kPeriodWords + by_default)
      ->check(Readable(present::PeriodFromWord))
      ->type_name("PERIOD")
      ->group(runtime::kNoVariable);
  auto* const all =
      app.add_flag("--all", options->all, "Every bureau" + by_default)->group(runtime::kNoVariable);
  auto* const region =
      app.add_option("--region", options->region,
                     "Bureaus on days on which their division code starts with this")
          ->excludes(all)
          ->type_name("PREFIX")
          ->group(runtime::kNoVariable);
  app.add_option("--bureau", options->bureaus, "Bureaus by code, commas between")
      ->delimiter(',')
      ->excludes(all)
      ->excludes(region)
      ->type_name("CODE")
      ->group(runtime::kNoVariable);
  AddRequestOptions(app,
                    "Why, in 1 to 500 characters; kept for ever, and shown to whoever reports of a "
                    "closed day, so name no persons",
                    &options->reason, &options->request_id, &options->dry_run);
}

void RegisterClose(CLI::App& closing, Action* chosen) {
  CLI::App* command = closing.add_subcommand(
      "close", "Have days of bureaus take no new events, retractions or corrections");
  auto options = std::make_shared<ClosingOptions>();
  AddOptions(*command, "", options.get());
  command->get_option("--days")->required();
  command->callback([options, chosen] {
    if (!options->has_scope()) {
      throw CLI::RequiredError("one of --all, --region and --bureau");
    }
    *chosen = [options] { return Close(*options); };
  });
}

void RegisterReopen(CLI::App& closing, Action* chosen) {
  CLI::App* command = closing.add_subcommand(
      "reopen", "Take back a closing, or some of its days or bureaus; other closings stand");
  auto options = std::make_shared<ClosingOptions>();
  command->add_option("REVISION", options->closing, "Revision of the closing")
      ->check(CLI::Range(int64_t{1}, std::numeric_limits<int64_t>::max()))
      ->required();
  AddOptions(*command, ". Default: all that it closes", options.get());
  command->callback([options, chosen] { *chosen = [options] { return Reopen(*options); }; });
}

void RegisterList(CLI::App& closing, Action* chosen) {
  CLI::App* command = closing.add_subcommand("list", "Print closings and reopenings by revision");
  auto options = std::make_shared<ListOptions>();
  AddIngestionOption(*command, &options->ingestion);
  command->add_flag("--in-force", options->in_force, "Only closings that still close a day")
      ->group(runtime::kNoVariable);
  command->add_option("--format", options->format, "table for people, json of the answer, or csv")
      ->check(CLI::IsMember(present::ClosingFormatNames()))
      ->capture_default_str();
  command->callback([options, chosen] { *chosen = [options] { return List(*options); }; });
}

}  // namespace

void RegisterClosing(CLI::App& app, Action* chosen) {
  CLI::App* closing =
      app.add_subcommand("closing", "Close days whose figures are final, or open them again");
  closing->require_subcommand(1);
  RegisterClose(*closing, chosen);
  RegisterReopen(*closing, chosen);
  RegisterList(*closing, chosen);
}

}  // namespace jurimeter::tools
