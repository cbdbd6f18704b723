// jurimeter query: prints figures.
#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <memory>

#include "jurimeter/v1/query.grpc.pb.h"
#include "tools/jurimeter/channel.h"
#include "tools/jurimeter/command.h"
#include "tools/jurimeter/figure_formats.h"

namespace jurimeter::tools {
namespace {

// The service waits up to 10 s for a min_revision.
constexpr std::chrono::seconds kTimeout(20);

struct QueryOptions {
  std::string query;
  std::string format = "table";
  int32_t year = 0;
  std::string region;
  std::vector<std::string> bureaus;
  std::vector<std::string> indicators;
  bool all = false;
  int64_t min_revision = 0;
};

v1::QueryYearRequest ToRequest(const QueryOptions& options) {
  v1::QueryYearRequest request;
  request.set_year(options.year);
  request.set_region(options.region);
  request.mutable_bureaus()->Add(options.bureaus.begin(), options.bureaus.end());
  request.mutable_indicators()->Add(options.indicators.begin(), options.indicators.end());
  request.set_include_supporting(options.all);
  request.set_min_revision(options.min_revision);
  return request;
}

int QueryYear(const QueryOptions& options) {
  const auto channel = OpenChannel(options.query);
  const absl::Status connected = AwaitConnection(*channel, options.query);
  if (!connected.ok()) return Fail(connected);
  const auto service = v1::IndicatorQuery::NewStub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kTimeout);
  v1::QueryYearResponse response;
  const grpc::Status status = service->QueryYear(&context, ToRequest(options), &response);
  if (!status.ok()) return FailCall(options.query, status);
  if (options.format == "json") {
    std::cout << FiguresAsJson(response);
  } else if (options.format == "csv") {
    std::cout << FiguresAsCsv(response);
  } else {
    std::cout << FiguresAsTable(response);
  }
  return kDone;
}

}  // namespace

void RegisterQuery(CLI::App& app, Action* chosen) {
  CLI::App* query = app.add_subcommand("query", "Print figures");
  query->require_subcommand(1);
  CLI::App* year = query->add_subcommand("year", "Print the figures of one year by section");
  auto options = std::make_shared<QueryOptions>();
  year->add_option("YEAR", options->year, "From the catalog's first year to 9999")->required();
  AddQueryOption(*year, &options->query);
  year->add_option("--format", options->format, "table for people, json of the answer, or csv")
      ->check(CLI::IsMember({"table", "json", "csv"}))
      ->capture_default_str();
  year->add_option("--region", options->region,
                   "Count only bureaus whose division code starts with this. Default: all")
      ->type_name("PREFIX");
  year->add_option("--bureau", options->bureaus,
                   "Count only these bureaus, by code, commas between. Default: all")
      ->delimiter(',')
      ->type_name("CODE");
  year->add_option("--indicator", options->indicators,
                   "Print only these indicators, by code, commas between. Default: all that the "
                   "report prints")
      ->delimiter(',')
      ->type_name("CODE");
  year->add_flag("--all", options->all, "Print the supporting indicators too. Default: no");
  year->add_option("--min-revision", options->min_revision,
                   "Wait, at most 10 s, for this revision of the ledger")
      ->capture_default_str();
  year->callback([options, chosen] { *chosen = [options] { return QueryYear(*options); }; });
}

}  // namespace jurimeter::tools
