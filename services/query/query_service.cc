#include "services/query/query_service.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/query/figure_messages.h"
#include "services/query/period_messages.h"
#include "services/runtime/catalog_messages.h"
#include "services/runtime/request_decoder.h"
#include "services/runtime/rpc_status.h"
#include "services/runtime/unary_call.h"

namespace jurimeter::query {
namespace {

constexpr char kService[] = "jurimeter.v1.IndicatorQuery";
// Longest wait for a revision, also of a call without a deadline.
constexpr absl::Duration kMaxWait = absl::Seconds(10);
// A wait ends this long before the client's deadline, so that the answer still arrives when the
// machine is busy.
constexpr absl::Duration kAnswerMargin = absl::Milliseconds(100);
constexpr absl::Duration kRetryDelay = absl::Seconds(1);

// Reads `bytes` into `message`: OK, or the status that refuses them.
grpc::Status Decode(const grpc::ByteBuffer& bytes, google::protobuf::Message* message) {
  runtime::InvalidTexts invalid_texts;
  if (!runtime::DecodeRequest(bytes, message, &invalid_texts)) {
    return runtime::NotAMessage(*message);
  }
  Violations violations;
  for (const std::string& field : invalid_texts) {
    violations.push_back({field, "is not valid UTF-8; expected UTF-8 text"});
  }
  if (violations.empty()) return grpc::Status::OK;
  return runtime::WithViolations(grpc::StatusCode::INVALID_ARGUMENT, runtime::kQueryRefused,
                                 violations);
}

absl::Time WaitDeadline(const grpc::CallbackServerContext& context) {
  const absl::Time deadline = absl::FromChrono(context.deadline()) - kAnswerMargin;
  return std::min(deadline, absl::Now() + kMaxWait);
}

grpc::Status NotReached(int64_t min_revision, int64_t head) {
  return runtime::Retryable(
      grpc::StatusCode::UNAVAILABLE, runtime::kRevisionNotReached,
      absl::StrCat("min_revision: is ", min_revision, "; the ledger is at ", head), kRetryDelay);
}

// Whether the bureau belongs, or ever belonged, to a region of `prefix`.
bool InRegion(const Bureau& bureau, const std::string& prefix) {
  return std::any_of(bureau.history.begin(), bureau.history.end(),
                     [&](const Assignment& each) { return absl::StartsWith(each.region, prefix); });
}

}  // namespace

QueryService::QueryService(const runtime::CatalogWatch* catalogs, TotalsFollower* totals,
                           runtime::CallMetrics* calls)
    : catalogs_(*catalogs),
      totals_(*totals),
      query_year_(calls->Method(kService, "QueryYear", "unary")),
      query_period_(calls->Method(kService, "QueryPeriod", "unary")),
      query_completeness_(calls->Method(kService, "QueryCompleteness", "unary")),
      list_indicators_(calls->Method(kService, "ListIndicators", "unary")),
      list_bureaus_(calls->Method(kService, "ListBureaus", "unary")) {}

grpc::Status QueryService::Check() const {
  if (draining_) {
    return runtime::Retryable(grpc::StatusCode::UNAVAILABLE, runtime::kShuttingDown,
                              "this server is shutting down", kRetryDelay);
  }
  if (catalogs_.current() == nullptr || totals_.current() == nullptr) {
    return runtime::Retryable(grpc::StatusCode::UNAVAILABLE, runtime::kDatabaseUnavailable,
                              "nothing is loaded from the database yet", kRetryDelay);
  }
  return grpc::Status::OK;
}

bool QueryService::Begin(const grpc::ByteBuffer& bytes, google::protobuf::Message* message,
                         runtime::UnaryCall* call) const {
  grpc::Status status = Decode(bytes, message);
  if (status.ok()) status = Check();
  if (!status.ok()) call->End(status);
  return status.ok();
}

template <typename Request, typename Compute>
void QueryService::Answer(const Request& message, const grpc::CallbackServerContext& context,
                          const InForce& in_force, Violations violations, runtime::UnaryCall call,
                          Compute compute) {
  const int64_t min_revision = message.min_revision();
  if (min_revision < 0) {
    violations.push_back(
        {"min_revision", absl::StrCat("is ", min_revision, "; expected 0 or more")});
  }
  if (!violations.empty()) {
    call.End(runtime::WithViolations(grpc::StatusCode::INVALID_ARGUMENT, runtime::kQueryRefused,
                                     violations));
    return;
  }
  totals_.WhenReached(
      min_revision, WaitDeadline(context),
      [this, call, in_force, min_revision, compute](TotalsFollower::Snapshot totals) mutable {
        if (totals == nullptr)
          return call.End(draining_ ? Check() : NotReached(min_revision, totals_.head_revision()));
        auto answer = compute(*in_force->catalog, *totals);
        answer.set_revision(totals->revision());
        answer.set_catalog_version(in_force->version);
        call.End(answer);
      });
}

grpc::ServerUnaryReactor* QueryService::QueryYear(grpc::CallbackServerContext* context,
                                                  const grpc::ByteBuffer* request,
                                                  grpc::ByteBuffer* response) {
  runtime::UnaryCall call(query_year_, context, response);
  v1::QueryYearRequest message;
  if (!Begin(*request, &message, &call)) return call.reactor();
  const auto in_force = catalogs_.current();
  const YearQuery query = FromProto(message);
  Answer(message, *context, in_force, CheckQuery(*in_force->catalog, query), call,
         [query](const Catalog& catalog, const Totals& totals) {
           v1::QueryYearResponse answer;
           answer.set_year(query.year);
           AddFigures(catalog, ComputeFigures(catalog, totals, OfYear(query)), &answer);
           return answer;
         });
  return call.reactor();
}

grpc::ServerUnaryReactor* QueryService::QueryPeriod(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request,
                                                    grpc::ByteBuffer* response) {
  runtime::UnaryCall call(query_period_, context, response);
  v1::QueryPeriodRequest message;
  if (!Begin(*request, &message, &call)) return call.reactor();
  const auto in_force = catalogs_.current();
  Violations violations;
  const PeriodQuery query = FromProto(message, &violations);
  for (Violation& fault : CheckQuery(*in_force->catalog, query)) {
    violations.push_back(std::move(fault));
  }
  Answer(message, *context, in_force, std::move(violations), call,
         [query](const Catalog& catalog, const Totals& totals) {
           v1::QueryPeriodResponse answer;
           AddFigures(catalog, ComputeFigures(catalog, totals, query), &answer);
           SetDays(query, &answer);
           return answer;
         });
  return call.reactor();
}

grpc::ServerUnaryReactor* QueryService::QueryCompleteness(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* response) {
  runtime::UnaryCall call(query_completeness_, context, response);
  v1::QueryCompletenessRequest message;
  if (!Begin(*request, &message, &call)) return call.reactor();
  const auto in_force = catalogs_.current();
  Violations violations;
  const CompletenessQuery query = FromProto(message, &violations);
  for (Violation& fault : CheckQuery(*in_force->catalog, query)) {
    violations.push_back(std::move(fault));
  }
  Answer(message, *context, in_force, std::move(violations), call,
         [query](const Catalog& catalog, const Totals& totals) {
           v1::QueryCompletenessResponse answer;
           answer.set_first_day(DayText(query.period.first));
           answer.set_last_day(DayText(query.period.last));
           for (const auto& found : ComputeCompleteness(catalog, totals, query)) {
             FillCompleteness(found, query.period, answer.add_indicators());
           }
           return answer;
         });
  return call.reactor();
}

grpc::ServerUnaryReactor* QueryService::ListIndicators(grpc::CallbackServerContext* context,
                                                       const grpc::ByteBuffer* request,
                                                       grpc::ByteBuffer* response) {
  runtime::UnaryCall call(list_indicators_, context, response);
  v1::ListIndicatorsRequest message;
  if (!Begin(*request, &message, &call)) return call.reactor();
  const auto in_force = catalogs_.current();
  v1::ListIndicatorsResponse answer;
  answer.set_catalog_version(in_force->version);
  for (const Indicator& indicator : in_force->catalog->indicators()) {
    *answer.add_indicators() = runtime::ToProto(indicator.spec);
  }
  call.End(answer);
  return call.reactor();
}

grpc::ServerUnaryReactor* QueryService::ListBureaus(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request,
                                                    grpc::ByteBuffer* response) {
  runtime::UnaryCall call(list_bureaus_, context, response);
  v1::ListBureausRequest message;
  if (!Begin(*request, &message, &call)) return call.reactor();
  const auto in_force = catalogs_.current();
  // A region is right or wrong here as in QueryYear.
  const Catalog& catalog = *in_force->catalog;
  Violations violations;
  CheckRegion(message.region(), &violations);
  if (!violations.empty()) {
    call.End(runtime::WithViolations(grpc::StatusCode::INVALID_ARGUMENT, runtime::kQueryRefused,
                                     violations));
    return call.reactor();
  }
  v1::ListBureausResponse answer;
  answer.set_catalog_version(in_force->version);
  for (const Bureau& bureau : catalog.bureaus()) {
    if (InRegion(bureau, message.region())) *answer.add_bureaus() = runtime::ToProto(bureau.spec);
  }
  call.End(answer);
  return call.reactor();
}

void QueryService::Drain() {
  draining_ = true;
  totals_.Stop();
}

}  // namespace jurimeter::query
