// Options that the `query` subcommands share, and their call to the service.
#ifndef JURIMETER_TOOLS_JURIMETER_COMMANDS_QUERY_OPTIONS_H_
#define JURIMETER_TOOLS_JURIMETER_COMMANDS_QUERY_OPTIONS_H_

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "jurimeter/v1/query.grpc.pb.h"
#include "services/present/answer_formats.h"
#include "services/present/answer_state.h"
#include "services/runtime/rpc/rpc_status.h"
#include "tools/jurimeter/commands/as_of_word.h"
#include "tools/jurimeter/commands/command.h"
#include "tools/jurimeter/local/channel.h"

namespace CLI {
class App;
}  // namespace CLI

namespace jurimeter::tools {

// The options that every question has.
struct QuestionOptions {
  std::string query;
  std::string format = "table";
  std::string region;
  std::vector<std::string> indicators;
  int64_t min_revision = 0;
  std::string as_of;  // can be read: the command line checked it
};

// Adds --query, --format, --region, --indicator, --min-revision and --as-of. `by_default` says
// which indicators are printed without --indicator. Options that say what is asked have no
// variable: one that was set for another command, such as the bureau of `submit`, must not narrow a
// figure.
void AddQuestionOptions(CLI::App& app, const std::string& by_default, QuestionOptions* options);

// A question for figures.
struct FigureOptions {
  QuestionOptions question;
  std::vector<std::string> bureaus;
  bool all = false;
};

inline present::AskedScope AskedScopeOf(const FigureOptions& options) {
  return {options.question.region, options.bureaus};
}

// Adds the options of every question, --bureau and --all.
void AddFigureOptions(CLI::App& app, FigureOptions* options);

// Adds PERIOD, which PeriodFromWord can read.
void AddPeriod(CLI::App& app, std::string* period);

// For CLI::Option::check: accepts the words that `read` can read. The error of `read` becomes the
// error of the command line.
template <typename Message>
auto Readable(absl::StatusOr<Message> (*read)(const std::string&)) {
  return [read](const std::string& word) { return std::string(read(word).status().message()); };
}

// Prints `response` in the format that was asked for; notes go to standard error.
template <typename Response>
void PrintAnswer(const QuestionOptions& options, const present::AskedScope& scope,
                 const Response& response) {
  const present::FormattedAnswer answer = present::FormatAnswer(options.format, scope, response);
  std::cout << answer.content;
  std::cerr << answer.notes;
}

// A request with the fields that all requests have.
template <typename Request>
Request RequestOf(const QuestionOptions& options) {
  Request request;
  request.set_region(options.region);
  request.mutable_indicators()->Add(options.indicators.begin(), options.indicators.end());
  request.set_min_revision(options.min_revision);
  if (!options.as_of.empty()) *request.mutable_as_of() = *AsOfFromWord(options.as_of);
  return request;
}

template <typename Request>
Request RequestOf(const FigureOptions& options) {
  Request request = RequestOf<Request>(options.question);
  request.mutable_bureaus()->Add(options.bureaus.begin(), options.bureaus.end());
  request.set_include_supporting(options.all);
  return request;
}

// Calls `method` of the service at `address`. If there is no answer, prints why. Returns the exit
// code.
template <typename Request, typename Response>
int CallQuery(const std::string& address,
              grpc::Status (v1::IndicatorQuery::Stub::*method)(grpc::ClientContext*, const Request&,
                                                               Response*),
              const Request& request, Response* response) {
  // The service waits up to 10 s for a min_revision. A state of the past may take longer to load.
  constexpr std::chrono::seconds kTimeout(20);
  constexpr absl::Duration kLoadingPatience = absl::Minutes(10);
  const auto channel = OpenChannel(address);
  const absl::Status connected = AwaitConnection(*channel, address, kQueryProgram);
  if (!connected.ok()) return Fail(connected);
  const auto service = v1::IndicatorQuery::NewStub(channel);
  const absl::Time give_up = absl::Now() + kLoadingPatience;
  while (true) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kTimeout);
    const grpc::Status status = ((*service).*method)(&context, request, response);
    if (status.ok()) return kDone;
    const auto delay = DelayOf(status, runtime::kStateNotLoaded);
    if (!delay.has_value() || absl::Now() > give_up) {
      return FailCall(address, kQueryProgram, status);
    }
    absl::SleepFor(*delay);
  }
}

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_COMMANDS_QUERY_OPTIONS_H_
