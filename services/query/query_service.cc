#include "services/query/query_service.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/figures/query_checks.h"
#include "services/messages/catalog_messages.h"
#include "services/messages/completeness_messages.h"
#include "services/messages/figure_messages.h"
#include "services/messages/query_messages.h"
#include "services/messages/time_messages.h"
#include "services/runtime/request_decoder.h"
#include "services/runtime/rpc_status.h"
#include "services/runtime/unary_call.h"

namespace jurimeter::query {
namespace {

constexpr char kService[] = "jurimeter.v1.IndicatorQuery";
// Longest wait for a revision. It holds for calls without a deadline too.
constexpr absl::Duration kMaxWait = absl::Seconds(10);
// A wait ends this long before the client's deadline, so that the answer still arrives if the
// machine is busy. If the deadline is nearer than that, a quarter of the time is waited.
constexpr absl::Duration kAnswerMargin = absl::Milliseconds(100);
// gRPC's core sends the time until a deadline in three digits and rounds it up. So the server may
// see a later deadline than the client has, by less than one in kRoundedParts of that time.
constexpr int kRoundedParts = 100;
constexpr absl::Duration kRetryDelay = absl::Seconds(1);

// The bytes of `buffer` in one piece.
grpc::Slice Flat(const grpc::ByteBuffer& buffer) {
  grpc::Slice slice;
  // Fails only if the buffer never held a message, which is as good as an empty one.
  (void)buffer.DumpToSingleSlice(&slice);
  return slice;
}

absl::string_view TextOf(const grpc::Slice& slice) {
  return {reinterpret_cast<const char*>(slice.begin()), slice.size()};
}

grpc::Status Refused(const Violations& violations) {
  return runtime::WithViolations(grpc::StatusCode::INVALID_ARGUMENT, runtime::kQueryRefused,
                                 violations);
}

// Reads `bytes` into `message`: OK, or the status that refuses them.
grpc::Status Decode(absl::string_view bytes, google::protobuf::Message* message) {
  const auto invalid_texts = messages::DecodeMessage({bytes.data(), bytes.size()}, message);
  if (!invalid_texts.has_value()) return runtime::NotAMessage(*message);
  Violations violations;
  for (const std::string& field : *invalid_texts) {
    violations.push_back({field, "is not valid UTF-8; expected UTF-8 text"});
  }
  if (violations.empty()) return grpc::Status::OK;
  return Refused(violations);
}

absl::Time WaitDeadline(const grpc::CallbackServerContext& context, absl::Time now) {
  // gRPC sets deadlines by the clock of this machine, whatever ours is.
  const absl::Duration left =
      absl::FromChrono(context.deadline() - std::chrono::system_clock::now());
  const absl::Duration margin = std::min(kAnswerMargin, left * 3 / 4) + left / kRoundedParts;
  return now + std::min(left - margin, kMaxWait);
}

grpc::Status NotReached(int64_t min_revision, int64_t head) {
  return runtime::Retryable(
      grpc::StatusCode::UNAVAILABLE, runtime::kRevisionNotReached,
      absl::StrCat("min_revision: is ", min_revision, "; the ledger is at ", head), kRetryDelay);
}

// Longest computation of one answer.
constexpr absl::Duration kMaxComputing = absl::Seconds(5);

grpc::Status TooCostly() {
  return runtime::WithViolations(
      grpc::StatusCode::RESOURCE_EXHAUSTED, runtime::kQueryTooCostly,
      {{"period", absl::StrCat("takes longer than ", absl::FormatDuration(kMaxComputing),
                               " to compute; ask for fewer indicators, fewer parts or a shorter "
                               "period")}});
}

grpc::Status TooManyQuestions() {
  return runtime::Retryable(grpc::StatusCode::RESOURCE_EXHAUSTED, runtime::kQueueFull,
                            "too many questions wait to be computed", kRetryDelay);
}

// These fill the answer, except for the state that it was computed from.
grpc::Status AnswerTo(const Catalog& catalog, const Totals& totals, const YearQuery& query,
                      GoOn go_on, v1::QueryYearResponse* answer) {
  const auto figures = ComputeFigures(catalog, totals, PeriodQueryOf(query), go_on);
  if (!figures) return TooCostly();
  answer->set_year(query.year);
  messages::AddFigures(catalog, *figures, answer);
  return grpc::Status::OK;
}

grpc::Status AnswerTo(const Catalog& catalog, const Totals& totals, const PeriodQuery& query,
                      GoOn go_on, v1::QueryPeriodResponse* answer) {
  const auto figures = ComputeFigures(catalog, totals, query, go_on);
  if (!figures) return TooCostly();
  messages::AddFigures(catalog, *figures, answer);
  messages::SetDays(query, answer);
  return grpc::Status::OK;
}

grpc::Status AnswerTo(const Catalog& catalog, const Totals& totals, const CompletenessQuery& query,
                      GoOn /*one pass over the totals*/, v1::QueryCompletenessResponse* answer) {
  answer->set_first_day(DayText(query.period.first));
  answer->set_last_day(DayText(query.period.last));
  for (const auto& found : ComputeCompleteness(catalog, totals, query)) {
    messages::FillCompleteness(found, query.period, answer->add_indicators());
  }
  return grpc::Status::OK;
}

// Says which state an answer was computed from.
template <typename Response>
void SetState(const AnswerState& state, Response* answer) {
  answer->set_revision(state.totals->revision());
  answer->set_catalog_version(state.in_force->identity.revision);
  const absl::Time committed_at = state.totals->position.committed_at;
  if (committed_at != absl::InfinitePast()) {
    *answer->mutable_revision_time() = messages::ToProto(committed_at);
  }
  if (state.stale_since != absl::InfiniteFuture()) {
    *answer->mutable_stale_since() = messages::ToProto(state.stale_since);
  }
}

// Whether the bureau belongs, or ever belonged, to a region of `prefix`.
bool InRegion(const Bureau& bureau, const std::string& prefix) {
  return std::any_of(bureau.history.begin(), bureau.history.end(),
                     [&](const Assignment& each) { return absl::StartsWith(each.region, prefix); });
}

}  // namespace

QueryService::QueryService(const runtime::CatalogWatch* catalogs, TotalsFollower* totals,
                           runtime::CallMetrics* calls, const runtime::Clock* clock)
    : catalogs_(*catalogs),
      totals_(*totals),
      clock_(*clock),
      query_year_(calls->Method(kService, "QueryYear", "unary")),
      query_period_(calls->Method(kService, "QueryPeriod", "unary")),
      query_completeness_(calls->Method(kService, "QueryCompleteness", "unary")),
      list_indicators_(calls->Method(kService, "ListIndicators", "unary")),
      list_bureaus_(calls->Method(kService, "ListBureaus", "unary")) {}

grpc::Status QueryService::Check(const InForce& in_force) const {
  if (draining_) {
    return runtime::Retryable(grpc::StatusCode::UNAVAILABLE, runtime::kShuttingDown,
                              "this server is shutting down", kRetryDelay);
  }
  if (in_force == nullptr || totals_.current() == nullptr) {
    return runtime::Retryable(grpc::StatusCode::UNAVAILABLE, runtime::kDatabaseUnavailable,
                              "nothing is loaded from the database yet", kRetryDelay);
  }
  return grpc::Status::OK;
}

bool QueryService::Begin(absl::string_view bytes, const InForce& in_force,
                         google::protobuf::Message* message, runtime::UnaryCall* call) const {
  grpc::Status status = Decode(bytes, message);
  if (status.ok()) status = Check(in_force);
  if (!status.ok()) call->End(status);
  return status.ok();
}

template <typename Response, typename Request>
grpc::ServerUnaryReactor* QueryService::Ask(CachedMethod* method,
                                            const grpc::CallbackServerContext* context,
                                            const grpc::ByteBuffer& request,
                                            runtime::UnaryCall call) {
  if (!call.Admit(request)) return call.reactor();
  const grpc::Slice bytes = Flat(request);
  const auto in_force = catalogs_.current();
  if (!draining_) {
    const auto known =
        method->answers.Find({in_force, totals_.current(), totals_.stale_since()}, TextOf(bytes));
    if (known) {
      call.End(*known);
      return call.reactor();
    }
  }
  Request message;
  if (!Begin(TextOf(bytes), in_force, &message, &call)) return call.reactor();
  const auto query = messages::ReadQuery(*in_force->catalog, message);
  if (!query.ok()) {
    call.End(Refused(query.faults()));
    return call.reactor();
  }
  const int64_t min_revision = message.min_revision();
  totals_.WhenReached(
      min_revision, WaitDeadline(*context, clock_.Now()),
      [=, this](TotalsFollower::Snapshot totals) mutable {
        if (totals == nullptr) {
          return call.End(draining_ ? Check(in_force)
                                    : NotReached(min_revision, totals_.head_revision()));
        }
        const AnswerState state = {in_force, std::move(totals), totals_.stale_since()};
        const bool taken = method->workers.Run(
            [=, this] { Answer<Response>(method, state, *query, bytes, *context, call); });
        if (!taken) call.End(TooManyQuestions());
      });
  return call.reactor();
}

template <typename Response, typename Query>
void QueryService::Answer(CachedMethod* method, const AnswerState& state, const Query& query,
                          const grpc::Slice& bytes, const grpc::CallbackServerContext& context,
                          runtime::UnaryCall call) const {
  // Another call may have asked the same meanwhile.
  if (const auto known = method->answers.Find(state, TextOf(bytes))) return call.End(*known);
  const absl::Time end = clock_.Now() + kMaxComputing;
  const auto go_on = [&] { return !draining_ && clock_.Now() < end && !context.IsCancelled(); };
  Response answer;
  const grpc::Status status =
      AnswerTo(*state.in_force->catalog, state.totals->totals, query, go_on, &answer);
  if (!status.ok()) return call.End(draining_ ? Check(state.in_force) : status);
  SetState(state, &answer);
  const grpc::ByteBuffer sent = runtime::EncodeResponse(answer);
  method->answers.Add(state, TextOf(bytes), sent);
  call.End(sent);
}

grpc::ServerUnaryReactor* QueryService::QueryYear(grpc::CallbackServerContext* context,
                                                  const grpc::ByteBuffer* request,
                                                  grpc::ByteBuffer* response) {
  return Ask<v1::QueryYearResponse, v1::QueryYearRequest>(&query_year_, context, *request,
                                                          {query_year_.metrics, context, response});
}

grpc::ServerUnaryReactor* QueryService::QueryPeriod(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request,
                                                    grpc::ByteBuffer* response) {
  return Ask<v1::QueryPeriodResponse, v1::QueryPeriodRequest>(
      &query_period_, context, *request, {query_period_.metrics, context, response});
}

grpc::ServerUnaryReactor* QueryService::QueryCompleteness(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* response) {
  return Ask<v1::QueryCompletenessResponse, v1::QueryCompletenessRequest>(
      &query_completeness_, context, *request, {query_completeness_.metrics, context, response});
}

grpc::ServerUnaryReactor* QueryService::ListIndicators(grpc::CallbackServerContext* context,
                                                       const grpc::ByteBuffer* request,
                                                       grpc::ByteBuffer* response) {
  runtime::UnaryCall call(list_indicators_, context, response);
  if (!call.Admit(*request)) return call.reactor();
  v1::ListIndicatorsRequest message;
  const auto in_force = catalogs_.current();
  if (!Begin(TextOf(Flat(*request)), in_force, &message, &call)) return call.reactor();
  v1::ListIndicatorsResponse answer;
  answer.set_catalog_version(in_force->identity.revision);
  for (const Indicator& indicator : in_force->catalog->indicators()) {
    *answer.add_indicators() = messages::ToProto(indicator.spec);
  }
  call.End(answer);
  return call.reactor();
}

grpc::ServerUnaryReactor* QueryService::ListBureaus(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request,
                                                    grpc::ByteBuffer* response) {
  runtime::UnaryCall call(list_bureaus_, context, response);
  if (!call.Admit(*request)) return call.reactor();
  v1::ListBureausRequest message;
  const auto in_force = catalogs_.current();
  if (!Begin(TextOf(Flat(*request)), in_force, &message, &call)) return call.reactor();
  // The same regions are refused here as in QueryYear.
  const Catalog& catalog = *in_force->catalog;
  Violations violations;
  CheckRegionCode(message.region(), &violations);
  if (!violations.empty()) {
    call.End(Refused(violations));
    return call.reactor();
  }
  v1::ListBureausResponse answer;
  answer.set_catalog_version(in_force->identity.revision);
  for (const Bureau& bureau : catalog.bureaus()) {
    if (InRegion(bureau, message.region())) *answer.add_bureaus() = messages::ToProto(bureau.spec);
  }
  call.End(answer);
  return call.reactor();
}

void QueryService::Drain() {
  draining_ = true;
  totals_.Stop();
}

}  // namespace jurimeter::query
