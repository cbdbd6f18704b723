#include "services/ingestion/ledger_service.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/values/calendar.h"
#include "domain/values/period.h"
#include "domain/values/text.h"
#include "services/messages/closing_messages.h"
#include "services/messages/scope_messages.h"
#include "services/messages/time_messages.h"
#include "services/runtime/rpc/rpc_status.h"

namespace jurimeter::ingestion {
namespace {

using runtime::UnaryCall;

constexpr int kDefaultPageSize = 100;
constexpr absl::Duration kQueueFullDelay = absl::Seconds(1);

grpc::Status Refused(std::string_view reason, const Violations& violations) {
  return runtime::WithViolations(grpc::StatusCode::INVALID_ARGUMENT, reason, violations);
}

Violations TooLong(size_t bytes) {
  return {{"request",
           absl::StrCat("has ", bytes, " bytes; expected at most ", LedgerService::kMaxRequestBytes,
                        ": name a region instead of its bureaus"),
           "too_long"}};
}

grpc::Status QueueFull() {
  return runtime::Retryable(grpc::StatusCode::RESOURCE_EXHAUSTED, runtime::kQueueFull,
                            "too many closings wait; this call stored nothing", kQueueFullDelay);
}

// Which page is asked for.
struct PageQuery {
  int64_t after_revision = 0;
  int limit = kDefaultPageSize;
};

Checked<PageQuery> ReadPageQuery(const v1::ListClosingsRequest& message,
                                 const Violations& text_faults) {
  Violations faults = text_faults;
  PageQuery query;
  const int32_t size = message.page_size();
  if (size < 0 || size > storage::kMaxPageClosings) {
    faults.push_back(
        {"page_size", absl::StrCat("is ", size, "; expected 1 to ", storage::kMaxPageClosings,
                                   ", or 0 for ", kDefaultPageSize)});
  } else if (size > 0) {
    query.limit = size;
  }
  const std::string& token = message.page_token();
  if (faults.empty() && !token.empty() &&
      (!absl::SimpleAtoi(token, &query.after_revision) || query.after_revision < 1)) {
    faults.push_back({"page_token", absl::StrCat(Quoted(token),
                                                 " is no page; expected the "
                                                 "next_page_token of an answer")});
  }
  if (!faults.empty()) return faults;
  return query;
}

void Fill(const storage::RecordedClosing& recorded, v1::Closing* message) {
  const Closing& closing = recorded.closing;
  message->set_revision(closing.revision);
  *message->mutable_revision_time() = messages::ToProto(recorded.committed_at);
  message->set_kind(closing.reopens.has_value() ? v1::CLOSING_KIND_REOPENING
                                                : v1::CLOSING_KIND_CLOSING);
  message->set_reopens(closing.reopens.value_or(0));
  message->set_first_day(DayText(DayFromNumber(recorded.days.first)));
  message->set_last_day(DayText(DayFromNumber(recorded.days.last)));
  *message->mutable_scope() = messages::ToProto(ScopeFromText(recorded.scope));
  message->set_reason(closing.reason);
  message->set_principal(recorded.principal);
  message->set_request_id(recorded.request_id.ToString());
  const ClosingExtent extent = ExtentOf(closing.parts);
  message->set_bureaus(extent.bureaus);
  message->set_bureau_days(extent.bureau_days);
  message->set_bureau_days_left(recorded.bureau_days_left);
}

}  // namespace

LedgerService::LedgerService(const SubmissionGate* gate, Closings* closings,
                             ClosingMetrics* metrics, runtime::CallMetrics* calls)
    : RpcService(v1::IndicatorLedger::service_full_name(),
                 {{"Close",
                   [this](UnaryCall call) {
                     Take(runtime::kClosingRefused, call, &LedgerService::AnswerClose);
                   }},
                  {"Reopen",
                   [this](UnaryCall call) {
                     Take(runtime::kClosingRefused, call, &LedgerService::AnswerReopen);
                   }},
                  {"ListClosings",
                   [this](UnaryCall call) {
                     Take(runtime::kQueryRefused, call, &LedgerService::AnswerList);
                   }}},
                 calls),
      gate_(*gate),
      closings_(*closings),
      metrics_(*metrics) {}

void LedgerService::Drain() {
  draining_ = true;
  worker_.Drain();
}

template <typename Request>
void LedgerService::Take(std::string_view refused, UnaryCall call,
                         void (LedgerService::*answer)(const Request& message,
                                                       const Violations& text_faults,
                                                       UnaryCall call)) {
  const size_t bytes = call.request().Length();
  if (bytes > kMaxRequestBytes) return call.End(Refused(refused, TooLong(bytes)));
  const absl::Status entered = gate_.Enter().status();
  if (!entered.ok()) return call.End(GateStatus(entered, Call::kUnary));
  // What waits keeps its bytes: a decoded message can be many times as large.
  const bool taken = worker_.Run([this, answer, call]() mutable {
    if (draining_) return call.End(ShuttingDown(Call::kUnary));
    Request message;
    const auto invalid_texts = call.Read(&message);
    if (!invalid_texts.has_value()) return;
    (this->*answer)(message, messages::TextFaults(*invalid_texts), call);
  });
  if (!taken) call.End(draining_ ? ShuttingDown(Call::kUnary) : QueueFull());
}

template <typename Response>
void LedgerService::End(const absl::StatusOr<CheckedClosing>& done, ClosingKind kind, bool dry_run,
                        const Violations& text_faults, UnaryCall call) {
  if (!done.ok()) return call.End(CommitterStatus(done.status(), Call::kUnary));
  Violations faults = text_faults;
  if (!(*done).ok()) messages::AddUnnamed((*done).faults(), &faults);
  if (!faults.empty()) {
    if (!dry_run) metrics_.Count(kind, ClosingOutcome::kRefused);
    return call.End(Refused(runtime::kClosingRefused, faults));
  }
  const DoneClosing& closing = **done;
  if (!dry_run) {
    metrics_.Count(kind, closing.duplicate ? ClosingOutcome::kDuplicate : ClosingOutcome::kDone);
  }
  Response response;
  response.set_outcome(closing.duplicate ? v1::CLOSING_OUTCOME_DUPLICATE
                                         : v1::CLOSING_OUTCOME_DONE);
  response.set_revision(closing.revision);
  response.set_bureaus(closing.extent.bureaus);
  response.set_bureau_days(closing.extent.bureau_days);
  call.End(response);
}

void LedgerService::AnswerClose(const v1::CloseRequest& message, const Violations& text_faults,
                                UnaryCall call) {
  // With a text that had to be repaired, nothing is done.
  const bool dry_run = message.dry_run() || !text_faults.empty();
  End<v1::CloseResponse>(closings_.Close(messages::FromProto(message), dry_run),
                         ClosingKind::kClosing, message.dry_run(), text_faults, call);
}

void LedgerService::AnswerReopen(const v1::ReopenRequest& message, const Violations& text_faults,
                                 UnaryCall call) {
  const bool dry_run = message.dry_run() || !text_faults.empty();
  End<v1::ReopenResponse>(closings_.Reopen(messages::FromProto(message), dry_run),
                          ClosingKind::kReopening, message.dry_run(), text_faults, call);
}

void LedgerService::AnswerList(const v1::ListClosingsRequest& message,
                               const Violations& text_faults, UnaryCall call) {
  const Checked<PageQuery> query = ReadPageQuery(message, text_faults);
  if (!query.ok()) return call.End(Refused(runtime::kQueryRefused, query.faults()));
  const auto listed = closings_.List(query->after_revision, query->limit, message.in_force());
  if (!listed.ok()) return call.End(runtime::FromStorage(listed.status()));
  v1::ListClosingsResponse response;
  for (const storage::RecordedClosing& recorded : listed->page.closings) {
    Fill(recorded, response.add_closings());
  }
  if (listed->page.has_more) response.set_next_page_token(absl::StrCat(listed->next_after));
  call.End(response);
}

}  // namespace jurimeter::ingestion
