#include "services/query/query_service.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/catalog/request_checks.h"
#include "domain/values/text.h"
#include "services/messages/as_of_messages.h"
#include "services/messages/catalog_messages.h"
#include "services/messages/completeness_messages.h"
#include "services/messages/figure_messages.h"
#include "services/messages/query_messages.h"
#include "services/messages/time_messages.h"
#include "services/runtime/rpc/request_decoder.h"
#include "services/runtime/rpc/rpc_status.h"
#include "services/runtime/rpc/unary_call.h"

namespace jurimeter::query {
namespace {

using runtime::UnaryCall;

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

grpc::Status NotReached(std::string_view field, int64_t revision, int64_t head) {
  return runtime::Retryable(
      grpc::StatusCode::UNAVAILABLE, runtime::kRevisionNotReached,
      absl::StrCat(ToAbsl(field), ": is ", revision, "; the ledger is at ", head), kRetryDelay);
}

// Within this time most states are loaded.
constexpr absl::Duration kLoadingDelay = absl::Milliseconds(200);

grpc::Status NotLoaded() {
  return runtime::Retryable(grpc::StatusCode::UNAVAILABLE, runtime::kStateNotLoaded,
                            "as_of: the state of then is being loaded; ask again", kLoadingDelay);
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

// The status for a state of the past that cannot be had.
grpc::Status NoSuchState(const absl::Status& status) {
  if (absl::IsResourceExhausted(status)) return TooManyQuestions();
  if (absl::IsNotFound(status) || absl::IsFailedPrecondition(status)) {
    return Refused({{"as_of", std::string(status.message())}});
  }
  if (absl::IsUnavailable(status)) {
    return runtime::Retryable(grpc::StatusCode::UNAVAILABLE, runtime::kDatabaseUnavailable,
                              "as_of: the database is away, and the state of then is not loaded",
                              kRetryDelay);
  }
  return runtime::FromStorage(status);
}

int64_t MinRevisionOf(const v1::ListIndicatorsRequest& /*has none*/) { return 0; }
int64_t MinRevisionOf(const v1::ListBureausRequest& /*has none*/) { return 0; }
template <typename Request>
int64_t MinRevisionOf(const Request& question) {
  return question.min_revision();
}

template <typename Request>
Checked<std::optional<AsOf>> ReadAsOf(const Request& question) {
  return messages::ReadAsOf(question.has_as_of() ? &question.as_of() : nullptr,
                            MinRevisionOf(question));
}

// These fill the answer, except for the state that it was computed from.
grpc::Status AnswerTo(const FollowedState& state, const YearQuery& query, GoOn go_on,
                      v1::QueryYearResponse* answer) {
  const auto figures =
      ComputeFigures(*state.in_force->catalog, state.totals, PeriodQueryOf(query), go_on);
  if (!figures) return TooCostly();
  answer->set_year(query.year);
  messages::AddFigures(*state.in_force->catalog, *figures, answer);
  return grpc::Status::OK;
}

grpc::Status AnswerTo(const FollowedState& state, const PeriodQuery& query, GoOn go_on,
                      v1::QueryPeriodResponse* answer) {
  const auto figures = ComputeFigures(*state.in_force->catalog, state.totals, query, go_on);
  if (!figures) return TooCostly();
  messages::AddFigures(*state.in_force->catalog, *figures, answer);
  messages::SetDays(query, answer);
  return grpc::Status::OK;
}

grpc::Status AnswerTo(const FollowedState& state, const CompletenessQuery& query,
                      GoOn /*one pass over the totals*/, v1::QueryCompletenessResponse* answer) {
  answer->set_first_day(DayText(query.period.first));
  answer->set_last_day(DayText(query.period.last));
  for (const auto& found :
       ComputeCompleteness(*state.in_force->catalog, state.totals, state.closed, query)) {
    messages::FillCompleteness(found, query.period, answer->add_indicators());
  }
  return grpc::Status::OK;
}

// Says which state an answer was computed from.
template <typename Response>
void SetState(const AnswerState& state, Response* answer) {
  answer->set_revision(state.followed->revision());
  *answer->mutable_revision_time() = messages::ToProto(state.followed->position.committed_at);
  answer->set_catalog_version(state.followed->in_force->identity.revision);
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

QueryService::QueryService(LedgerFollower* ledger, PastStates* past, runtime::CallMetrics* calls,
                           const runtime::Clock* clock)
    : RpcService(v1::IndicatorQuery::service_full_name(),
                 {{"QueryYear",
                   [this](UnaryCall call) {
                     Ask<v1::QueryYearResponse, v1::QueryYearRequest>(&query_year_, call);
                   }},
                  {"QueryPeriod",
                   [this](UnaryCall call) {
                     Ask<v1::QueryPeriodResponse, v1::QueryPeriodRequest>(&query_period_, call);
                   }},
                  {"QueryCompleteness",
                   [this](UnaryCall call) {
                     Ask<v1::QueryCompletenessResponse, v1::QueryCompletenessRequest>(
                         &query_completeness_, call);
                   }},
                  {"ListIndicators",
                   [this](UnaryCall call) { AskCatalog(call, &QueryService::AnswerIndicators); }},
                  {"ListBureaus",
                   [this](UnaryCall call) { AskCatalog(call, &QueryService::AnswerBureaus); }}},
                 calls),
      ledger_(*ledger),
      past_(*past),
      clock_(*clock) {}

grpc::Status QueryService::Check(const LedgerFollower::Snapshot& followed) const {
  if (draining_) {
    return runtime::Retryable(grpc::StatusCode::UNAVAILABLE, runtime::kShuttingDown,
                              "this server is shutting down", kRetryDelay);
  }
  if (followed == nullptr) {
    return runtime::Retryable(grpc::StatusCode::UNAVAILABLE, runtime::kDatabaseUnavailable,
                              "nothing is loaded from the database yet", kRetryDelay);
  }
  return grpc::Status::OK;
}

int64_t QueryService::Wanted::revision() const {
  if (!as_of.has_value()) return min_revision;
  const auto* const revision = std::get_if<int64_t>(&*as_of);
  return revision == nullptr ? 0 : *revision;
}

void QueryService::WhenThere(const Wanted& wanted, UnaryCall call, Answerer answer) {
  ledger_.WhenReached(
      wanted.revision(), WaitDeadline(call.context(), clock_.Now()),
      [=, this, answer = std::move(answer)](LedgerFollower::Snapshot reached) mutable {
        if (reached == nullptr) {
          return call.End(
              draining_ ? Check(ledger_.current())
                        : NotReached(wanted.field(), wanted.revision(), ledger_.head_revision()));
        }
        AnswerState state;
        const grpc::Status found = FindState(wanted, reached, &state);
        if (!found.ok()) return call.End(found);
        answer(state, call);
      });
}

grpc::Status QueryService::FindState(const Wanted& wanted, const LedgerFollower::Snapshot& reached,
                                     AnswerState* state) {
  *state = {reached, ledger_.stale_since()};
  if (!wanted.as_of.has_value()) return grpc::Status::OK;
  const storage::LedgerPosition& newest = reached->position;
  const auto* const time = std::get_if<absl::Time>(&*wanted.as_of);
  const bool is_newest =
      time == nullptr ? wanted.revision() == newest.revision : *time >= newest.committed_at;
  if (is_newest) return grpc::Status::OK;
  absl::StatusOr<PastStates::Snapshot> past = past_.Find(*wanted.as_of, reached->history);
  if (!past.ok()) return NoSuchState(past.status());
  if (*past == nullptr) return NotLoaded();
  // Nothing that this service no longer sees can change it.
  *state = {*std::move(past), absl::InfiniteFuture()};
  return grpc::Status::OK;
}

bool QueryService::Begin(absl::string_view bytes, const LedgerFollower::Snapshot& followed,
                         google::protobuf::Message* message, runtime::UnaryCall* call) const {
  grpc::Status status = Decode(bytes, message);
  if (status.ok()) status = Check(followed);
  if (!status.ok()) call->End(status);
  return status.ok();
}

template <typename Response, typename Request>
void QueryService::Ask(CachedMethod* method, UnaryCall call) {
  const grpc::Slice bytes = Flat(call.request());
  const LedgerFollower::Snapshot now = ledger_.current();
  if (!draining_) {
    const auto known = method->answers.Find({now, ledger_.stale_since()}, TextOf(bytes));
    if (known) return call.End(*known);
  }
  const auto question = std::make_shared<Request>();
  if (!Begin(TextOf(bytes), now, question.get(), &call)) return;
  const auto as_of = ReadAsOf(*question);
  if (!as_of.ok()) {
    Violations faults = as_of.faults();
    const auto query = messages::ReadQuery(*now->in_force->catalog, *question);
    if (!query.ok()) faults.insert(faults.end(), query.faults().begin(), query.faults().end());
    return call.End(Refused(faults));
  }
  WhenThere({*as_of, question->min_revision()}, call,
            [=, this](const AnswerState& state, UnaryCall asked) {
              const bool taken = method->workers.Run(
                  [=, this] { Answer<Response>(method, state, *question, bytes, asked); });
              if (!taken) asked.End(TooManyQuestions());
            });
}

template <typename Response, typename Request>
void QueryService::Answer(CachedMethod* method, const AnswerState& state, const Request& question,
                          const grpc::Slice& bytes, UnaryCall call) const {
  // Another call may have asked the same meanwhile.
  if (const auto known = method->answers.Find(state, TextOf(bytes))) return call.End(*known);
  const FollowedState& followed = *state.followed;
  const auto query = messages::ReadQuery(*followed.in_force->catalog, question);
  if (!query.ok()) return call.End(Refused(query.faults()));
  const absl::Time end = clock_.Now() + kMaxComputing;
  const auto go_on = [&] {
    return !draining_ && clock_.Now() < end && !call.context().IsCancelled();
  };
  Response answer;
  const grpc::Status status = AnswerTo(followed, *query, go_on, &answer);
  if (!status.ok()) return call.End(draining_ ? Check(state.followed) : status);
  SetState(state, &answer);
  const grpc::ByteBuffer sent = runtime::EncodeResponse(answer);
  // The cache is for the newest state alone.
  if (!question.has_as_of()) method->answers.Add(state, TextOf(bytes), sent);
  call.End(sent);
}

template <typename Request>
void QueryService::AskCatalog(UnaryCall call, void (QueryService::*answer)(const AnswerState& state,
                                                                           const Request& question,
                                                                           UnaryCall call) const) {
  Request question;
  if (!Begin(TextOf(Flat(call.request())), ledger_.current(), &question, &call)) return;
  const auto as_of = ReadAsOf(question);
  if (!as_of.ok()) return call.End(Refused(as_of.faults()));
  WhenThere({*as_of, 0}, call, [=, this](const AnswerState& state, UnaryCall asked) {
    (this->*answer)(state, question, asked);
  });
}

void QueryService::AnswerIndicators(const AnswerState& state,
                                    const v1::ListIndicatorsRequest& /*asks for all*/,
                                    UnaryCall call) const {
  v1::ListIndicatorsResponse answer;
  SetState(state, &answer);
  for (const Indicator& indicator : state.followed->in_force->catalog->indicators()) {
    *answer.add_indicators() = messages::ToProto(indicator.spec);
  }
  call.End(answer);
}

void QueryService::AnswerBureaus(const AnswerState& state, const v1::ListBureausRequest& question,
                                 UnaryCall call) const {
  // The same regions are refused here as in QueryYear.
  Violations violations;
  CheckRegionCode(question.region(), &violations);
  if (!violations.empty()) return call.End(Refused(violations));
  v1::ListBureausResponse answer;
  SetState(state, &answer);
  for (const Bureau& bureau : state.followed->in_force->catalog->bureaus()) {
    if (InRegion(bureau, question.region())) *answer.add_bureaus() = messages::ToProto(bureau.spec);
  }
  call.End(answer);
}

void QueryService::Drain() {
  draining_ = true;
  ledger_.Stop();
}

}  // namespace jurimeter::query
